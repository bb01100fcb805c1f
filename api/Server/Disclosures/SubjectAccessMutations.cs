using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Disclosures;

/// <summary>Whose row is opened, and why.</summary>
/// <param name="Reference">The person's reference, such as RK-7Q4M-2XKD.</param>
/// <param name="Reason">Why, at most 1000 characters. It is kept.</param>
internal sealed record OpenSubjectAccessInput(string Reference, string Reason);

/// <summary>How a data protection officer comes to see a person.</summary>
[MutationType]
internal static class SubjectAccessMutations
{
    // As it stands in the ledger.
    private const string Operation = "openSubjectAccess";

    /// <summary>
    /// Opens a person's row for the officer who asks, for 60 minutes. The ledger says who opened it and holds the reason.
    /// </summary>
    [Error<NotFoundException>]
    [Error<InvalidInputException>]
    [Error<ConflictException>]
    public static async Task<Ref<Refugee>> OpenSubjectAccessAsync(
        OpenSubjectAccessInput input, GraphContext db, Caller caller, Ledger ledger, TimeProvider clock, CancellationToken cancellationToken)
    {
        var at = Moment.Of(clock);
        var check = new InputChecks(db, cancellationToken);
        var reference = input.Reference.Trim().ToUpperInvariant();
        long? id = null;
        if (!Ids.IsReference(reference))
            check.Invalid("reference", InputCode.Malformed, "This is no reference: the check character does not fit. A reference looks like RK-7Q4M-2XKD.");
        // The officer follows every reference in the ledger, so that there is none is nothing new to them.
        else if ((id = await db.Refugees.Where(x => x.Reference == reference).Select(x => (long?)x.Id).SingleOrDefaultAsync(cancellationToken)) is null)
            check.Add(new NotFoundException("reference"));
        var reason = check.Reason("reason", input.Reason);
        check.ThrowIfAny();

        var stored = await MutationTransaction.RunAsync(db, async () =>
        {
            var access = new SubjectAccess
            {
                Id = Ids.New(),
                RefugeeId = id!.Value,
                Officer = caller.Subject,
                Reason = reason,
                ReasonSalt = SubjectAccess.NewSalt(),
                OpenedAt = at.Now,
                ClosesAt = at.Now,
            };
            db.Add(access);
            await db.SaveChangesAsync(cancellationToken);
            return new Ref<SubjectAccess>(access.Id);
        }, cancellationToken);
        // The same one when the mutation comes again. Not inside the transaction: the ledger writes on a connection of its own.
        var access = await db.SubjectAccesses.AsNoTracking().SingleOrDefaultAsync(x => x.Id == stored.Id, cancellationToken)
            ?? throw new NotFoundException("reference");
        await ledger.OpenAsync(caller, Operation, reference, access);
        return new Ref<Refugee>(access.RefugeeId);
    }
}
