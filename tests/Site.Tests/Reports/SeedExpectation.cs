using System.Globalization;

namespace Integration.Graph.Site.Tests.Reports;

/// <summary>
/// The expected figures for a day, counted from the seed files by the definitions of DESIGN.md section 6, without any code of
/// the product.
/// </summary>
internal sealed class SeedExpectation
{
    /// <param name="on">The day.</param>
    /// <param name="assumed">Whether assumptions count.</param>
    public SeedExpectation(DateOnly on, bool assumed = true)
    {
        Branches = [.. SeedCsv.Read("branches.csv").Where(branch => assumed || branch["origin"] == "DOCUMENTED")];
        Municipalities = SeedCsv.Read("municipalities.csv");
        var integration = SeedCsv.Read("activity_types.csv")
            .Where(type => type["is_integration"] == "true").Select(type => type["key"]).ToHashSet();
        Open = [.. SeedCsv.Read("activities.csv").Where(activity =>
            (assumed || activity["origin"] == "DOCUMENTED")
            && activity["branch"].Length > 0
            && integration.Contains(activity["activity_type"])
            && Day(activity["opens_on"]) <= on
            && (activity["closes_on"].Length == 0 || on < Day(activity["closes_on"])))];
        ActiveBranches = Open.Select(activity => activity["branch"]).ToHashSet();
        CoveredMunicipalities = Branches
            .Where(branch => ActiveBranches.Contains(branch["slug"])).Select(branch => branch["municipality_code"]).ToHashSet();
    }

    public IReadOnlyList<IReadOnlyDictionary<string, string>> Branches { get; }
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Municipalities { get; }
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Open { get; }
    public IReadOnlySet<string> ActiveBranches { get; }
    public IReadOnlySet<string> CoveredMunicipalities { get; }

    public int Population => Municipalities.Sum(Inhabitants);

    public int PopulationCovered => Municipalities.Where(one => CoveredMunicipalities.Contains(one["code"])).Sum(Inhabitants);

    public static int Inhabitants(IReadOnlyDictionary<string, string> municipality) =>
        int.Parse(municipality["population_2020"], CultureInfo.InvariantCulture);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
