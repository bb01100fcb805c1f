namespace Integration.Graph.Server.Referrals;

/// <summary>A place on the map; degrees, WGS84.</summary>
internal readonly record struct Place(double Latitude, double Longitude)
{
    private const double EarthRadius = 6371;

    /// <summary>Great-circle distance in kilometres.</summary>
    public double DistanceTo(Place other)
    {
        var (from, to) = (double.DegreesToRadians(Latitude), double.DegreesToRadians(other.Latitude));
        var (height, width) = (to - from, double.DegreesToRadians(other.Longitude - Longitude));
        var chord = Square(Math.Sin(height / 2)) + (Math.Cos(from) * Math.Cos(to) * Square(Math.Sin(width / 2)));
        return 2 * EarthRadius * Math.Asin(Math.Sqrt(Math.Min(1, chord)));
    }

    private static double Square(double value) => value * value;
}

/// <summary>A branch as routing sees it.</summary>
/// <param name="Offers">Keys of the activity types that are open today.</param>
/// <param name="HasIntegrationActivities">At least one of them is an integration type.</param>
/// <param name="OpenReferrals">How many it has now.</param>
internal sealed record RoutedBranch(
    long Id, string Slug, Place Place, int Capacity, IReadOnlySet<string> Offers, bool HasIntegrationActivities, int OpenReferrals)
{
    public int Free => HasIntegrationActivities ? Capacity - OpenReferrals : 0;
}

/// <summary>Who needs a branch: one person, or the members of a household who wait together.</summary>
/// <param name="Persons">How many places they need.</param>
/// <param name="Wishes">Keys of the activity types that any of them wishes for.</param>
/// <param name="Place">Where they will live, as far as volunteers may know it; otherwise the municipality's seat.</param>
/// <param name="ReturnedBy">Branches that have given any of them back.</param>
/// <param name="HouseholdAt">Branches that have others of the household.</param>
internal sealed record RoutingNeed(
    int Persons, IReadOnlySet<string> Wishes, Place Place, IReadOnlySet<long> ReturnedBy, IReadOnlySet<long> HouseholdAt);

/// <summary>
/// Chooses a branch. Nothing but its arguments counts, and not their order: the slug decides where all else is equal.
/// </summary>
internal static class Routing
{
    /// <summary>The branch that is to receive them all; null if none can.</summary>
    /// <param name="need">Who needs it.</param>
    /// <param name="branches">All of the municipality.</param>
    public static RoutedBranch? Choose(RoutingNeed need, IEnumerable<RoutedBranch> branches) => branches
        .Where(x => x.Free >= need.Persons && !need.ReturnedBy.Contains(x.Id))
        .OrderByDescending(x => need.HouseholdAt.Contains(x.Id))
        .ThenByDescending(x => x.Offers.Overlaps(need.Wishes))
        .ThenBy(x => x.OpenReferrals)
        .ThenBy(x => x.Place.DistanceTo(need.Place))
        .ThenBy(x => x.Slug, StringComparer.Ordinal)
        .FirstOrDefault();

    /// <summary>The branch without integration activities that is to be asked to begin; null if there is none left to ask.</summary>
    /// <param name="need">Who needs it.</param>
    /// <param name="branches">All of the municipality.</param>
    /// <param name="refused">Branches for which the consultant has refused it before.</param>
    public static RoutedBranch? ChooseToActivate(
        RoutingNeed need, IEnumerable<RoutedBranch> branches, IReadOnlySet<long> refused) => branches
        .Where(x => !x.HasIntegrationActivities && !refused.Contains(x.Id) && !need.ReturnedBy.Contains(x.Id))
        .OrderBy(x => x.Place.DistanceTo(need.Place))
        .ThenBy(x => x.Slug, StringComparer.Ordinal)
        .FirstOrDefault();
}
