using Integration.Graph.Site.Components;
using Integration.Graph.Site.Output;
using Integration.Graph.Site.Report;

namespace Integration.Graph.Site;

/// <summary>Generates the static site of a report. The same report always gives the same bytes.</summary>
internal static class SiteGenerator
{
    /// <summary>Generator name in the pages. It also identifies a folder as an earlier site.</summary>
    public const string Name = "Integration.Graph.Site";

    /// <summary>Writes the site into a folder that does not exist yet or is empty, and returns the number of pages.</summary>
    /// <exception cref="SiteException">The report is inconsistent, or two pages have the same path.</exception>
    public static async Task<int> GenerateAsync(CoverageReport report, string outputDirectory, CancellationToken cancellationToken)
    {
        var problems = ReportCheck.Problems(report);
        if (problems.Count > 0)
        {
            throw new SiteException($"The report is inconsistent: {string.Join("; ", problems.Take(5))}.");
        }

        var folder = new SiteFolder(outputDirectory);
        foreach (var asset in new[] { SitePaths.StyleSheet, SitePaths.Icon })
        {
            await folder.WriteAsync(asset, Asset(asset), "an asset", cancellationToken);
        }

        await using var renderer = new PageRenderer();
        var pages = 0;
        foreach (var page in PageList.For(report))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var origin = string.Join(' ', page.Parameters.Values.Prepend(page.Component.Name));
            await folder.WriteAsync(page.File, await renderer.RenderAsync<PageHost>(new Dictionary<string, object?> { [nameof(PageHost.Page)] = page }), origin, cancellationToken);
            pages++;
        }
        return pages;
    }

    private static string Asset(string name)
    {
        using var stream = typeof(SiteGenerator).Assembly.GetManifestResourceStream($"Assets.{name}")
            ?? throw new InvalidOperationException($"The asset {name} is not embedded in the program.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
