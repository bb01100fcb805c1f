using Integration.Graph.Server.Activities;
using Integration.Graph.Server.Branches;
using Integration.Graph.Server.Municipalities;

namespace Integration.Graph.Server.Storage.Seeding;

/// <summary>The checked content of the seed data's files.</summary>
internal sealed record SeedData
{
    public required SeedTable<Region> Regions { get; init; }
    public required SeedTable<Municipality> Municipalities { get; init; }
    public required SeedTable<Nationality> Nationalities { get; init; }
    public required SeedTable<Language> Languages { get; init; }
    public required SeedTable<PostalDistrict> PostalDistricts { get; init; }
    public required SeedTable<ActivityType> ActivityTypes { get; init; }
    public required SeedTable<Branch> Branches { get; init; }
    public required SeedTable<AsylumCentre> Centres { get; init; }
    public required SeedTable<Activity> Activities { get; init; }

    /// <summary>Decisions 2010 to 2024 by nationality.</summary>
    public required IReadOnlyDictionary<string, int> Granted { get; init; }

    /// <summary>Persons that a municipality was to receive; a municipality without a known quota is missing.</summary>
    public required IReadOnlyDictionary<string, int> Quotas { get; init; }

    /// <summary>Slugs of the centres whose existence is sure and that have no known end.</summary>
    public required IReadOnlySet<string> OpenCentres { get; init; }

    /// <summary>Slugs of the centres for unaccompanied children.</summary>
    public required IReadOnlySet<string> ChildrensCentres { get; init; }

    /// <summary>Reads and checks every row, those that are not loaded too.</summary>
    /// <exception cref="SeedDataException">Rows are wrong; all of them are listed.</exception>
    public static SeedData Read(SeedSource source)
    {
        var problems = new SeedProblems();
        var data = new SeedReader(source, problems).Read();
        problems.ThrowIfAny();
        return source.Assumed
            ? data
            : data with
            {
                Branches = data.Branches.Where(x => x.Origin != Origin.Assumed),
                Activities = data.Activities.Where(x => x.Origin != Origin.Assumed),
            };
    }
}

/// <summary>The rows of one file, each with the key by which it is known in every database.</summary>
internal sealed record SeedTable<T>(string File, IReadOnlyList<SeedEntity<T>> Rows)
{
    public IReadOnlySet<string> Keys { get; } = Rows.Select(x => x.Key).ToHashSet();

    public IEnumerable<T> Entities => Rows.Select(x => x.Entity);

    /// <summary>The table with some of its rows.</summary>
    public SeedTable<T> Where(Func<T, bool> keep) => new(File, [.. Rows.Where(x => keep(x.Entity))]);
}

/// <summary>One row: its key in the file, what it was made from, and what it becomes.</summary>
internal sealed record SeedEntity<T>(string Key, string Fingerprint, T Entity);
