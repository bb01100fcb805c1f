using System.Linq.Expressions;
using Integration.Graph.Engine.Planning.Rows;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Activities;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Sharing;
using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server.Branches;

/// <summary>A local branch of the Danish Red Cross.</summary>
[ObjectType<Branch>]
[Node]
internal static class BranchType
{
    /// <summary>Opaque and stable.</summary>
    [ID<Branch>]
    public static Expression<Func<Branch, long>> Id => b => b.Id;

    /// <summary>As it stands in addresses of pages.</summary>
    [Filterable]
    [Sortable]
    public static Expression<Func<Branch, string>> Slug => b => b.Slug;

    /// <summary>Such as `Røde Kors Odense`.</summary>
    [Filterable]
    [Sortable]
    [TextKey(nameof(NameKey))]
    public static Expression<Func<Branch, string>> Name => b => b.Name;

    private static Expression<Func<Branch, string>> NameKey => b => b.NameKey;

    /// <summary>Where the branch is.</summary>
    [Filterable("code")]
    public static Computed<Branch, Municipality> Municipality => Computed.Of(
        (Branch b) => b.MunicipalityCode, (code, context) => context.Service<ReferenceData>().Municipality(code)!);

    /// <summary>Whether at least one activity of an integration type is open today.</summary>
    [Filterable]
    public static Expression<Func<Branch, bool>> HasIntegrationActivities => b => b.Activities.Any(a =>
        a.OpensOn <= CallerValues.Today.Value && (a.ClosesOn == null || a.ClosesOn > CallerValues.Today.Value) && a.ActivityType!.IsIntegration);

    /// <summary>What the branch does, as long as it has not ended.</summary>
    public static Children<Branch, Activity> Activities => Children.Of((Branch b) => b.Id, (Activity a) => a.BranchId!.Value, ActivityObject.NotEnded);

    /// <summary>The town.</summary>
    public static Expression<Func<Branch, string>> Town => b => b.Town;

    /// <summary>The middle of the postal town, or better.</summary>
    public static Computed<Branch, Position?> Position => Computed.Of(
        (Branch b) => new { b.Latitude, b.Longitude }, (s, _) => (Position?)new Position(s.Latitude, s.Longitude));

    /// <summary>Whether the branch is documented, assumed or entered.</summary>
    [Filterable]
    public static Expression<Func<Branch, Origin>> Origin => b => b.Origin;

    /// <summary>The address of the page that names the branch, or the rule by which it was assumed; null where people have entered it.</summary>
    public static Expression<Func<Branch, string?>> Source => b => b.Source;

    /// <summary>The open referrals that are with the branch.</summary>
    [UsePaging]
    public static Children<Branch, Referral> Referrals => Children.Of((Branch b) => b.Id, (Referral f) => f.BranchId!.Value);
}

/// <summary>A place on the earth, WGS84.</summary>
/// <param name="Latitude">Degrees north.</param>
/// <param name="Longitude">Degrees east.</param>
internal sealed record Position(double Latitude, double Longitude);

/// <summary>An asylum centre.</summary>
[ObjectType<AsylumCentre>]
[Node]
internal static class AsylumCentreType
{
    /// <summary>Opaque and stable.</summary>
    [ID<AsylumCentre>]
    public static Expression<Func<AsylumCentre, long>> Id => c => c.Id;

    /// <summary>As it stands in tokens.</summary>
    public static Expression<Func<AsylumCentre, string>> Slug => c => c.Slug;

    /// <summary>Such as `Center Sandholm`.</summary>
    public static Expression<Func<AsylumCentre, string>> Name => c => c.Name;

    /// <summary>Who runs it.</summary>
    public static Expression<Func<AsylumCentre, CentreOperator>> Operator => c => c.Operator;

    /// <summary>Where it is.</summary>
    public static Computed<AsylumCentre, Municipality> Municipality => Computed.Of(
        (AsylumCentre c) => c.MunicipalityCode, (code, context) => context.Service<ReferenceData>().Municipality(code)!);

    /// <summary>What is done there, as long as it has not ended.</summary>
    public static Children<AsylumCentre, Activity> Activities => Children.Of((AsylumCentre c) => c.Id, (Activity a) => a.CentreId!.Value, ActivityObject.NotEnded);
}

[QueryType]
internal static class BranchQueries
{
    /// <summary>The local branches.</summary>
    [UsePaging]
    [UseFiltering]
    [UseSorting]
    public static IQueryable<Branch> GetBranches(GraphContext db) => db.Branches;

    /// <summary>One branch; null if there is none of that name.</summary>
    /// <param name="slug">As in addresses of pages, such as `odense`.</param>
    /// <param name="db">Where branches are.</param>
    [UseSingleOrDefault]
    public static IQueryable<Branch> GetBranch(QueryParameter<string> slug, GraphContext db) => db.Branches.Where(b => b.Slug == slug.Value);

    /// <summary>The asylum centres, closed ones included.</summary>
    [UsePaging]
    public static IQueryable<AsylumCentre> GetAsylumCentres(GraphContext db) => db.AsylumCentres;
}
