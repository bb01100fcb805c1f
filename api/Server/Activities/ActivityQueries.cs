using Integration.Graph.Engine.Types;
using Integration.Graph.Server.ReferenceData;
using Integration.Graph.Server.Sharing;
using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server.Activities;

/// <summary>Queries for activities and activity types.</summary>
[QueryType]
internal static class ActivityQueries
{
    /// <summary>Activities of branches and asylum centres that are open today or open later.</summary>
    [UsePaging]
    [UseFiltering]
    [UseSorting]
    public static IQueryable<Activity> GetActivities(GraphContext db) => db.Activities.Where(a => a.ClosesOn == null || a.ClosesOn > CallerValues.Today.Value);

    /// <summary>All activity types.</summary>
    public static IReadOnlyList<ActivityType> GetActivityTypes(ReferenceTables reference) => reference.ActivityTypes;
}
