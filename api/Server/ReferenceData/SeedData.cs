using Integration.Graph.Server.Activities;
using Integration.Graph.Server.Branches;
using Integration.Graph.Server.Municipalities;

namespace Integration.Graph.Server.ReferenceData;

/// <summary>The checked content of the seed data files.</summary>
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

    /// <summary>Quota of persons by municipality. Municipalities without a known quota are missing.</summary>
    public required IReadOnlyDictionary<string, int> Quotas { get; init; }

    /// <summary>Slugs of the centres that certainly exist and have no known closing year.</summary>
    public required IReadOnlySet<string> OpenCentres { get; init; }

    /// <summary>Slugs of the centres for unaccompanied children.</summary>
    public required IReadOnlySet<string> ChildrensCentres { get; init; }

    /// <summary>Reads and checks every row, including those that are not loaded.</summary>
    /// <exception cref="SeedDataException">Rows are invalid; the message lists all of them.</exception>
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

/// <summary>The rows of one file, each with the key that identifies it in every database.</summary>
internal sealed record SeedTable<T>(string File, IReadOnlyList<SeedEntity<T>> Rows)
{
    public IReadOnlySet<string> Keys { get; } = Rows.Select(x => x.Key).ToHashSet();

    public IEnumerable<T> Entities => Rows.Select(x => x.Entity);

    /// <summary>Returns the table with some of its rows.</summary>
    public SeedTable<T> Where(Func<T, bool> keep) => new(File, [.. Rows.Where(x => keep(x.Entity))]);
}

/// <summary>One row: its key in the file, a fingerprint of its values, and the entity created from them.</summary>
internal sealed record SeedEntity<T>(string Key, string Fingerprint, T Entity);
