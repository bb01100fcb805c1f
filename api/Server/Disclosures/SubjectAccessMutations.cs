using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Time;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Disclosures;

/// <summary>The person to open, and the reason.</summary>
/// <param name="Reference">Reference of the person, for example `RK-7Q4M-2XKD`.</param>
/// <param name="Reason">Why the person is opened, at most 1000 characters. The reason is stored.</param>
internal sealed record OpenSubjectAccessInput(string Reference, string Reason);

/// <summary>The mutation by which a data protection officer gets to see a person.</summary>
[MutationType]
internal static class SubjectAccessMutations
{
    // The name that the ledger records.
    private const string Operation = "openSubjectAccess";

    /// <summary>
    /// Makes a person visible to the calling data protection officer for 60 minutes. The ledger records the officer and the
    /// reason.
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
            check.Invalid("reference", InputCode.Malformed, "This is not a valid reference: the check character is wrong. A reference looks like RK-7Q4M-2XKD.");
        // The officer reads every reference in the ledger, so a missing one reveals nothing new.
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
        // A repeated request finds the same row. This runs outside the transaction: the ledger writes on its own connection.
        var access = await db.SubjectAccesses.AsNoTracking().SingleOrDefaultAsync(x => x.Id == stored.Id, cancellationToken)
            ?? throw new NotFoundException("reference");
        await ledger.OpenAsync(caller, Operation, reference, access);
        return new Ref<Refugee>(access.RefugeeId);
    }
}
