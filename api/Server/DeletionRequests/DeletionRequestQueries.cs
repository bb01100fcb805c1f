using System.Linq.Expressions;
using Integration.Graph.Engine.Types;
using Integration.Graph.Engine.Types.Resolvers;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Sharing;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Time;

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
