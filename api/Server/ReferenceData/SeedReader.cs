using System.Globalization;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Activities;
using Integration.Graph.Server.Branches;
using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.Municipalities;

namespace Integration.Graph.Server.ReferenceData;

/// <summary>Reads the seed data files and checks what each must contain.</summary>
internal sealed class SeedReader(SeedSource source, SeedProblems problems)
{
    private const int MunicipalityCount = 98;

    private readonly Dictionary<string, int> _granted = [];
    private readonly Dictionary<string, int> _quotas = [];
    private readonly HashSet<string> _openCentres = [];
    private readonly HashSet<string> _childrensCentres = [];

    public SeedData Read()
    {
        foreach (var file in source.UnknownFiles)
        {
            problems.Add(Path.Combine(source.Own!, file), 0, $"this file is not one of the seed files; these are {string.Join(", ", SeedSource.Files)}");
        }

        var regions = Table("regions.csv", "code,name_da,name_en", x => x.Digits("code", 4), (row, code) =>
            new Region { Code = code, NameDa = row.Text("name_da"), NameEn = row.Text("name_en") });
        var municipalities = Municipalities(regions);
        var nationalities = Table("nationalities.csv", "alpha2,alpha3,name_en,name_da,adjective_da,granted_2010_2024_unhcr",
            CodeOfNationality, Nationality);
        var languages = Table("languages.csv", "iso639_1,iso639_3,name_da,name_en,endonym,direction",
            x => x.Letters("iso639_3", 3, capital: false), Language);
        var districts = Table("postal_codes.csv", "postal_code,town,municipality_code,latitude,longitude",
            x => x.Digits("postal_code", 4), (row, code) => new PostalDistrict
            {
                Code = code,
                Town = row.Text("town"),
                MunicipalityCode = row.Reference("municipality_code", municipalities.Keys, municipalities.File),
                Latitude = row.Latitude(),
                Longitude = row.Longitude(),
            });
        var types = Table("activity_types.csv", "key,origin,is_integration,name_da,name_en,description_da,description_en",
            x => x.Key("key"), ActivityType);
        var branches = Table("branches.csv",
            "slug,name,municipality_code,town,postal_code,latitude,longitude,capacity,origin,source",
            x => x.Key("slug"), (row, slug) => Branch(row, slug, municipalities.Keys));
        var centres = Table("asylum_centres.csv",
            "slug,name,operator,municipality_code,type,postal_code,latitude,longitude,coord_precision,opened_year,closed_year,verified",
            x => x.Key("slug"), (row, slug) => Centre(row, slug, municipalities.Keys));
        var activities = Activities(branches, centres, types);
        Quotas(municipalities.Keys);

        return new SeedData
        {
            Regions = regions,
            Municipalities = municipalities,
            Nationalities = nationalities,
            Languages = languages,
            PostalDistricts = districts,
            ActivityTypes = types,
            Branches = branches,
            Centres = centres,
            Activities = activities,
            Granted = _granted,
            Quotas = _quotas,
            OpenCentres = _openCentres,
            ChildrensCentres = _childrensCentres,
        };
    }

    private SeedTable<T> Table<T>(
        string file, string columns, Func<SeedRow, string> key, Func<SeedRow, string, T> make, SeedProblems? into = null)
    {
        var entities = new List<SeedEntity<T>>();
        var lines = new Dictionary<string, long>();
        foreach (var row in SeedFile.Read(source, file, columns, into ?? problems))
        {
            var name = key(row);
            if (!lines.TryAdd(name, row.Line))
            {
                row.Problem(string.Create(CultureInfo.InvariantCulture, $"'{name}' is already in line {lines[name]}"));
            }
            else
            {
                entities.Add(new(name, row.Fingerprint, make(row, name)));
            }
        }
        return new(file, entities);
    }

