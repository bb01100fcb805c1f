using System.Security.Cryptography;
using System.Text;

namespace Integration.Graph.Server.ReferenceData;

/// <summary>Source of the seed data, and which rows of it are loaded.</summary>
/// <param name="Shipped">Folder with all shipped files.</param>
/// <param name="Own">The operator's folder; null for none. A file there replaces the shipped file of the same name.</param>
/// <param name="Assumed">Whether rows of origin <c>ASSUMED</c> are loaded.</param>
internal sealed record SeedSource(string Shipped, string? Own = null, bool Assumed = true)
{
    /// <summary>Names of the seed data files.</summary>
    public static IReadOnlyList<string> Files { get; } =
    [
        "regions.csv", "municipalities.csv", "nationalities.csv", "languages.csv", "postal_codes.csv", "activity_types.csv",
        "branches.csv", "asylum_centres.csv", "activities.csv", "municipality_quota.csv",
    ];

    /// <summary>The files that the build puts beside the program, with every row.</summary>
    public static SeedSource Default { get; } = new(Path.Combine(AppContext.BaseDirectory, "seed-data"));

    /// <summary>Hash that changes when any file changes, and when assumptions are loaded or left out.</summary>
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

    /// <summary>CSV files in the operator's folder that are not seed data files.</summary>
    public IEnumerable<string> UnknownFiles => Own is null
        ? []
        : Directory.EnumerateFiles(Own, "*.csv").Select(x => Path.GetFileName(x)).Except(Files).Order(StringComparer.Ordinal);

    /// <summary>Whether the operator has a file of this name.</summary>
    public bool IsOwn(string file) => Own is not null && File.Exists(Path.Combine(Own, file));

    /// <summary>Returns the path from which a file is read.</summary>
    public string PathOf(string file) => Path.Combine(IsOwn(file) ? Own! : Shipped, file);

    /// <summary>Returns the file's name for messages. The operator's files include their folder.</summary>
    public string NameOf(string file) => IsOwn(file) ? PathOf(file) : file;
}
