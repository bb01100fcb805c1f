using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Disclosures;

/// <summary>Queries for the ledger.</summary>
[QueryType]
internal static class DisclosureQueries
{
    /// <summary>Records of personal fields sent to recipients, latest first.</summary>
    [UsePaging]
    [UseFiltering]
    [UseSorting(Default = "[{ at: DESC }]")]
    public static IQueryable<Disclosure> GetDisclosures(GraphContext db) => db.Set<Disclosure>();

    /// <summary>Recipients that still hold fields of a person, ordered by role, scope and field.</summary>
    /// <param name="reference">Reference of the person. References of erased persons remain valid here.</param>
    /// <param name="field">Returns only holders of this field. If omitted, returns the holders of all fields.</param>
    /// <param name="db">Database of the holdings.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    [ListSize(30)]
    public static async Task<IReadOnlyList<Holder>> GetHoldersAsync(
        string reference, SharedField? field, GraphContext db, CancellationToken cancellationToken)
    {
        var rows = await db.Holdings.AsNoTracking()
            .Where(x => x.Reference == reference && x.EndedAt == null && (field == null || x.Field == field))
            .OrderBy(x => x.Role).ThenBy(x => x.Scope).ThenBy(x => x.Field)
            .ToListAsync(cancellationToken);
        var pending = await db.DeletionRequests.AsNoTracking()
            .Where(x => x.Reference == reference && x.ConfirmedAt == null && x.CancelledAt == null)
            .ToListAsync(cancellationToken);
        return [.. rows.Select(x => new Holder(x.Role, x.Scope, x.Field, x.Since, x.ConsentVersion == 0 ? null : x.ConsentVersion,
            pending.Where(d => (d.Role, d.Scope) == (x.Role, x.Scope) && (d.Fields & x.Field.Bit()) != 0).Min(d => (DateTime?)d.RequestedAt)))];
    }
}
