using System.Reflection;
using System.Text.RegularExpressions;
using Integration.Graph.Engine.EntityFramework;
using Integration.Graph.Engine.Types.Resolvers;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Tests.Hosting;
using Integration.Graph.Site.Report;

namespace Integration.Graph.Server.Tests.Architecture;

/// <summary>What each assembly may use. Arrows point one way: engine, adapter and site know nothing of the server.</summary>
public sealed partial class AssemblyTests
{
    [Fact]
    public void The_engine_uses_nothing_but_the_framework() =>
        References(typeof(RequestContext).Assembly).Where(name => !IsFramework(name)).ShouldBeEmpty();

    [Fact]
    public void The_adapter_uses_the_engine_and_the_libraries_of_the_databases()
    {
        var used = References(typeof(RowDatabase).Assembly).Where(name => !IsFramework(name)).ToList();

        used.ShouldContain("Integration.Graph.Engine");
        used.Where(name => name != "Integration.Graph.Engine" && !name.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal)
            && name is not ("Microsoft.Data.Sqlite" or "Npgsql") && !name.StartsWith("SQLitePCLRaw.", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void The_site_uses_neither_the_server_nor_the_engine() =>
        References(typeof(CoverageReport).Assembly).Where(name => name.StartsWith("Integration.Graph", StringComparison.Ordinal)).ShouldBeEmpty();

    [Fact]
    public void The_server_is_the_only_assembly_that_knows_a_refugee()
    {
        References(typeof(GraphContext).Assembly).ShouldContain("Integration.Graph.Engine.EntityFramework");
        foreach (var folder in new[] { "api/Engine", "api/Engine.EntityFramework" })
        {
            var files = Directory.EnumerateFiles(Path.Combine(Readme.Repository, folder), "*.cs", SearchOption.AllDirectories)
                .Where(file => !file.Contains("/obj/", StringComparison.Ordinal)).ToList();
            files.Count.ShouldBeGreaterThan(5);
            // Examples in comments may name types of the product.
            files.SelectMany(file => File.ReadAllLines(file).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && ProductWord().IsMatch(line))
                .Select(line => $"{Path.GetFileName(file)}: {line.Trim()}")).ShouldBeEmpty();
        }
    }

    private static IEnumerable<string> References(Assembly assembly) => assembly.GetReferencedAssemblies().Select(name => name.Name!);

    private static bool IsFramework(string name) => name.StartsWith("System.", StringComparison.Ordinal) || name is "System"
        || name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal) || name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
        || name is "Microsoft.Net.Http.Headers";

    [GeneratedRegex(@"\b(refugees?|persons?|consents?|municipalit\w+|volunteers?|branch(es)?|Danish|Denmark|Red Cross)\b", RegexOptions.IgnoreCase)]
    private static partial Regex ProductWord();
}
