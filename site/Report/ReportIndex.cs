using Integration.Graph.Site.Texts;

namespace Integration.Graph.Site.Report;

/// <summary>Gives access to the parts of a report by key, sorted for display.</summary>
internal sealed class ReportIndex
{
    private readonly Dictionary<string, RegionCoverage> _regions;
    private readonly Dictionary<string, MunicipalityCoverage> _municipalities;
    private readonly Dictionary<string, BranchCoverage> _branches;
    private readonly Dictionary<string, ActivityTypeCoverage> _types;
    private readonly ILookup<string, BranchCoverage> _branchesByMunicipality;

    public ReportIndex(CoverageReport report)
    {
        Report = report;
        _regions = report.Regions.ToDictionary(region => region.Code);
        _municipalities = report.Municipalities.ToDictionary(municipality => municipality.Code);
        _branches = report.Branches.ToDictionary(branch => branch.Slug);
        _types = report.ActivityTypes.ToDictionary(type => type.Key);
        _branchesByMunicipality = report.Branches
            .OrderBy(branch => branch.Name, DanishText.Order)
            .ThenBy(branch => branch.Slug, StringComparer.Ordinal)
            .ToLookup(branch => branch.MunicipalityCode);
        HasAssumptions = report.Branches.Any(branch => branch.Origin == OriginNames.Assumed || branch.Activities.Any(IsAssumed));
        MunicipalitiesByName = [.. report.Municipalities.OrderBy(municipality => municipality.Name, DanishText.Order)];
    }

    public CoverageReport Report { get; }

    public IReadOnlyList<MunicipalityCoverage> MunicipalitiesByName { get; }

    /// <summary>Whether any branch or activity is an assumption.</summary>
    public bool HasAssumptions { get; }

    /// <summary>
    /// Whether the report has the origins of branches and activities. A report from before origins were recorded has none.
    /// </summary>
    public bool KnowsOrigins => Report.Country.Documented is not null;

    public RegionCoverage Region(string code) => _regions[code];

    public MunicipalityCoverage Municipality(string code) => _municipalities[code];

    public BranchCoverage Branch(string slug) => _branches[slug];

    public ActivityTypeCoverage Type(string key) => _types[key];

    /// <summary>Returns the branches of a municipality, by name.</summary>
    public IEnumerable<BranchCoverage> BranchesOf(string municipalityCode) => _branchesByMunicipality[municipalityCode];

    /// <summary>Returns the municipalities of a region, by name; of the whole country if the region is null.</summary>
    public IEnumerable<MunicipalityCoverage> MunicipalitiesOf(string? regionCode) =>
        MunicipalitiesByName.Where(municipality => regionCode is null || municipality.RegionCode == regionCode);

    /// <summary>Returns the activity types that a branch offers, each once, in the report's order.</summary>
    public IEnumerable<ActivityTypeCoverage> TypesOf(BranchCoverage branch) =>
        Report.ActivityTypes.Where(type => branch.Activities.Any(activity => activity.TypeKey == type.Key));

    /// <summary>Whether the municipalities have a branch or an activity of this origin.</summary>
    public bool Has(string origin, IEnumerable<MunicipalityCoverage> municipalities) => municipalities
        .SelectMany(municipality => BranchesOf(municipality.Code))
        .Any(branch => branch.Origin == origin || branch.Activities.Any(activity => activity.Origin == origin));

    /// <summary>Returns how many branches of these municipalities offer a type, and in how many municipalities.</summary>
    public (int Branches, int Municipalities) Reach(string typeKey, IReadOnlyCollection<MunicipalityCoverage> municipalities)
    {
        var offering = municipalities
            .Select(municipality => BranchesOf(municipality.Code)
                .Count(branch => branch.Activities.Any(activity => activity.TypeKey == typeKey)))
            .ToList();
        return (offering.Sum(), offering.Count(count => count > 0));
    }

    private static bool IsAssumed(ActivityCoverage activity) => activity.Origin == OriginNames.Assumed;
}
