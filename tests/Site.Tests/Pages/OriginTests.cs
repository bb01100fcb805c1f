using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Integration.Graph.Site.Report;
using Integration.Graph.Site.Tests.Reports;
using Integration.Graph.Site.Texts;

namespace Integration.Graph.Site.Tests.Pages;

/// <summary>Statements on the pages about the origin of branches and activities.</summary>
public sealed class OriginTests(SeedSite site)
{
    [Theory]
    [InlineData("index.html", "da")]
    [InlineData("en/index.html", "en")]
    public void Figures_that_rest_on_assumptions_say_so_and_what_is_left_without_them(string path, string code)
    {
        var language = SiteLanguage.All.Single(one => one.Texts.Code == code);
        var documented = new SeedExpectation(CoverageWorld.Today, assumed: false);
        var all = new SeedExpectation(CoverageWorld.Today);

        var page = Page(site.Root, path);

        page.QuerySelector("section[aria-labelledby=figures] > p")!.TextContent.ShouldBe(SiteTexts.Fill(
            language.Texts.FiguresAssumed, "23", "71", "20", "98", language.Percent(documented.PopulationCovered, all.Population)));
        language.Percent(documented.PopulationCovered, all.Population).ShouldStartWith(code == "da" ? "36,0" : "36.0");
        page.QuerySelector("section[aria-labelledby=types] > p + p")!.TextContent.ShouldContain("23");
        page.QuerySelector("footer")!.TextContent.ShouldNotContain("Røde Kors");
        page.QuerySelector("footer")!.TextContent.ShouldContain(language.Texts.SourceAssumed);
    }

    [Fact]
    public void Every_page_with_assumptions_behind_it_says_so_at_its_head()
    {
        foreach (var (path, html) in Pages(site.Root))
        {
            Notices(html).ShouldBe([SiteOf(path).NoticeAssumed], path);
        }
    }

    [Fact]
    public void A_municipality_that_only_an_assumption_covers_says_so()
    {
        var documented = new SeedExpectation(CoverageWorld.Today, assumed: false);
        var all = new SeedExpectation(CoverageWorld.Today);
        foreach (var code in all.CoveredMunicipalities)
        {
            Page(site.Root, $"kommuner/{code}/index.html").QuerySelector("main")!.TextContent.Contains(SiteLanguage.Danish.Texts.MunicipalityAssumed, StringComparison.Ordinal)
                .ShouldBe(!documented.CoveredMunicipalities.Contains(code), code);
        }
    }

    [Fact]
    public void Each_branch_and_each_activity_says_where_it_comes_from()
    {
        var activities = SeedCsv.Read("activities.csv").ToLookup(row => row["branch"]);
        foreach (var branch in new SeedExpectation(CoverageWorld.Today).Branches)
        {
            var page = Page(site.Root, $"en/branches/{branch["slug"]}/index.html");
            var note = page.QuerySelectorAll("main > p.note").ShouldHaveSingleItem();
            if (branch["origin"] == "DOCUMENTED")
            {
                note.QuerySelector("a")!.GetAttribute("href").ShouldBe(new Uri(branch["source"]).AbsoluteUri);
            }
            else
            {
                note.TextContent.ShouldBe(SiteLanguage.English.Texts.BranchAssumed);
            }

            foreach (var row in page.QuerySelectorAll("section[aria-labelledby=activities] tbody tr"))
            {
                var activity = activities[branch["slug"]].Single(one => one["title"] == row.QuerySelector("th")!.TextContent.Trim());
                row.QuerySelector(".note")!.TextContent.ShouldStartWith(activity["origin"] == "DOCUMENTED" ? "Documented: " : "Assumption without a source");
            }
        }
    }

    [Fact]
    public async Task Without_assumptions_nothing_is_said_of_any()
    {
        using var folder = new TemporaryFolder();
        await SiteGenerator.GenerateAsync(SmallReport.Make(), folder["site"], CancellationToken.None);
        foreach (var (path, html) in Pages(folder["site"]))
        {
            Notices(html).ShouldBeEmpty(path);
            html.QuerySelectorAll("section[aria-labelledby=figures] > p").ShouldBeEmpty(path);
            html.QuerySelector("footer")!.TextContent.ShouldContain(SiteOf(path).SourceEntered);
        }
    }

    [Fact]
    public async Task Every_page_of_a_demonstration_world_says_so_in_its_language()
    {
        using var folder = new TemporaryFolder();
        await SiteGenerator.GenerateAsync(SmallReport.Make() with { Demonstration = true }, folder["site"], CancellationToken.None);
        foreach (var (path, html) in Pages(folder["site"]))
        {
            Notices(html).ShouldBe([SiteOf(path).NoticeDemonstration], path);
        }
        // Printed too: no print rule hides it.
        File.ReadAllText(folder["site/site.css"]).Split("@media print")[1].ShouldNotContain("site-header");
    }

    [Fact]
    public async Task A_report_from_before_origins_were_recorded_is_read_and_warns()
    {
        using var folder = new TemporaryFolder();
        var old = ReportFormat.Read(OldReport.Of(SmallReport.Make()));
        old.Demonstration.ShouldBeNull();
        old.Country.Documented.ShouldBeNull();
        await SiteGenerator.GenerateAsync(old, folder["site"], CancellationToken.None);
        foreach (var (path, html) in Pages(folder["site"]))
        {
            Notices(html).ShouldBe([SiteOf(path).NoticeUnknown], path);
            html.QuerySelector("footer")!.TextContent.ShouldContain(SiteOf(path).SourceUnknown);
        }
    }

    [Fact]
    public async Task A_source_that_is_no_page_is_no_link()
    {
        using var folder = new TemporaryFolder();
        var report = SmallReport.Make();
        var branch = report.Branches[0] with { Origin = OriginNames.Documented, Source = "javascript:alert(1)" };
        await SiteGenerator.GenerateAsync(report with { Branches = [branch, .. report.Branches.Skip(1)] }, folder["site"], CancellationToken.None);
        var note = Page(folder["site"], "en/branches/aaby/index.html").QuerySelector("main > p.note")!;
        note.QuerySelector("a").ShouldBeNull();
        note.TextContent.ShouldContain("javascript:alert(1)");
    }

    private static SiteTexts SiteOf(string path) => (path.StartsWith("en/", StringComparison.Ordinal) ? SiteLanguage.English : SiteLanguage.Danish).Texts;

    private static IEnumerable<string> Notices(IHtmlDocument page) => page.QuerySelectorAll("header .notice").Select(element => element.TextContent.Trim());

    private static IHtmlDocument Page(string root, string path) => new HtmlParser().ParseDocument(File.ReadAllText(Path.Combine(root, path)));

    private static IEnumerable<(string Path, IHtmlDocument Html)> Pages(string root) => TemporaryFolder.FilesOf(root)
        .Where(file => file.Key.EndsWith(".html", StringComparison.Ordinal)).Select(file => (file.Key, new HtmlParser().ParseDocument(file.Value)));
}
