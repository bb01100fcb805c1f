using System.Linq.Expressions;
using Integration.Graph.Engine.Types;
using Integration.Graph.Engine.Types.Resolvers;
using Integration.Graph.Server.Activities;
using Integration.Graph.Server.ReferenceData;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Sharing;

namespace Integration.Graph.Server.Volunteers;

/// <summary>A match of one volunteer and one person, proposed by the branch's coordinator.</summary>
[ObjectType<Match>]
[Node]
internal static class MatchType
{
    /// <summary>Global id, opaque and stable.</summary>
    [ID<Match>]
    public static Expression<Func<Match, long>> Id => m => m.Id;

    /// <summary>
    /// Status of the match. A proposed or confirmed match is `ENDED` from the instant at which the person's consent expires.
    /// </summary>
    [Filterable]
    public static Expression<Func<Match, MatchStatus>> Status => SharingConditions.Inline((Match m) =>
        m.Status == MatchStatus.Declined || m.Refugee!.AdmitsVolunteers(CallerValues.Now.Value) ? m.Status : MatchStatus.Ended);

    /// <summary>Activity type for which they are matched.</summary>
    public static Computed<Match, ActivityType> ActivityType => Computed.Of(
        (Match m) => m.ActivityTypeKey, (key, context) => context.Service<ReferenceTables>().ActivityType(key)!);

    /// <summary>The volunteer of the match.</summary>
    [VisibleWithParent]
    public static Expression<Func<Match, Volunteer>> Volunteer => m => m.Volunteer!;

    /// <summary>The person of the match; null if the person is not visible to the caller now.</summary>
    public static Expression<Func<Match, Refugee?>> Refugee => m => m.Refugee;
}
