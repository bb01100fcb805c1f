using Integration.Graph.Engine.Types;
using Integration.Graph.Engine.Types.Resolvers;
using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server.Branches;

/// <summary>Queries for branches and asylum centres.</summary>
[QueryType]
internal static class BranchQueries
{
    /// <summary>The local branches of the Danish Red Cross.</summary>
    [UsePaging]
    [UseFiltering]
    [UseSorting]
    public static IQueryable<Branch> GetBranches(GraphContext db) => db.Branches;

    /// <summary>One branch, by slug; null if there is none.</summary>
    /// <param name="slug">Slug of the branch, for example `odense`.</param>
    /// <param name="db">The database.</param>
    [UseSingleOrDefault]
    public static IQueryable<Branch> GetBranch(QueryParameter<string> slug, GraphContext db) => db.Branches.Where(b => b.Slug == slug.Value);

    /// <summary>The asylum centres, including closed ones.</summary>
    [UsePaging]
    public static IQueryable<AsylumCentre> GetAsylumCentres(GraphContext db) => db.AsylumCentres;
}
