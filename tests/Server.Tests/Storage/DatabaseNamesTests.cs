using System.Text.RegularExpressions;
using Integration.Graph.Server.Tests.Hosting;

namespace Integration.Graph.Server.Tests.Storage;

/// <summary>Only the storage folders of the server know which databases it runs on.</summary>
public sealed partial class DatabaseNamesTests
{
    private static readonly string Server = Path.Combine(Readme.Repository, "api/Server");

    private static readonly string[] StorageFolders = ["Storage/", "Disclosures/Storage/"];

    // Files outside of these folders that may name a database, each with the reason.
    private static readonly Dictionary<string, string> Exceptions = new()
    {
        ["Hosting/DatabaseCommand.cs"] = "The help of the command line shows a setting as an example.",
        ["Hosting/QuietCategories.cs"] = "A log category has the name of the library that writes it.",
        ["Http/Observability.cs"] = "Telemetry of a library is registered by the library's own method.",
        ["Http/SpanFilter.cs"] = "Sources and tags of spans have the name of the library that writes them.",
    };

    [Fact]
    public void Only_storage_names_a_database()
    {
        var found = Directory.EnumerateFiles(Server, "*.cs", SearchOption.AllDirectories)
            .Select(file => (Name: Path.GetRelativePath(Server, file).Replace('\\', '/'), Code: CodeIn(file)))
            .Where(x => !x.Name.StartsWith("bin/", StringComparison.Ordinal) && !x.Name.StartsWith("obj/", StringComparison.Ordinal))
            .Where(x => !StorageFolders.Any(folder => x.Name.StartsWith(folder, StringComparison.Ordinal)))
            .Where(x => OfDatabase().IsMatch(x.Code))
            .Select(x => x.Name)
            .ToList();

        found.Except(Exceptions.Keys).ShouldBeEmpty("Move what is specific to a database to Storage, for example to StorageMaintenance.");
        Exceptions.Keys.Except(found).ShouldBeEmpty("Remove the exceptions that are no longer needed.");
    }

    // Comments may name a database, where it is the reason for the code.
    private static string CodeIn(string file) => string.Join('\n', File.ReadLines(file).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));

    // The names of the databases and of their libraries, and statements that are not standard SQL.
    [GeneratedRegex(@"sqlite|npgsql|postgre|vacuum|pragma\s|on conflict|pg_", RegexOptions.IgnoreCase)]
    private static partial Regex OfDatabase();
}
