using System.Security.Cryptography;
using System.Text;

namespace Integration.Graph.Server.Storage.Seeding;

/// <summary>Where the seed data comes from, and how much of it is loaded.</summary>
/// <param name="Shipped">The folder with every file.</param>
/// <param name="Own">The operator's folder: a file there takes the place of the shipped file of that name. Null for none.</param>
/// <param name="Assumed">Whether rows of origin <c>ASSUMED</c> are loaded.</param>
internal sealed record SeedSource(string Shipped, string? Own = null, bool Assumed = true)
{
    /// <summary>The files that the seed data consists of.</summary>
    public static IReadOnlyList<string> Files { get; } =
    [
        "regions.csv", "municipalities.csv", "nationalities.csv", "languages.csv", "postal_codes.csv", "activity_types.csv",
        "branches.csv", "asylum_centres.csv", "activities.csv", "municipality_quota.csv",
    ];

    /// <summary>Every row of the files that the build puts beside the program.</summary>
    public static SeedSource Default { get; } = new(Path.Combine(AppContext.BaseDirectory, "seed-data"));

    /// <summary>Changes when any file does, and when assumptions are loaded or left out.</summary>
    public string Hash
    {
        get
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(Encoding.UTF8.GetBytes(Assumed ? "all" : "without assumptions"));
            foreach (var file in Files.Where(x => File.Exists(PathOf(x))))
            {
                hash.AppendData(Encoding.UTF8.GetBytes(file));
                hash.AppendData(File.ReadAllBytes(PathOf(file)));
            }
            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
    }

    /// <summary>Files of the operator's folder that no table is read from.</summary>
    public IEnumerable<string> UnknownFiles => Own is null
        ? []
        : Directory.EnumerateFiles(Own, "*.csv").Select(x => Path.GetFileName(x)).Except(Files).Order(StringComparer.Ordinal);

    /// <summary>Whether the operator has a file of this name.</summary>
    public bool IsOwn(string file) => Own is not null && File.Exists(Path.Combine(Own, file));

    /// <summary>Where a file is read.</summary>
    public string PathOf(string file) => Path.Combine(IsOwn(file) ? Own! : Shipped, file);

    /// <summary>What messages call a file: the operator's files with their folder.</summary>
    public string NameOf(string file) => IsOwn(file) ? PathOf(file) : file;
}
