using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Integration.Graph.Site.Tests.Reports;
using Integration.Graph.Site.Texts;

namespace Integration.Graph.Site.Tests.Pages;

public sealed class FiguresTests(SeedSite site)
{
    private readonly SeedExpectation _expected = new(CoverageWorld.Today);

    [Theory]
    [InlineData("index.html", "da")]
    [InlineData("en/index.html", "en")]
    public void The_headline_figures_are_those_of_the_facts(string path, string code)
    {
        var language = SiteLanguage.All.Single(one => one.Texts.Code == code);
        var page = Page(path);
        Texts(page, ".figure .value").ShouldBe(
        [
            language.Number(_expected.ActiveBranches.Count),
            language.Number(_expected.CoveredMunicipalities.Count),
            language.Percent(_expected.PopulationCovered, _expected.Population),
        ]);
        var whole = Texts(page, ".figure .whole").ToList();
        whole[0].ShouldEndWith("220");
        whole[1].ShouldEndWith("98");
        whole[2].ShouldContain(language.Number(_expected.PopulationCovered));
        _expected.ActiveBranches.Count.ShouldBe(60);
    }

    [Fact]
    public void Each_region_shows_its_own_figures()
    {
        foreach (var region in SeedCsv.Read("regions.csv"))
        {
            var municipalities = _expected.Municipalities.Where(one => one["region_code"] == region["code"]).ToList();
            var codes = municipalities.Select(one => one["code"]).ToHashSet();
            var covered = municipalities.Where(one => _expected.CoveredMunicipalities.Contains(one["code"])).ToList();
            Texts(Page($"en/regions/{region["code"]}/index.html"), ".figure .value").ShouldBe(
            [
                SiteLanguage.English.Number(_expected.Branches.Count(branch => codes.Contains(branch["municipality_code"]) && _expected.ActiveBranches.Contains(branch["slug"]))),
                SiteLanguage.English.Number(covered.Count),
                SiteLanguage.English.Percent(covered.Sum(SeedExpectation.Inhabitants), municipalities.Sum(SeedExpectation.Inhabitants)),
            ]);
        }
    }

    [Fact]
    public void Each_municipality_says_whether_it_is_covered_and_lists_its_branches()
    {
        foreach (var municipality in _expected.Municipalities)
        {
            var page = Page($"kommuner/{municipality["code"]}/index.html");
            page.QuerySelector("h1")!.TextContent.ShouldBe(municipality["name"] + " Kommune");
            page.QuerySelector(".status")!.TextContent.ShouldStartWith(
                _expected.CoveredMunicipalities.Contains(municipality["code"]) ? "Kommunen er dækket" : "Kommunen er ikke dækket");
            Texts(page, "tbody th a").ShouldBe(
                _expected.Branches.Where(branch => branch["municipality_code"] == municipality["code"]).Select(branch => branch["name"]),
                ignoreOrder: true);
        }
    }

    [Fact]
    public void Each_branch_lists_its_open_integration_activities_and_no_others()
    {
        foreach (var branch in _expected.Branches)
        {
            var page = Page($"lokalafdelinger/{branch["slug"]}/index.html");
            page.QuerySelector("h1")!.TextContent.ShouldBe(branch["name"]);
            Texts(page, "tbody th").ShouldBe(
                _expected.Open.Where(activity => activity["branch"] == branch["slug"]).Select(activity => activity["title"]),
                ignoreOrder: true);
        }
    }

    [Fact]
    public void Each_activity_type_shows_how_many_branches_and_municipalities_it_reaches()
    {
        ShouldShowTypes(Page("index.html"), _expected.Municipalities.Select(one => one["code"]).ToHashSet());
        foreach (var region in SeedCsv.Read("regions.csv"))
        {
            ShouldShowTypes(
                Page($"regioner/{region["code"]}/index.html"),
                _expected.Municipalities.Where(one => one["region_code"] == region["code"]).Select(one => one["code"]).ToHashSet());
        }
    }

