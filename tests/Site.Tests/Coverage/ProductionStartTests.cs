using AngleSharp.Html.Parser;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Site.Tests.Reports;
using Integration.Graph.Site.Texts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Integration.Graph.Site.Tests.Coverage;

/// <summary>The data that a server outside Development loads and publishes at its first start.</summary>
public sealed class ProductionStartTests
{
    [Theory]
    [BothDatabases]
    public async Task An_empty_database_gets_what_is_documented_and_the_front_page_says_20_municipalities_and_36_0_percent(DatabaseKind kind)
    {
        await using var host = await SiteHost.StartAsync(TestDatabase.Empty(kind), initialize: true);
        await host.PublishedAsync();
        var documented = new SeedExpectation(DateOnly.FromDateTime(DateTime.UtcNow), assumed: false);

        await using (var context = await host.Services.GetRequiredService<IDbContextFactory<GraphContext>>().CreateDbContextAsync())
        {
            (await context.Branches.Select(branch => branch.Slug).ToListAsync()).ShouldBe(documented.Branches.Select(branch => branch["slug"]), ignoreOrder: true);
            (await context.Activities.Select(activity => activity.Source).ToListAsync()).ShouldBe(documented.Open.Select(activity => activity["source"]), ignoreOrder: true);
            (await context.Refugees.CountAsync()).ShouldBe(0);
        }
        documented.Branches.Count.ShouldBe(71);
        documented.ActiveBranches.Count.ShouldBe(23);

        foreach (var (path, language, share) in new[] { ("/", SiteLanguage.Danish, "36,0\u00a0%"), ("/en/", SiteLanguage.English, "36.0%") })
        {
            var page = new HtmlParser().ParseDocument(await host.Client.GetStringAsync(new Uri(path, UriKind.Relative)));
            page.QuerySelectorAll(".figure .value").Select(value => value.TextContent.Trim()).ShouldBe(["23", "20", share]);
            page.QuerySelectorAll(".notice").ShouldBeEmpty();
            page.QuerySelector("footer")!.TextContent.ShouldContain(language.Texts.SourceDocumented + " " + language.Texts.SourcePopulation);
        }
        // The share follows from the files alone: the population of the municipalities with a branch whose page shows
        // integration activities.
        (documented.CoveredMunicipalities.Count, decimal.Round(100m * documented.PopulationCovered / documented.Population, 1)).ShouldBe((20, 36.0m));
    }
}
