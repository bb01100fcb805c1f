using System.Linq.Expressions;
using Integration.Graph.Engine.Planning.Rows;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Disclosures;

/// <summary>
/// Personal fields of one person that left in one answer, or that a data protection officer opened the person's row. It
/// names the person by reference only: who they are is seen after `openSubjectAccess`.
/// </summary>
[ObjectType<Disclosure>]
[Node]
internal static class DisclosureType
{
    /// <summary>Opaque and stable.</summary>
    [ID<Disclosure>]
    public static Expression<Func<Disclosure, long>> Id => d => d.Id;

    /// <summary>When.</summary>
    [Filterable]
    [Sortable]
    public static Expression<Func<Disclosure, DateTime>> At => d => d.At;

    /// <summary>What kind of recipient it was.</summary>
    public static Computed<Disclosure, Role> Role => Computed.Of((Disclosure d) => d.Role, (role, _) => RoleNames.Parse(role)!.Value);

    /// <summary>Which one: a centre's or branch's slug, a municipality's code, a volunteer's number; empty for roles without one.</summary>
    [Filterable]
    public static Expression<Func<Disclosure, string>> Scope => d => d.Scope;

    /// <summary>The operation's name; empty if it had none.</summary>
    [Filterable]
    public static Expression<Func<Disclosure, string>> Operation => d => d.Operation;

    /// <summary>The person's reference.</summary>
    [Filterable]
    public static Expression<Func<Disclosure, string>> Reference => d => d.Reference;

    /// <summary>What left; nothing if a row was only opened.</summary>
    [Filterable]
    public static Computed<Disclosure, IReadOnlyList<SharedField>> Fields => Computed.Of(
        (Disclosure d) => d.Fields, (fields, _) => (IReadOnlyList<SharedField>)[.. fields.Each()]);

    /// <summary>The version of the consent at that moment; null if there was none.</summary>
    public static Computed<Disclosure, int?> ConsentVersion => Computed.Of(
        (Disclosure d) => d.ConsentVersion, (version, _) => version == 0 ? (int?)null : version);
}

/// <summary>A field that somebody has received and has not confirmed to have deleted.</summary>
/// <param name="Role">What kind of recipient.</param>
/// <param name="Scope">Which one; empty for roles without one.</param>
/// <param name="Field">The field.</param>
/// <param name="Since">When it left for the recipient first.</param>
/// <param name="ConsentVersion">The version of the consent then; null if there was none.</param>
/// <param name="DeletionRequestedAt">When the recipient was asked to delete it; null if it may be held.</param>
internal sealed record Holder(
    Role Role, string Scope, SharedField Field, DateTime Since, int? ConsentVersion, DateTime? DeletionRequestedAt);

[QueryType]
internal static class DisclosureQueries
{
    /// <summary>What has left for whom, the latest first.</summary>
    [UsePaging]
    [UseFiltering]
    [UseSorting(Default = "[{ at: DESC }]")]
    public static IQueryable<Disclosure> GetDisclosures(GraphContext db) => db.Set<Disclosure>();

    /// <summary>Who still holds a person's fields, by role, scope and field.</summary>
    /// <param name="reference">The person's reference; a person who has been erased still has one.</param>
    /// <param name="field">Only this field; all of them if left out.</param>
    /// <param name="db">Where holdings are.</param>
    /// <param name="cancellationToken">Ends the waiting for the database.</param>
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
