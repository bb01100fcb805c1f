using System.Linq.Expressions;
using Integration.Graph.Engine.Planning.Rows;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Branches;
using Integration.Graph.Server.Sharing;
using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server.Activities;

/// <summary>Something that a branch or a centre does for newcomers. Only a branch's activities count as coverage.</summary>
/// <remarks>Not called ActivityType, as the pattern would have it: that is a word of the domain.</remarks>
[ObjectType<Activity>]
[Node]
internal static class ActivityObject
{
    /// <summary>Opaque and stable.</summary>
    [ID<Activity>]
    public static Expression<Func<Activity, long>> Id => a => a.Id;

    /// <summary>The kind.</summary>
    [Filterable("key")]
    public static Computed<Activity, ActivityType> Type => Computed.Of(
        (Activity a) => a.ActivityTypeKey, (key, context) => context.Service<ReferenceData>().ActivityType(key)!);

    /// <summary>What it is called where it takes place.</summary>
    public static Expression<Func<Activity, string>> Title => a => a.Title;

    /// <summary>The branch that runs it; null if a centre does.</summary>
    public static Expression<Func<Activity, Branch?>> Branch => a => a.Branch;

    /// <summary>The centre that runs it; null if a branch does.</summary>
    public static Expression<Func<Activity, AsylumCentre?>> Centre => a => a.Centre;

    /// <summary>The day of the week; null if there is no fixed one.</summary>
    public static Expression<Func<Activity, Weekday?>> Weekday => a => a.Weekday;

    /// <summary>The first day.</summary>
    [Sortable]
    public static Expression<Func<Activity, DateOnly>> OpensOn => a => a.OpensOn;

    /// <summary>The first day on which it is no longer open; null while no end is known.</summary>
    public static Expression<Func<Activity, DateOnly?>> ClosesOn => a => a.ClosesOn;

    /// <summary>Whether the activity is documented, assumed or entered. A coordinator's change makes it entered.</summary>
    [Filterable]
    public static Expression<Func<Activity, Origin>> Origin => a => a.Origin;

    /// <summary>The address of the page that shows the activity, or the rule by which it was assumed; null where people have entered it.</summary>
    public static Expression<Func<Activity, string?>> Source => a => a.Source;

    /// <summary>
    /// Goes up with every change of an activity of the caller's branch; null of another's. Whoever sends it along with a
    /// change is told if somebody else was first.
    /// </summary>
    public static Expression<Func<Activity, int?>> Version => a => a.BranchId == CallerValues.ScopeId.Value ? a.Version : null;

    /// <summary>Activities that are open today or will be.</summary>
    [GraphQLIgnore]
    public static IQueryable<Activity> NotEnded(IQueryable<Activity> all) => all
        .Where(a => a.ClosesOn == null || a.ClosesOn > CallerValues.Today.Value)
        .OrderBy(a => a.OpensOn).ThenBy(a => a.Id);
}

/// <summary>A kind of activity, such as network family or language training.</summary>
[ObjectType<ActivityType>]
internal static class ActivityTypeObject
{
    /// <summary>Unique, such as `network_family`.</summary>
    public static string Key([Parent] ActivityType type) => type.Key;

    /// <summary>In Danish.</summary>
    public static string Name([Parent] ActivityType type) => type.NameDa;

    /// <summary>In English.</summary>
    public static string NameEn([Parent] ActivityType type) => type.NameEn;

    /// <summary>A sentence in Danish.</summary>
    public static string Description([Parent] ActivityType type) => type.DescriptionDa;

    /// <summary>A sentence in English.</summary>
    public static string DescriptionEn([Parent] ActivityType type) => type.DescriptionEn;

    /// <summary>Whether activities of this kind count as integration activities.</summary>
    public static bool IsIntegration([Parent] ActivityType type) => type.IsIntegration;
}

[QueryType]
internal static class ActivityQueries
{
    /// <summary>What branches and centres do, as long as it has not ended.</summary>
    [UsePaging]
    [UseFiltering]
    [UseSorting]
    public static IQueryable<Activity> GetActivities(GraphContext db) => db.Activities.Where(a => a.ClosesOn == null || a.ClosesOn > CallerValues.Today.Value);

    /// <summary>The kinds of activities.</summary>
    public static IReadOnlyList<ActivityType> GetActivityTypes(ReferenceData reference) => reference.ActivityTypes;
}
