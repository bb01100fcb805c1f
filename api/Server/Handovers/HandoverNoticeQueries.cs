using System.Linq.Expressions;
using Integration.Graph.Engine.Types;
using Integration.Graph.Engine.Types.Resolvers;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.ReferenceData;
using Integration.Graph.Server.Refugees;
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
