namespace Integration.Graph.Server.Referrals;

/// <summary>A position in degrees, WGS84.</summary>
internal readonly record struct Place(double Latitude, double Longitude)
{
    private const double EarthRadius = 6371;

    /// <summary>Returns the great-circle distance in kilometres.</summary>
    public double DistanceTo(Place other)
    {
        var (from, to) = (double.DegreesToRadians(Latitude), double.DegreesToRadians(other.Latitude));
        var (height, width) = (to - from, double.DegreesToRadians(other.Longitude - Longitude));
        var chord = Square(Math.Sin(height / 2)) + (Math.Cos(from) * Math.Cos(to) * Square(Math.Sin(width / 2)));
        return 2 * EarthRadius * Math.Asin(Math.Sqrt(Math.Min(1, chord)));
    }

    private static double Square(double value) => value * value;
}

/// <summary>A branch with the facts that routing uses.</summary>
/// <param name="Offers">Keys of the types of its activities that are open today.</param>
/// <param name="HasIntegrationActivities">Whether at least one of these types is an integration type.</param>
/// <param name="OpenReferrals">Number of open referrals that the branch has now.</param>
internal sealed record RoutedBranch(
    long Id, string Slug, Place Place, int Capacity, IReadOnlySet<string> Offers, bool HasIntegrationActivities, int OpenReferrals)
{
    public int Free => HasIntegrationActivities ? Capacity - OpenReferrals : 0;
}

/// <summary>The need for a branch: of one person, or of the members of a household who wait together.</summary>
/// <param name="Persons">Number of places needed.</param>
/// <param name="Wishes">Keys of the activity types that at least one person wishes for.</param>
/// <param name="Place">Position of the new home if volunteers may see the address; otherwise the municipality's seat.</param>
/// <param name="ReturnedBy">Branches that have returned a referral of any of the persons.</param>
/// <param name="HouseholdAt">Branches that have other members of the household.</param>
internal sealed record RoutingNeed(
    int Persons, IReadOnlySet<string> Wishes, Place Place, IReadOnlySet<long> ReturnedBy, IReadOnlySet<long> HouseholdAt);

/// <summary>
/// Chooses a branch. The choice depends only on the arguments and not on the order of the branches: the slug decides ties.
/// </summary>
internal static class Routing
{
    /// <summary>Returns the branch that receives all persons of the need; null if no branch can.</summary>
    /// <param name="need">The need for a branch.</param>
    /// <param name="branches">All branches of the municipality.</param>
    public static RoutedBranch? Choose(RoutingNeed need, IEnumerable<RoutedBranch> branches) => branches
        .Where(x => x.Free >= need.Persons && !need.ReturnedBy.Contains(x.Id))
        .OrderByDescending(x => need.HouseholdAt.Contains(x.Id))
        .ThenByDescending(x => x.Offers.Overlaps(need.Wishes))
        .ThenBy(x => x.OpenReferrals)
        .ThenBy(x => x.Place.DistanceTo(need.Place))
        .ThenBy(x => x.Slug, StringComparer.Ordinal)
        .FirstOrDefault();

    /// <summary>
    /// Returns the branch without integration activities whose activation to request; null if no such branch is left.
    /// </summary>
    /// <param name="need">The need for a branch.</param>
    /// <param name="branches">All branches of the municipality.</param>
    /// <param name="refused">Branches whose activation the consultant has refused before.</param>
    public static RoutedBranch? ChooseToActivate(
        RoutingNeed need, IEnumerable<RoutedBranch> branches, IReadOnlySet<long> refused) => branches
        .Where(x => !x.HasIntegrationActivities && !refused.Contains(x.Id) && !need.ReturnedBy.Contains(x.Id))
        .OrderBy(x => x.Place.DistanceTo(need.Place))
        .ThenBy(x => x.Slug, StringComparer.Ordinal)
        .FirstOrDefault();
}
