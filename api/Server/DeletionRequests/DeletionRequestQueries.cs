using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server.DeletionRequests;

/// <summary>Queries for deletion requests.</summary>
[QueryType]
internal static class DeletionRequestQueries
{
    /// <summary>Deletion requests to the caller. The data protection officer sees the requests to all recipients.</summary>
    [UsePaging]
    [UseFiltering]
    [UseSorting]
    public static IQueryable<DeletionRequest> GetDeletionRequests(GraphContext db) => db.DeletionRequests;
}
