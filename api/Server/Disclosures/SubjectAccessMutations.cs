using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Refugees;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Disclosures;

/// <summary>The person to open, and the reason.</summary>
/// <param name="Reference">Reference of the person, for example `RK-7Q4M-2XKD`.</param>
/// <param name="Reason">Why the person is opened, at most 1000 characters. The reason is stored.</param>
internal sealed record OpenSubjectAccessInput(string Reference, string Reason);

/// <summary>The mutation by which a data protection officer opens a person.</summary>
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
    public static async Task<Ref<Refugee>> OpenSubjectAccessAsync(OpenSubjectAccessInput input, MutationScope scope, Ledger ledger)
    {
        var reference = input.Reference.Trim().ToUpperInvariant();
        var stored = await scope.RunAsync(async () =>
        {
            var (graph, officer, at, check, cancellation) = scope;
            long? id = null;
            if (!Ids.IsReference(reference))
            {
                check.Invalid("reference", InputCode.Malformed, "This is not a valid reference: the check character is wrong. A reference looks like RK-7Q4M-2XKD.");
            }
            // The officer reads every reference in the ledger, so a missing one reveals nothing new.
            else if ((id = await graph.Refugees.Where(x => x.Reference == reference).Select(x => (long?)x.Id).SingleOrDefaultAsync(cancellation)) is null)
            {
                check.Add(new NotFoundException("reference"));
            }

            var reason = check.Reason("reason", input.Reason);
            check.ThrowIfAny();

            var opened = new SubjectAccess
            {
                Id = Ids.New(),
                RefugeeId = id!.Value,
                Officer = officer.Subject,
                Reason = reason,
                ReasonSalt = SubjectAccess.NewSalt(),
                OpenedAt = at.Now,
                ClosesAt = at.Now,
            };
            graph.Add(opened);
            await graph.SaveChangesAsync(cancellation);
            return new Ref<SubjectAccess>(opened.Id);
        });
        var (db, caller, _, _, cancellationToken) = scope;
        // A repeated request finds the same row. This runs outside the transaction: the ledger writes on its own connection.
        var access = await db.SubjectAccesses.AsNoTracking().SingleOrDefaultAsync(x => x.Id == stored.Id, cancellationToken)
            ?? throw new NotFoundException("reference");
        await ledger.OpenAsync(caller, Operation, reference, access);
        return new Ref<Refugee>(access.RefugeeId);
    }
}
