using System.Linq.Expressions;
using Integration.Graph.Engine.Types;
using Integration.Graph.Engine.Types.Resolvers;
using Integration.Graph.Server.Activities;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.ReferenceData;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Sharing;
using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server.Branches;

/// <summary>A local branch of the Danish Red Cross.</summary>
[ObjectType<Branch>]
[Node]
internal static class BranchType
{
    /// <summary>Global id, opaque and stable.</summary>
    [ID<Branch>]
    public static Expression<Func<Branch, long>> Id => b => b.Id;

    /// <summary>Short name for page addresses and tokens, for example `odense`.</summary>
    [Filterable]
    [Sortable]
    public static Expression<Func<Branch, string>> Slug => b => b.Slug;

    /// <summary>Display name, for example `Røde Kors Odense`.</summary>
    [Filterable]
    [Sortable]
    [TextKey<SearchText>(nameof(NameKey), nameof(NameOrder))]
    public static Expression<Func<Branch, string>> Name => b => b.Name;

    private static Expression<Func<Branch, string>> NameKey => b => b.NameKey;

    private static Expression<Func<Branch, string>> NameOrder => b => b.NameOrder;

    /// <summary>Municipality in which the branch is.</summary>
    [Filterable("code")]
    public static Computed<Branch, Municipality> Municipality => Computed.Of(
        (Branch b) => b.MunicipalityCode, (code, context) => context.Service<ReferenceTables>().Municipality(code)!);

    /// <summary>Whether the branch has at least one activity of an integration type that is open today.</summary>
    [Filterable]
    public static Expression<Func<Branch, bool>> HasIntegrationActivities => b => b.Activities.Any(a =>
        a.OpensOn <= CallerValues.Today.Value && (a.ClosesOn == null || a.ClosesOn > CallerValues.Today.Value) && a.ActivityType!.IsIntegration);

    /// <summary>Activities of the branch that are open today or open later.</summary>
    public static Children<Branch, Activity> Activities => Children.Of((Branch b) => b.Id, (Activity a) => a.BranchId!.Value, ActivityObject.NotEnded);

    /// <summary>Town in which the branch is.</summary>
    public static Expression<Func<Branch, string>> Town => b => b.Town;

    /// <summary>Position of the branch; at least as exact as the centre of its postal town.</summary>
    public static Computed<Branch, Position?> Position => Computed.Of(
        (Branch b) => new { b.Latitude, b.Longitude }, (s, _) => (Position?)new Position(s.Latitude, s.Longitude));

    /// <summary>How the branch came into the database: documented by a public page, assumed, or entered.</summary>
    [Filterable]
    public static Expression<Func<Branch, Origin>> Origin => b => b.Origin;

    /// <summary>
    /// Address of the public page that names the branch, or the rule by which it was assumed; null if it was entered.
    /// </summary>
    public static Expression<Func<Branch, string?>> Source => b => b.Source;

    /// <summary>Open referrals assigned to the branch, of persons that the caller may see.</summary>
    [UsePaging]
    public static Children<Branch, Referral> Referrals => Children.Of((Branch b) => b.Id, (Referral f) => f.BranchId!.Value);
}

/// <summary>A geographic position, WGS84.</summary>
/// <param name="Latitude">Latitude in degrees north.</param>
/// <param name="Longitude">Longitude in degrees east.</param>
internal sealed record Position(double Latitude, double Longitude);

/// <summary>An asylum centre in Denmark.</summary>
[ObjectType<AsylumCentre>]
[Node]
internal static class AsylumCentreType
{
    /// <summary>Global id, opaque and stable.</summary>
    [ID<AsylumCentre>]
    public static Expression<Func<AsylumCentre, long>> Id => c => c.Id;

    /// <summary>Short name of the centre, as used in tokens.</summary>
    public static Expression<Func<AsylumCentre, string>> Slug => c => c.Slug;

    /// <summary>Display name, for example `Center Sandholm`.</summary>
    public static Expression<Func<AsylumCentre, string>> Name => c => c.Name;

    /// <summary>Operator of the centre.</summary>
    public static Expression<Func<AsylumCentre, CentreOperator>> Operator => c => c.Operator;

    /// <summary>Municipality in which the centre is.</summary>
    public static Computed<AsylumCentre, Municipality> Municipality => Computed.Of(
        (AsylumCentre c) => c.MunicipalityCode, (code, context) => context.Service<ReferenceTables>().Municipality(code)!);

    /// <summary>Activities at the centre that are open today or open later.</summary>
    public static Children<AsylumCentre, Activity> Activities => Children.Of((AsylumCentre c) => c.Id, (Activity a) => a.CentreId!.Value, ActivityObject.NotEnded);
}
