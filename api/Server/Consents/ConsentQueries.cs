using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server.Consents;

/// <summary>Queries for consents.</summary>
[QueryType]
internal static class ConsentQueries
{
    /// <summary>
    /// Consents of the persons that the caller may see. The centre and the data protection officer see every version,
    /// other roles only the version in force.
    /// </summary>
    [UsePaging]
    [UseFiltering]
    [UseSorting]
    public static IQueryable<Consent> GetConsents(GraphContext db) => db.Consents;
}
