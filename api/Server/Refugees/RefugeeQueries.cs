using Integration.Graph.Engine.Types;
using Integration.Graph.Engine.Types.Resolvers;
using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server.Refugees;

[QueryType]
internal static class RefugeeQueries
{
    /// <summary>The persons that the caller may see.</summary>
    [UsePaging]
    [UseFiltering]
    [UseSorting]
    public static IQueryable<Refugee> GetRefugees(GraphContext db) => db.Refugees;

    /// <summary>
    /// One person, by id or by reference: give exactly one of them. Null if there is no such person, or the
    /// caller may not see the person.
    /// </summary>
    /// <param name="id">Id of the person, as returned in `Refugee.id`.</param>
    /// <param name="reference">Reference of the person, for example `RK-7Q4M-2XKD`.</param>
    /// <param name="db">The database.</param>
    [UseSingleOrDefault]
    public static IQueryable<Refugee> GetRefugee([ID<Refugee>] QueryParameter<long?> id, QueryParameter<string?> reference, GraphContext db) =>
        (id.IsPresent, reference.IsPresent) switch
        {
            (true, false) => db.Refugees.Where(r => r.Id == id.Value),
            (false, true) => db.Refugees.Where(r => r.Reference == reference.Value),
            _ => throw new GraphQLException("`refugee` takes exactly one of the arguments id and reference.", ErrorCodes.BadInput),
        };
}
