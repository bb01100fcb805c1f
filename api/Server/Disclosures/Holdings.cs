using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Disclosures;

/// <summary>Reads and ends the holdings of a person.</summary>
internal static class Holdings
{
    /// <summary>Returns every recipient that holds fields of a person, with the fields.</summary>
    /// <remarks>
    /// The result is complete in a transaction that has passed <see cref="DisclosureGate"/>, as every change to a person has.
    /// Each response that was sent is included, and each other response is checked again after this transaction.
    /// </remarks>
    public static async Task<IReadOnlyList<HeldFields>> OfAsync(GraphContext db, string reference, CancellationToken cancellationToken)
    {
        var rows = await db.Holdings.AsNoTracking()
            .Where(x => x.Reference == reference && x.EndedAt == null)
            .Select(x => new { x.Role, x.Scope, x.Field })
            .ToListAsync(cancellationToken);
        return [.. rows
            .GroupBy(x => new Recipient(x.Role, x.Scope))
            .OrderBy(x => x.Key.Role).ThenBy(x => x.Key.Scope, StringComparer.Ordinal)
            .Select(x => new HeldFields(x.Key, x.Aggregate(SharedFields.None, (all, row) => all | row.Field.Bit())))];
    }

    /// <summary>
    /// Ends the holdings of fields that the recipient has deleted. A later disclosure starts new ones. Runs in the mutation's
    /// transaction.
    /// </summary>
    public static async Task ForgetAsync(
        GraphContext db, Recipient recipient, string reference, SharedFields fields, DateTime at, CancellationToken cancellationToken)
    {
        // Before the rows, in the same order as the ledger's writer, to avoid deadlocks.
        await DisclosureGate.ForgetAsync(db, cancellationToken);
        var each = fields.Each().ToList();
        await db.Holdings
            .Where(x => x.Reference == reference && x.Role == recipient.Role && x.Scope == recipient.Scope && each.Contains(x.Field) && x.EndedAt == null)
            .ExecuteUpdateAsync(row => row.SetProperty(x => x.EndedAt, at), cancellationToken);
    }
}