    private SeedTable<Municipality> Municipalities(SeedTable<Region> regions)
    {
        const string File = "municipalities.csv";
        var cells = new Dictionary<(int, int), string>();
        var table = Table(File,
            "code,name,region_code,population_2020,latitude,longitude,seat_town,seat_postal_code,tile_col,tile_row,tile_abbr",
            x => x.Digits("code", 4), (row, code) =>
            {
                var municipality = new Municipality
                {
                    Code = code,
                    Name = row.Text("name"),
                    RegionCode = row.Reference("region_code", regions.Keys, regions.File),
                    Population = row.Number("population_2020", 1, 2_000_000),
                    Latitude = row.Latitude(),
                    Longitude = row.Longitude(),
                    TileColumn = row.Number("tile_col", 0, 99),
                    TileRow = row.Number("tile_row", 0, 99),
                    TileAbbreviation = row.Text("tile_abbr"),
                };
                if (!cells.TryAdd((municipality.TileColumn, municipality.TileRow), code))
                {
                    row.Problem(string.Create(CultureInfo.InvariantCulture,
                        $"tile cell {municipality.TileColumn},{municipality.TileRow} already belongs to {cells[(municipality.TileColumn, municipality.TileRow)]}"));
                }

                return municipality;
            });
        if (table.Rows.Count != MunicipalityCount)
        {
            problems.Add(File, 0, $"{table.Rows.Count} municipalities, but Denmark has {MunicipalityCount}");
        }

        return table;
    }

    private static string CodeOfNationality(SeedRow row) => row.Optional("alpha2") is null && row.Optional("alpha3") == "XXA"
        ? "XXA"
        : row.Letters("alpha2", 2, capital: true);

    private Nationality Nationality(SeedRow row, string code)
    {
        _granted[code] = row.Number("granted_2010_2024_unhcr", 0, 1_000_000);
        return new Nationality { Code = code, NameDa = row.Text("name_da"), NameEn = row.Text("name_en") };
    }

    private static Language Language(SeedRow row, string code) => new()
    {
        Code = code,
        NameDa = row.Text("name_da"),
        NameEn = row.Text("name_en"),
        Endonym = row.Text("endonym"),
        RightToLeft = row.Choice("direction", ("ltr", false), ("rtl", true)),
    };

    private static ActivityType ActivityType(SeedRow row, string key) => new()
    {
        Key = key,
        NameDa = row.Text("name_da"),
        NameEn = row.Text("name_en"),
        DescriptionDa = row.Text("description_da"),
        DescriptionEn = row.Text("description_en"),
        IsIntegration = row.Truth("is_integration"),
    };

    private static Branch Branch(SeedRow row, string slug, IReadOnlySet<string> municipalities)
    {
        var (origin, source) = OriginOf(row);
        return new Branch
        {
            Id = Ids.OfBranch(slug),
            Slug = slug,
            Name = row.Text("name"),
            MunicipalityCode = row.Reference("municipality_code", municipalities, "municipalities.csv"),
            Town = row.Text("town"),
            PostalCode = row.Digits("postal_code", 4),
            Latitude = row.Latitude(),
            Longitude = row.Longitude(),
            Capacity = row.Number("capacity", 0, 1000),
            Origin = origin,
            Source = source,
        };
    }

    // A row without an origin was entered by the author of the file.
    private static (Origin Origin, string? Source) OriginOf(SeedRow row)
    {
        var origin = row.Choice("origin", ("DOCUMENTED", Origin.Documented), ("ASSUMED", Origin.Assumed), ("ENTERED", Origin.Entered), ("", Origin.Entered));
        var source = row.Optional("source");
        if (origin == Origin.Documented && !(Uri.TryCreate(source, UriKind.Absolute, out var page) && page.Scheme is "http" or "https"))
        {
            row.Problem("source must be the address of a page that documents it, for example https://www.example.org/about, because origin is DOCUMENTED");
        }

        if (origin == Origin.Assumed && source is null)
        {
            row.Problem("source is empty; it must name the rule of the assumption, because origin is ASSUMED");
        }

        return (origin, source);
    }

