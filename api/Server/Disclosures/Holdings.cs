using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Disclosures;

/// <summary>Who still holds what of a person.</summary>
internal static class Holdings
{
    /// <summary>
    /// Every recipient who holds anything of a person, with the fields. In a transaction that has passed
    /// <see cref="DisclosureGate"/>, as every step on a person has, nothing can be missing: each answer that has left is
    /// in it, and each that has not left yet is checked again after this transaction.
    /// </summary>
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
    /// The recipient has deleted these fields: they are held no longer, and held again when they leave again. Runs in the
    /// mutation's transaction.
    /// </summary>
    public static async Task ForgetAsync(
        GraphContext db, Recipient recipient, string reference, SharedFields fields, DateTime at, CancellationToken cancellationToken)
    {
        // Before the rows, as whoever writes the ledger does, so that nobody waits in a circle.
        await DisclosureGate.ForgetAsync(db, cancellationToken);
        var each = fields.Each().ToList();
        await db.Holdings
            .Where(x => x.Reference == reference && x.Role == recipient.Role && x.Scope == recipient.Scope && each.Contains(x.Field) && x.EndedAt == null)
            .ExecuteUpdateAsync(row => row.SetProperty(x => x.EndedAt, at), cancellationToken);
    }
}
