using System.Linq.Expressions;
using Integration.Graph.Engine.Types;
using Integration.Graph.Engine.Types.Resolvers;
using Integration.Graph.Server.Branches;
using Integration.Graph.Server.ReferenceData;
using Integration.Graph.Server.Sharing;

namespace Integration.Graph.Server.Activities;

/// <summary>
/// An activity for newcomers, run by a branch or by an asylum centre. Only a branch's activities count as coverage.
/// </summary>
/// <remarks>Not named ActivityType as the pattern of the folders suggests, because that is a term of the domain.</remarks>
[ObjectType<Activity>]
[Node]
internal static class ActivityObject
{
    /// <summary>Global id, opaque and stable.</summary>
    [ID<Activity>]
    public static Expression<Func<Activity, long>> Id => a => a.Id;

    /// <summary>Type of the activity.</summary>
    [Filterable("key")]
    public static Computed<Activity, ActivityType> Type => Computed.Of(
        (Activity a) => a.ActivityTypeKey, (key, context) => context.Service<ReferenceTables>().ActivityType(key)!);

    /// <summary>Title of the activity, as the branch or centre uses it.</summary>
    public static Expression<Func<Activity, string>> Title => a => a.Title;

    /// <summary>Branch that runs the activity; null if a centre runs it.</summary>
    public static Expression<Func<Activity, Branch?>> Branch => a => a.Branch;

    /// <summary>Asylum centre that runs the activity; null if a branch runs it.</summary>
    public static Expression<Func<Activity, AsylumCentre?>> Centre => a => a.Centre;

    /// <summary>Day of the week on which it takes place; null if there is no fixed one.</summary>
    public static Expression<Func<Activity, Weekday?>> Weekday => a => a.Weekday;

    /// <summary>First day on which the activity is open.</summary>
    [Sortable]
    public static Expression<Func<Activity, DateOnly>> OpensOn => a => a.OpensOn;

    /// <summary>First day on which the activity is no longer open; null if no end is known.</summary>
    public static Expression<Func<Activity, DateOnly?>> ClosesOn => a => a.ClosesOn;

    /// <summary>
    /// How the activity came into the database: documented by a public page, assumed, or entered. A
    /// coordinator's change makes it `ENTERED`.
    /// </summary>
    [Filterable]
    public static Expression<Func<Activity, Origin>> Origin => a => a.Origin;

    /// <summary>
    /// Address of the public page that shows the activity, or the rule by which it was assumed; null if it was entered.
    /// </summary>
    public static Expression<Func<Activity, string?>> Source => a => a.Source;

    /// <summary>
    /// Increases with every change to the activity; null if it is not an activity of the caller's branch. Send it with a change
    /// to get a CONFLICT error if somebody else changed the activity first.
    /// </summary>
    public static Expression<Func<Activity, int?>> Version => a => a.Version;

    /// <summary>Returns activities that are open today or open later.</summary>
    [GraphQLIgnore]
    public static IQueryable<Activity> NotEnded(IQueryable<Activity> all) => all
        .Where(a => a.ClosesOn == null || a.ClosesOn > CallerValues.Today.Value)
        .OrderBy(a => a.OpensOn).ThenBy(a => a.Id);
}

/// <summary>A type of activity, for example network family or language training.</summary>
[ObjectType<ActivityType>]
internal static class ActivityTypeObject
{
    /// <summary>Unique key, for example `network_family`.</summary>
    public static string Key([Parent] ActivityType type) => type.Key;

    /// <summary>Name in Danish.</summary>
    public static string Name([Parent] ActivityType type) => type.NameDa;

    /// <summary>Name in English.</summary>
    public static string NameEn([Parent] ActivityType type) => type.NameEn;

    /// <summary>Description in Danish, one sentence.</summary>
    public static string Description([Parent] ActivityType type) => type.DescriptionDa;

    /// <summary>Description in English, one sentence.</summary>
    public static string DescriptionEn([Parent] ActivityType type) => type.DescriptionEn;

    /// <summary>Whether activities of this type count as integration activities.</summary>
    public static bool IsIntegration([Parent] ActivityType type) => type.IsIntegration;
}
