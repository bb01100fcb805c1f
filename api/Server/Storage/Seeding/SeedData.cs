using System.Security.Cryptography;
using System.Text;
using Integration.Graph.Server.Activities;
using Integration.Graph.Server.Branches;
using Integration.Graph.Server.Municipalities;

namespace Integration.Graph.Server.Storage.Seeding;

/// <summary>The checked content of the folder <c>seed-data</c>.</summary>
internal sealed class SeedData
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

    /// <summary>The folder that the build puts beside the program.</summary>
    public static string DefaultFolder => Path.Combine(AppContext.BaseDirectory, "seed-data");

    /// <summary>Changes when any file does.</summary>
    public static string HashOf(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Files(folder))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetFileName(file)));
            hash.AppendData(File.ReadAllBytes(file));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static IEnumerable<string> Files(string folder) => Directory.Exists(folder)
        ? Directory.GetFiles(folder, "*.csv").Order(StringComparer.Ordinal)
        : [];

    /// <exception cref="SeedDataException">Rows are wrong; all of them are listed.</exception>
    public static SeedData Read(string folder)
    {
        var problems = new SeedProblems();
        var data = new SeedReader(folder, problems).Read();
        problems.ThrowIfAny();
        return data;
    }
}

/// <summary>The rows of one file, each with the key by which it is known in every database.</summary>
internal sealed record SeedTable<T>(string File, IReadOnlyList<SeedEntity<T>> Rows)
{
    public IReadOnlySet<string> Keys { get; } = Rows.Select(x => x.Key).ToHashSet();

    public IEnumerable<T> Entities => Rows.Select(x => x.Entity);
}

/// <summary>One row: its key in the file, what it was made from, and what it becomes.</summary>
internal sealed record SeedEntity<T>(string Key, string Fingerprint, T Entity);