    [Fact]
    public async Task The_people_stand_on_the_front_page_with_their_shares_and_nowhere_else()
    {
        using var folder = new TemporaryFolder();
        await SiteGenerator.GenerateAsync(SmallReport.Make(), folder["site"], CancellationToken.None);
        var page = await new HtmlParser().ParseDocumentAsync(File.ReadAllText(folder["site/index.html"]));
        page.QuerySelectorAll("table.people tbody tr")
            .Select(row => string.Join(" | ", row.QuerySelectorAll("td").Select(cell => cell.TextContent.Trim())))
            .ShouldBe(
            [
                "1.234 | ",
                "234 | 19,0\u00a0% af de placerede",
                "1.000 | 81,0\u00a0% af de placerede",
                "300 | 30,0\u00a0% af de spurgte",
                "100 | 10,0\u00a0% af de spurgte",
                "600 | 60,0\u00a0% af de spurgte",
                "50 | 8,3\u00a0% af dem, der ønsker kontakt",
                "150 | 25,0\u00a0% af dem, der ønsker kontakt",
                "350 | 58,3\u00a0% af dem, der ønsker kontakt",
                "50 | 8,3\u00a0% af dem, der ønsker kontakt",
            ]);
        // Only the front pages contain figures about persons. All other pages are the same, byte for byte, for a report
        // without persons.
        var nobody = SmallReport.Make() with
        {
            People = new() { Placed = 0, Asked = 0, NotAsked = 0, WantsContact = 0, Declines = 0, Undecided = 0, AwaitingBranch = 0, WithBranch = 0, Matched = 0 },
        };
        await SiteGenerator.GenerateAsync(nobody, folder["nobody"], CancellationToken.None);
        var with = TemporaryFolder.FilesOf(folder["site"]);
        var without = TemporaryFolder.FilesOf(folder["nobody"]);
        with.Where(file => file.Value != without[file.Key]).Select(file => file.Key).ShouldBe(["en/index.html", "index.html"]);
    }

    [Fact]
    public async Task Marks_are_explained_where_they_are_used_and_only_there()
    {
        using var folder = new TemporaryFolder();
        var report = SmallReport.Make();
        await SiteGenerator.GenerateAsync(report, folder["plain"], CancellationToken.None);
        TemporaryFolder.FilesOf(folder["plain"]).Values.ShouldAllBe(page => !page.Contains("[r]") && !page.Contains("[x]"));

        await SiteGenerator.GenerateAsync(report with { Revision = 2, People = report.People with { WantsContact = 0 } }, folder["marked"], CancellationToken.None);
        foreach (var (path, page) in TemporaryFolder.FilesOf(folder["marked"]).Where(file => file.Key.EndsWith(".html", StringComparison.Ordinal)))
        {
            var document = new HtmlParser().ParseDocument(page);
            var explained = Texts(document, ".markers dt").ToList();
            explained.ShouldBe(path.EndsWith("/index.html", StringComparison.Ordinal) && path != "en/index.html" || path.EndsWith("404.html", StringComparison.Ordinal)
                ? ["[r]"]
                : ["[r]", "[x]"], path);
            document.QuerySelector("footer")!.TextContent.ShouldContain("[r]");
        }
    }

    private void ShouldShowTypes(IHtmlDocument page, HashSet<string> municipalities)
    {
        var municipalityOf = _expected.Branches
            .Where(branch => municipalities.Contains(branch["municipality_code"]))
            .ToDictionary(branch => branch["slug"], branch => branch["municipality_code"]);
        var rows = page.QuerySelectorAll("section[aria-labelledby=types] tbody tr").ToList();
        var types = SeedCsv.Read("activity_types.csv").Where(type => type["is_integration"] == "true").ToList();
        rows.Count.ShouldBe(types.Count);
        foreach (var type in types)
        {
            var offering = _expected.Open
                .Where(activity => activity["activity_type"] == type["key"] && municipalityOf.ContainsKey(activity["branch"]))
                .Select(activity => activity["branch"]).ToHashSet();
            var row = rows.Single(one => one.QuerySelector("th")!.FirstChild!.TextContent.Trim() == type["name_da"]);
            row.QuerySelectorAll("td").Select(cell => cell.TextContent.Trim()).ShouldBe(
            [
                SiteLanguage.Danish.Number(offering.Count),
                SiteLanguage.Danish.Number(offering.Select(slug => municipalityOf[slug]).ToHashSet().Count),
            ]);
        }
    }

    private IHtmlDocument Page(string path) => new HtmlParser().ParseDocument(File.ReadAllText(Path.Combine(site.Root, path)));

    private static IEnumerable<string> Texts(IHtmlDocument page, string selector) =>
        page.QuerySelectorAll(selector).Select(element => element.TextContent.Trim());
}
