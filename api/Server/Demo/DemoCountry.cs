using Integration.Graph.Server.Activities;
using Integration.Graph.Server.Branches;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.ReferenceData;

namespace Integration.Graph.Server.Demo;

/// <summary>The facts from which the demonstration world is drawn.</summary>
internal sealed class DemoCountry
{
    // The municipality of the documentation's examples. At its true share, too few persons would live there to show anything.
    private const string Example = "0461";
    private const double ExampleShare = 6;

    private static readonly Dictionary<string, string[]> LanguagesByNationality = new()
    {
        ["SY"] = ["ara", "ara", "ara", "kmr"],
        ["ER"] = ["tir"],
        ["AF"] = ["prs", "prs", "pus"],
        ["IR"] = ["fas", "fas", "ckb"],
        ["XXA"] = ["ara", "ara", "kmr"],
        ["SO"] = ["som"],
        ["RU"] = ["rus", "che"],
        ["IQ"] = ["ara", "ckb"],
        ["ET"] = ["amh", "orm"],
        ["AM"] = ["hye"],
        ["CD"] = ["lin", "fra", "swa"],
        ["UG"] = ["eng", "swa"],
        ["TR"] = ["tur", "kmr"],
        ["SD"] = ["ara"],
        ["PK"] = ["urd"],
        ["LK"] = ["tam"],
        ["AZ"] = ["aze"],
        ["MM"] = ["mya"],
        ["LB"] = ["ara"],
        ["UA"] = ["ukr", "ukr", "rus"],
        ["PS"] = ["ara"],
        ["RW"] = ["fra", "swa"],
        ["EG"] = ["ara"],
        ["CI"] = ["fra"],
        ["CM"] = ["fra", "eng"],
        ["CG"] = ["lin", "fra"],
        ["KG"] = ["rus"],
        ["UZ"] = ["rus"],
        ["KE"] = ["swa", "eng"],
        ["DZ"] = ["ara", "fra"],
        ["TN"] = ["ara", "fra"],
        ["TJ"] = ["rus", "fas"],
        ["YE"] = ["ara"],
        ["ZW"] = ["eng"],
        ["BH"] = ["ara"],
        ["IN"] = ["tam", "eng"],
    };

    public DemoCountry(SeedData data, DateOnly today)
    {
        var integration = data.ActivityTypes.Entities.Where(x => x.IsIntegration).Select(x => x.Key).ToHashSet();
        IntegrationTypes = [.. Stated(integration).Order(StringComparer.Ordinal)];
        foreach (var (code, granted) in data.Granted.OrderBy(x => x.Key, StringComparer.Ordinal))
        {
            Nationalities.Add(code, granted);
        }

        var known = data.Municipalities.Entities.Where(x => data.Quotas.GetValueOrDefault(x.Code) > 0).ToList();
        var perInhabitant = known.Sum(x => (double)data.Quotas[x.Code]) / known.Sum(x => (double)x.Population);
        foreach (var municipality in data.Municipalities.Entities)
        {
            Municipalities.Add(municipality, (municipality.Code == Example ? ExampleShare : 1)
                * (data.Quotas.TryGetValue(municipality.Code, out var quota) ? quota : municipality.Population * perInhabitant));
        }

        AllMunicipalities = [.. data.Municipalities.Entities];

        Centres = [.. data.Centres.Entities.Where(x => data.OpenCentres.Contains(x.Slug) && !data.ChildrensCentres.Contains(x.Slug))];
        ChildrensCentres = [.. data.Centres.Entities.Where(x => data.OpenCentres.Contains(x.Slug) && data.ChildrensCentres.Contains(x.Slug))];
        var open = data.Activities.Entities.Where(x => x.OpensOn <= today && !(x.ClosesOn <= today)).ToList();
        TypesAtCentre = open.Where(x => x.CentreId is not null).ToLookup(x => x.CentreId!.Value, x => x.ActivityTypeKey);
        Branches = data.Branches.Entities
            .Select(x => new DemoBranch(x, [.. Stated([.. open.Where(y => y.BranchId == x.Id && integration.Contains(y.ActivityTypeKey)).Select(y => y.ActivityTypeKey)])]))
            .ToLookup(x => x.Branch.MunicipalityCode);
        PostalDistricts = data.PostalDistricts.Entities.ToLookup(x => x.MunicipalityCode);
    }

    public IReadOnlyList<string> IntegrationTypes { get; }
    public Weighted<string> Nationalities { get; } = new();
    public Weighted<Municipality> Municipalities { get; } = new();
    public IReadOnlyList<Municipality> AllMunicipalities { get; }
    public IReadOnlyList<AsylumCentre> Centres { get; }
    public IReadOnlyList<AsylumCentre> ChildrensCentres { get; }
    public ILookup<long, string> TypesAtCentre { get; }
    public ILookup<string, DemoBranch> Branches { get; }
    public ILookup<string, PostalDistrict> PostalDistricts { get; }

    // An unspecified activity type is never wished for, but a branch may have no other.
    private static IReadOnlyCollection<string> Stated(IReadOnlyCollection<string> types) =>
        types.Where(x => x != ActivityType.Unspecified).ToList() is { Count: > 0 } stated ? stated : types;

    /// <summary>Returns a random first language that is common for the nationality.</summary>
    public static string FirstLanguage(string nationality, DemoRandom random) =>
        LanguagesByNationality.TryGetValue(nationality, out var languages) ? random.Pick(languages) : "eng";
}

/// <summary>A branch, with its volunteers and open referrals so far.</summary>
internal sealed class DemoBranch(Branch branch, string[] integrationTypes)
{
    public Branch Branch => branch;

    /// <summary>Types of the integration activities that are open today; empty if there are none.</summary>
    public IReadOnlyList<string> IntegrationTypes => integrationTypes;

    public List<DemoVolunteer> Volunteers { get; } = [];
    public int OpenReferrals { get; set; }
    public bool IsActive => integrationTypes.Length > 0;
}

/// <summary>A volunteer, with the number of further open matches that he or she can take.</summary>
internal sealed class DemoVolunteer(long id, int capacity, bool mayMeetMinors)
{
    public long Id => id;
    public int Free { get; set; } = capacity;
    public bool MayMeetMinors => mayMeetMinors;
}
