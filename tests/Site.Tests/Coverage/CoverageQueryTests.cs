using System.Text.Json;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Site.Remote;
using Integration.Graph.Site.Report;
using Integration.Graph.Site.Tests.Browser;
using Integration.Graph.Site.Tests.Reports;
using Integration.Graph.Site.Texts;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Site.Tests.Coverage;

/// <summary>The query, the served site and the site that the command creates must contain the same figures.</summary>
public sealed class CoverageQueryTests(Chromium chromium, WholeServers servers)
{
    [Theory]
    [BothDatabases]
    public async Task The_pages_in_a_browser_show_the_figures_of_the_query(DatabaseKind kind)
    {
        var server = await servers.On(kind);
        var coverage = await server.CoverageAsync();
        await using var context = await (await chromium.BrowserAsync).NewContextAsync(new() { JavaScriptEnabled = false });
        var page = await context.NewPageAsync();
        foreach (var language in SiteLanguage.All)
        {
            await page.GotoAsync(server.Address + language.Texts.RootPath);
            // The persons are invented, and some branches are assumed.
            coverage.GetProperty("demonstration").GetBoolean().ShouldBeTrue();
            (await page.Locator("header .notice").AllInnerTextsAsync()).ShouldBe([language.Texts.NoticeDemonstration, language.Texts.NoticeAssumed]);
            (await page.Locator(".figure .value").AllInnerTextsAsync()).ShouldBe(Figures(coverage.GetProperty("country"), language));
            var people = coverage.GetProperty("people");
            (await page.Locator("table.people td:nth-of-type(1)").AllInnerTextsAsync()).Select(text => text.Trim()).Take(9).ShouldBe(
                new[] { "placed", "notAsked", "asked", "declines", "undecided", "wantsContact", "awaitingBranch", "withBranch", "matched" }
                    .Select(name => language.Number(people.GetProperty(name).GetInt32())));
            people.GetProperty("placed").GetInt32().ShouldBeGreaterThan(50);

            var region = coverage.GetProperty("regions").EnumerateArray().Single(one => one.GetProperty("code").GetString() == "1083");
            await page.GotoAsync(server.Address + SiteTexts.Fill(language.Texts.RegionPath, "1083"));
            (await page.Locator("h1").InnerTextAsync()).ShouldBe(region.GetProperty(language == SiteLanguage.Danish ? "nameDa" : "nameEn").GetString());
            (await page.Locator(".figure .value").AllInnerTextsAsync()).ShouldBe(Figures(region.GetProperty("figures"), language));

            var branch = coverage.GetProperty("branches").EnumerateArray().Single(one => one.GetProperty("slug").GetString() == "odense");
            await page.GotoAsync(server.Address + SiteTexts.Fill(language.Texts.BranchPath, "odense"));
            (await page.Locator("tbody th").AllInnerTextsAsync()).ShouldBe(
                branch.GetProperty("activities").EnumerateArray().Select(activity => activity.GetProperty("title").GetString()));

            var municipality = coverage.GetProperty("municipalities").EnumerateArray().Single(one => one.GetProperty("code").GetString() == "0461");
            await page.GotoAsync(server.Address + SiteTexts.Fill(language.Texts.MunicipalityPath, "0461"));
            (await page.Locator("tbody th").CountAsync()).ShouldBe(municipality.GetProperty("branches").GetInt32());
            (await page.Locator(".status.covered").CountAsync()).ShouldBe(municipality.GetProperty("covered").GetBoolean() ? 1 : 0);
        }
    }

    [Theory]
    [BothDatabases]
    public async Task The_command_makes_the_very_site_that_the_server_serves(DatabaseKind kind)
    {
        using var folder = new TemporaryFolder();
        var server = await servers.On(kind);
        using var output = new StringWriter();
        var code = await SiteCommand.RunAsync(["--api", server.Address.ToString(), "--output", folder["site"]], output, output);
        code.ShouldBe(SiteCommand.Done, output.ToString());
        TemporaryFolder.FilesOf(folder["site"]).ShouldBe(TemporaryFolder.FilesOf(server.Served));
    }

    [Theory]
    [BothDatabases]
    public async Task The_people_of_the_demonstration_world_are_counted_as_they_stand(DatabaseKind kind)
    {
        var server = await servers.On(kind);
        var people = (await server.CoverageAsync()).GetProperty("people").Deserialize<PeopleFigures>(ReportFormat.Options)!;
        await using var context = server.CreateContext();
        var placed = await context.Refugees.AsNoTracking()
            .Include(refugee => refugee.Interview).Include(refugee => refugee.Consent).Include(refugee => refugee.Referral)
            .Where(refugee => refugee.MunicipalityCode != null).ToListAsync();
        var open = placed.Where(refugee =>
            refugee.Interview?.Answer == ContactAnswer.WantsContact
            && refugee.Consent is { WithdrawnAt: null, ReplacedAt: null } consent
            && consent.ValidUntil > DateTime.UtcNow && (int)consent.VolunteersFields != 0
            && refugee.Referral is { ClosedAt: null }).Select(refugee => refugee.Referral!.Status).ToList();
        people.ShouldBe(new PeopleFigures
        {
            Placed = placed.Count,
            Asked = placed.Count(refugee => refugee.Interview is not null),
            NotAsked = placed.Count(refugee => refugee.Interview is null),
            WantsContact = placed.Count(refugee => refugee.Interview?.Answer == ContactAnswer.WantsContact),
            Declines = placed.Count(refugee => refugee.Interview?.Answer == ContactAnswer.Declines),
            Undecided = placed.Count(refugee => refugee.Interview?.Answer == ContactAnswer.Undecided),
            AwaitingBranch = open.Count(status => status == ReferralStatus.AwaitingBranch),
            WithBranch = open.Count(status => status is ReferralStatus.Assigned or ReferralStatus.Accepted or ReferralStatus.Contacted),
            Matched = open.Count(status => status is ReferralStatus.Matched or ReferralStatus.Met),
        });
        new[] { people.NotAsked, people.Declines, people.AwaitingBranch, people.WithBranch, people.Matched }.ShouldAllBe(count => count > 0);
    }

    private static string[] Figures(JsonElement figures, SiteLanguage language) =>
    [
        language.Number(figures.GetProperty("branchesWithIntegrationActivities").GetInt32()),
        language.Number(figures.GetProperty("municipalitiesCovered").GetInt32()),
        language.Percent(figures.GetProperty("populationCovered").GetInt32(), figures.GetProperty("population").GetInt32()),
    ];
}
