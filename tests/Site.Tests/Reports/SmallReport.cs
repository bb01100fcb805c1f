using Integration.Graph.Site.Report;

namespace Integration.Graph.Site.Tests.Reports;

/// <summary>An invented country of two regions, three municipalities and four branches, one of them active.</summary>
internal static class SmallReport
{
    public static CoverageReport Make(int revision = 1) => new()
    {
        On = new DateOnly(2026, 3, 2),
        Revision = revision,
        MadeAt = new DateTime(2026, 3, 2, 2, 30, 0, DateTimeKind.Utc),
        Demonstration = false,
        Country = Figures(4, 1, 3, 1, 60_000, 10_000),
        People = new PeopleFigures
        {
            Placed = 1234,
            Asked = 1000,
            NotAsked = 234,
            WantsContact = 600,
            Declines = 300,
            Undecided = 100,
            AwaitingBranch = 50,
            WithBranch = 150,
            Matched = 350,
        },
        ActivityTypes =
        [
            new()
            {
                Key = "cafe", NameDa = "Café", NameEn = "Café (en)", DescriptionDa = "Kaffe.", DescriptionEn = "Coffee.",
                Branches = 1, Municipalities = 1, PopulationCovered = 10_000, BranchesDocumented = 1,
            },
        ],
        Regions =
        [
            new() { Code = "1081", NameDa = "Region Nord", NameEn = "North Region", Figures = Figures(3, 1, 2, 1, 30_000, 10_000) },
            new() { Code = "1082", NameDa = "Region Øst", NameEn = "East Region", Figures = Figures(1, 0, 1, 0, 30_000, 0) },
        ],
        Municipalities =
        [
            Municipality("0101", "Aaby", "1081", 10_000, 2, 1, 0),
            Municipality("0102", "Bæk", "1081", 20_000, 1, 0, 1),
            Municipality("0103", "Ærø", "1082", 30_000, 1, 0, 2),
        ],
        Branches =
        [
            Branch("aaby", "Røde Kors Aaby", "0101", new ActivityCoverage { TypeKey = "cafe", Title = "Café & kage <i>", Weekday = "TUESDAY", Origin = OriginNames.Entered }),
            Branch("aaby-oest", "Røde Kors Aaby Øst", "0101"),
            Branch("baek", "Røde Kors Bæk", "0102"),
            Branch("aeroe", "Røde Kors Ærø", "0103"),
        ],
    };

    public static BranchCoverage Branch(string slug, string name, string municipality, params ActivityCoverage[] activities) => new()
    {
        Slug = slug,
        Name = name,
        MunicipalityCode = municipality,
        Town = "Byen",
        Verified = false,
        Origin = OriginNames.Entered,
        HasIntegrationActivities = activities.Length > 0,
        Activities = activities,
    };

    private static MunicipalityCoverage Municipality(
        string code, string name, string region, int population, int branches, int active, int column) => new()
        {
            Code = code,
            Name = name,
            RegionCode = region,
            Population = population,
            Branches = branches,
            BranchesWithIntegrationActivities = active,
            Covered = active > 0,
            Origin = active > 0 ? OriginNames.Entered : null,
            BranchesDocumented = branches,
            BranchesWithIntegrationActivitiesDocumented = active,
            TileColumn = column,
            TileRow = 0,
            TileAbbreviation = name[..2].ToUpperInvariant(),
        };

    private static CoverageFigures Figures(int branches, int active, int municipalities, int covered, int population, int populationCovered) => new()
    {
        Branches = branches,
        BranchesWithIntegrationActivities = active,
        Municipalities = municipalities,
        MunicipalitiesCovered = covered,
        Population = population,
        PopulationCovered = populationCovered,
        Documented = new() { Branches = branches, BranchesWithIntegrationActivities = active, MunicipalitiesCovered = covered, PopulationCovered = populationCovered },
    };
}
