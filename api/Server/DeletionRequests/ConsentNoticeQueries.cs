using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server.DeletionRequests;

/// <summary>Queries for notices that a guardian's consent ends.</summary>
[QueryType]
internal static class ConsentNoticeQueries
{
    /// <summary>
    /// Notices for the centre's persons whose guardian's consent ends because they turn 18. They are created 60 days
    /// before the end, and are not listed after the consent has been replaced or withdrawn.
    /// </summary>
    [UsePaging]
    [UseSorting]
    public static IQueryable<ConsentNotice> GetConsentNotices(GraphContext db) => db.ConsentNotices;
}
