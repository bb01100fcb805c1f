using Integration.Graph.Site.Report;
using Integration.Graph.Site.Tests.Coverage;
using Integration.Graph.Site.Texts;
using Microsoft.Playwright;

namespace Integration.Graph.Site.Tests.Browser;

public sealed class PagesInBrowserTests(Chromium chromium, PublishedCountry country)
{
    // Each kind of page, with a covered and an uncovered municipality and branch.
    private static readonly string[] Paths =
    [
        "/", "/regioner/1083/", "/kommuner/0461/", "/kommuner/0153/", "/lokalafdelinger/odense/", "/lokalafdelinger/broendby/", "/nowhere",
        "/en/", "/en/regions/1083/", "/en/municipalities/0461/", "/en/municipalities/0153/", "/en/branches/odense/", "/en/branches/broendby/", "/en/nowhere",
    ];

    [Fact]
    public async Task Axe_finds_nothing_on_any_kind_of_page_wide_or_narrow()
    {
        // Both languages have the same markup, so each kind of page is checked in one language and one of two widths, the
        // front page in both.
        var found = await Task.WhenAll(
            ViolationsAsync(1280, ["/", "/kommuner/0461/", "/lokalafdelinger/odense/", "/nowhere"]),
            ViolationsAsync(360, ["/en/", "/en/regions/1083/", "/en/municipalities/0153/", "/en/branches/broendby/"]));
        found.SelectMany(violations => violations).ShouldBeEmpty();
    }

    private async Task<List<string>> ViolationsAsync(int width, IEnumerable<string> paths)
    {
        var found = new List<string>();
        // axe is a script, which the site's own policy would refuse.
        await using var context = await ContextAsync(width, javaScript: true, bypassPolicy: true);
        var page = await context.NewPageAsync();
        foreach (var path in paths)
        {
            await page.GotoAsync(country.Address + path[1..]);
            found.AddRange((await Axe.ViolationsAsync(page)).Select(violation => $"{path} at {width}: {violation.Id}: {violation.Help}: {violation.Nodes[0].Html}"));
        }

        return found;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_way_from_the_country_to_a_branch_is_there_in_both_languages_with_and_without_JavaScript(bool javaScript)
    {
        await using var context = await ContextAsync(1280, javaScript);
        var page = await context.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) => complaints.Add(message.Text);
        page.RequestFailed += (_, request) => complaints.Add(request.Url);

        await page.GotoAsync(country.Address.ToString());
        (await page.Locator("html").GetAttributeAsync("lang")).ShouldBe("da");
        await page.GetByRole(AriaRole.Link, new() { Name = "Region Syddanmark" }).ClickAsync();
        await Heading(page, "Region Syddanmark");
        await page.Locator("ul.tiles a", new() { HasText = "ODE" }).ClickAsync();
        await Heading(page, "Odense Kommune");
        await page.GetByRole(AriaRole.Link, new() { Name = "Røde Kors Odense" }).ClickAsync();
        await Heading(page, "Røde Kors Odense");
        (await page.Locator("table caption").TextContentAsync()).ShouldBe("Åbne integrationsaktiviteter i Røde Kors Odense");
        (await page.Locator("a[href='mailto:integration@rodekors.dk']").CountAsync()).ShouldBe(1);

        await page.GetByRole(AriaRole.Link, new() { Name = "English" }).ClickAsync();
        page.Url.ShouldEndWith("/en/branches/odense/");
        (await page.Locator("html").GetAttributeAsync("lang")).ShouldBe("en");
        await Heading(page, "Røde Kors Odense");
        await page.GetByRole(AriaRole.Link, new() { Name = "Odense Municipality" }).ClickAsync();
        await Heading(page, "Odense Municipality");
        await page.GetByRole(AriaRole.Link, new() { Name = "Region of Southern Denmark" }).ClickAsync();
        await Heading(page, "Region of Southern Denmark");
        await page.GetByRole(AriaRole.Link, new() { Name = "The whole country", Exact = true }).ClickAsync();
        page.Url.ShouldEndWith("/en/");
        await Heading(page, "Where are there integration activities?");
        complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_figures_that_a_reader_sees_are_those_of_the_report()
    {
        var report = await country.ReportAsync();
        await using var context = await ContextAsync(1280, javaScript: false);
        var page = await context.NewPageAsync();
        foreach (var (path, language) in new[] { ("", SiteLanguage.Danish), ("en/", SiteLanguage.English) })
        {
            await page.GotoAsync(country.Address + path);
            await ShouldShowAsync(page, report.Country, language);
            foreach (var region in report.Regions)
            {
                await page.GotoAsync(country.Address + SiteTexts.Fill(language.Texts.RegionPath, region.Code));
                await ShouldShowAsync(page, region.Figures, language);
            }
        }
    }

    [Theory]
    [InlineData(320)]
    [InlineData(360)]
    [InlineData(768)]
    public async Task Nothing_is_wider_than_the_screen(int width)
    {
        await using var context = await ContextAsync(width, javaScript: true);
        var page = await context.NewPageAsync();
        foreach (var path in Paths)
        {
            await page.GotoAsync(country.Address + path[1..]);
            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width, path);
            if (width >= 360)
            {
                (await page.EvaluateAsync<int>("Math.max(0, ...[...document.querySelectorAll('.table-frame')].map(frame => frame.scrollWidth - frame.clientWidth))")).ShouldBe(0, path);
            }
        }
    }

    private async Task<IBrowserContext> ContextAsync(int width, bool javaScript, bool bypassPolicy = false) =>
        await (await chromium.BrowserAsync).NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = 900 },
            JavaScriptEnabled = javaScript,
            BypassCSP = bypassPolicy,
        });

    private static async Task Heading(IPage page, string text) =>
        (await page.Locator("h1").TextContentAsync()).ShouldNotBeNull().Replace("\u00ad", "", StringComparison.Ordinal).ShouldBe(text);

    private static async Task ShouldShowAsync(IPage page, CoverageFigures figures, SiteLanguage language) =>
        (await page.Locator(".figure .value").AllInnerTextsAsync()).ShouldBe(
        [
            language.Number(figures.BranchesWithIntegrationActivities),
            language.Number(figures.MunicipalitiesCovered),
            language.Percent(figures.PopulationCovered, figures.Population),
        ], page.Url);
}
