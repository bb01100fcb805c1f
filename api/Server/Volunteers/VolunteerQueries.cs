using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server.Volunteers;

/// <summary>Queries for volunteers and matches.</summary>
[QueryType]
internal static class VolunteerQueries
{
    /// <summary>Volunteers. A coordinator sees those of their branch, a volunteer only their own record.</summary>
    [UsePaging]
    [UseFiltering]
    [UseSorting]
    public static IQueryable<Volunteer> GetVolunteers(GraphContext db) => db.Volunteers;

    /// <summary>Matches. A coordinator sees those of their branch, a volunteer their own.</summary>
    [UsePaging]
    [UseFiltering]
    public static IQueryable<Match> GetMatches(GraphContext db) => db.Matches;
}