    private AsylumCentre Centre(SeedRow row, string slug, IReadOnlySet<string> municipalities)
    {
        var (text, kind) = (row.Text("operator"), CentreOperator.Municipality);
        if (!municipalities.Contains(text))
        {
            kind = row.Choice("operator", ("RED_CROSS", CentreOperator.RedCross),
                ("PRISON_SERVICE", CentreOperator.PrisonService), ("UNKNOWN", CentreOperator.Unknown));
        }

        var closed = row.OptionalNumber("closed_year", 1984, 2100);
        if (closed is null && kind is CentreOperator.RedCross or CentreOperator.Municipality
            && row.Choice("verified", ("true", true), ("partial", true), ("false", false)))
        {
            _openCentres.Add(slug);
        }

        if (row.Choice("type", ("children", true), ("reception", false), ("accommodation", false), ("departure", false)))
        {
            _childrensCentres.Add(slug);
        }

        return new AsylumCentre
        {
            Id = Ids.OfCentre(slug),
            Slug = slug,
            Name = row.Text("name"),
            Operator = kind,
            MunicipalityCode = row.Reference("municipality_code", municipalities, "municipalities.csv"),
            ClosedYear = closed,
        };
    }

    private SeedTable<Activity> Activities(SeedTable<Branch> branches, SeedTable<AsylumCentre> centres, SeedTable<ActivityType> types)
    {
        const string File = "activities.csv";
        var assumed = branches.Rows.Where(x => x.Entity.Origin == Origin.Assumed).Select(x => x.Key).ToHashSet();
        // The shipped activities belong to the shipped branches and centres, and may not fit the operator's own.
        var replaced = source.IsOwn(File) ? [] : new[] { branches.File, centres.File, types.File }.Where(source.IsOwn).ToList();
        var found = replaced.Count == 0 ? problems : new SeedProblems();
        var table = Table(File, "key,branch,centre,activity_type,title,weekday,opens_on,closes_on,origin,source", x => x.Key("key"), (row, key) =>
        {
            var (branch, centre) = (row.Optional("branch"), row.Optional("centre"));
            if (branch is null == centre is null)
            {
                row.Problem("exactly one of branch and centre must be given");
            }

            var type = row.Reference("activity_type", types.Keys, types.File);
            if (branch is not null)
            {
                row.Reference("branch", branches.Keys, branches.File);
            }

            var (origin, page) = OriginOf(row);
            if (branch is not null && origin != Origin.Assumed && assumed.Contains(branch))
            {
                row.Problem($"origin is {origin.SchemaName()}, but {branches.File} says that the branch '{branch}' is ASSUMED");
            }

            var activity = new Activity
            {
                Id = Ids.Stable("activity:" + key),
                ActivityTypeKey = type,
                Title = row.Text("title"),
                BranchId = branch is null ? null : Ids.OfBranch(branch),
                CentreId = centre is null ? null : Ids.OfCentre(row.Reference("centre", centres.Keys, centres.File)),
                Weekday = row.Choice<Weekday?>("weekday", [("", null), .. Enum.GetValues<Weekday>().Select(x => (x.ToString().ToLowerInvariant(), (Weekday?)x))]),
                OpensOn = row.Day("opens_on"),
                ClosesOn = row.OptionalDay("closes_on"),
                Origin = origin,
                Source = page,
            };
            if (activity.ClosesOn <= activity.OpensOn)
            {
                row.Problem("closes_on is not after opens_on");
            }

            return activity;
        }, found);
        if (replaced.Count > 0 && found.Found.Count > 0)
        {
            problems.Add(File, 0, $"the shipped file does not fit {string.Join(" and ", replaced.Select(source.NameOf))} (first: {found.Found[0]}); "
                + $"put a file of this name into {source.Own}, with only the header if there are no activities");
        }

        return table;
    }

    private void Quotas(IReadOnlySet<string> municipalities) =>
        Table("municipality_quota.csv", "municipality_code,name,year,quota,status",
            x => x.Reference("municipality_code", municipalities, "municipalities.csv"), (row, code) =>
            {
                row.Number("year", 1984, 2100);
                row.Choice("status", ("", 0), ("final", 0), ("provisional", 0), ("zero", 0));
                if (row.OptionalNumber("quota", 0, 100_000) is { } quota)
                {
                    _quotas[code] = quota;
                }

                return code;
            });
}
