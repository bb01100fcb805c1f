using System.Runtime.CompilerServices;

namespace Integration.Graph.Tests;

public sealed class NodePackageTests
{
    /// <summary>A warning is about a package that requires a newer Node, or that is deprecated.</summary>
    [Fact]
    public async Task Npm_installs_every_package_of_the_repository_without_a_warning()
    {
        var folders = Directory.EnumerateFiles(Repository(), "package-lock.json", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 5 })
            .Select(file => Path.GetDirectoryName(file)!).Where(folder => !folder.Contains("node_modules", StringComparison.Ordinal) && !folder.Contains("/bin/", StringComparison.Ordinal)).ToList();
        folders.Count.ShouldBeGreaterThanOrEqualTo(5);

        foreach (var folder in folders)
        {
            var (_, said) = await new NodePackage(folder).RunBothAsync("npm", ["ci", "--dry-run", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=warn"], null, null);

            said.ShouldNotContain("npm warn", customMessage: folder);
        }
    }

    /// <summary>A package that npm installed despite a warning does not hide the warning from the next run.</summary>
    [Fact]
    public void A_warning_of_npm_fails_each_run_until_it_is_gone()
    {
        var folder = Directory.CreateTempSubdirectory("integration-graph-npm-");
        try
        {
            const string Engines = "\"engines\": { \"node\": \">=99\" }";
            Directory.CreateDirectory(Path.Combine(folder.FullName, "part"));
            File.WriteAllText(Path.Combine(folder.FullName, "part", "package.json"), "{ \"name\": \"part\", \"version\": \"1.0.0\" }");
            File.WriteAllText(Path.Combine(folder.FullName, "package.json"),
                $$"""{ "name": "whole", "private": true, {{Engines}}, "dependencies": { "part": "file:part" } }""");
            File.WriteAllText(Path.Combine(folder.FullName, "package-lock.json"), $$"""
                { "name": "whole", "lockfileVersion": 3, "requires": true, "packages": {
                    "": { "name": "whole", {{Engines}}, "dependencies": { "part": "file:part" } },
                    "node_modules/part": { "resolved": "part", "link": true },
                    "part": { "version": "1.0.0" } } }
                """);
            var package = new NodePackage(folder.FullName);

            for (var run = 1; run <= 2; run++)
            {
                Should.Throw<InvalidOperationException>(package.Install, $"run {run}").Message.ShouldContain("npm warn EBADENGINE");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Repository([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "../../.."));
}
