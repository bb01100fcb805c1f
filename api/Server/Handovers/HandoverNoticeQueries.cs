using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server.Handovers;

/// <summary>Queries for handover notices.</summary>
[QueryType]
internal static class HandoverNoticeQueries
{
    /// <summary>
    /// Handover notices. A municipality sees its own. A centre sees unacknowledged notices about its persons, a
    /// consultant all unacknowledged notices.
    /// </summary>
    [UsePaging]
    [UseFiltering]
    [UseSorting]
    public static IQueryable<HandoverNotice> GetHandoverNotices(GraphContext db) => db.HandoverNotices;
}
