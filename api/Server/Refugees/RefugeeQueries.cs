using Integration.Graph.Engine.Execution;
using Integration.Graph.Engine.Planning.Rows;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server.Refugees;

[QueryType]
internal static class RefugeeQueries
{
    /// <summary>The persons that exist for the caller.</summary>
    [UsePaging]
    [UseFiltering]
    [UseSorting]
    public static IQueryable<Refugee> GetRefugees(GraphContext db) => db.Refugees;

    /// <summary>One person, by id or by reference; null if there is none that the caller may see.</summary>
    /// <param name="id">As it was answered.</param>
    /// <param name="reference">Such as `RK-7Q4M-2XKD`.</param>
    /// <param name="db">Where persons are.</param>
    [UseSingleOrDefault]
    public static IQueryable<Refugee> GetRefugee([ID<Refugee>] QueryParameter<long?> id, QueryParameter<string?> reference, GraphContext db) =>
        (id.IsPresent, reference.IsPresent) switch
        {
            (true, false) => db.Refugees.Where(r => r.Id == id.Value),
            (false, true) => db.Refugees.Where(r => r.Reference == reference.Value),
            _ => throw new GraphQLException("`refugee` takes an id or a reference, one of them.", ErrorCodes.BadInput),
        };
}
