namespace Integration.Graph.Tests;

public sealed class NodePackageTests
{
    /// <summary>What npm has installed in spite of a warning does not hide it from the next run.</summary>
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
                Should.Throw<InvalidOperationException>(package.Install, $"run {run}").Message.ShouldContain("npm warn EBADENGINE");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
