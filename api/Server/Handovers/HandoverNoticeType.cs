using System.Linq.Expressions;
using Integration.Graph.Engine.Planning.Rows;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server.Handovers;

/// <summary>Tells a municipality that there is something to read about a person. It carries no values: query `refugee`.</summary>
[ObjectType<HandoverNotice>]
[Node]
internal static class HandoverNoticeType
{
    /// <summary>Opaque and stable.</summary>
    [ID<HandoverNotice>]
    public static Expression<Func<HandoverNotice, long>> Id => n => n.Id;

    /// <summary>The person's reference.</summary>
    public static Expression<Func<HandoverNotice, string?>> Reference => n => n.Reference;

    /// <summary>Who is told.</summary>
    public static Computed<HandoverNotice, Municipality?> Municipality => Computed.Of(
        (HandoverNotice n) => n.MunicipalityCode, (code, context) => context.Service<ReferenceData>().Municipality(code));

    /// <summary>The fields that the municipality has gained or that have new values.</summary>
    public static Computed<HandoverNotice, IReadOnlyList<SharedField>?> News => Computed.Of(
        (HandoverNotice n) => n.News, (fields, _) => (IReadOnlyList<SharedField>?)[.. fields.Each()]);

    /// <summary>When it came into being.</summary>
    [Sortable]
    [Filterable]
    public static Expression<Func<HandoverNotice, DateTime>> CreatedAt => n => n.CreatedAt;

    /// <summary>When the municipality said that it has seen it; null until then.</summary>
    [Filterable]
    public static Expression<Func<HandoverNotice, DateTime?>> AcknowledgedAt => n => n.AcknowledgedAt;

    /// <summary>The person, as far as the caller may see them at this moment.</summary>
    public static Expression<Func<HandoverNotice, Refugee?>> Refugee => n => n.Refugee;
}

[QueryType]
internal static class HandoverNoticeQueries
{
    /// <summary>A municipality's notices; for the centre and the consultant, those that nobody has acknowledged.</summary>
    [UsePaging]
    [UseFiltering]
    [UseSorting]
    public static IQueryable<HandoverNotice> GetHandoverNotices(GraphContext db) => db.HandoverNotices;
}
