using System.Net;
using Integration.Graph.Server.Branches;
using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
using Integration.Graph.Server.Tests.Mutations;
using Integration.Graph.Server.Tests.Subscriptions;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.Http;

/// <summary>
/// Notices on pages with invented persons or assumed data. tests/Site.Tests checks the site and the query page.
/// </summary>
public sealed class DataNoticeTests
{
    private static readonly string[] Danish = ["Demonstration: Alle personer på denne server er opdigtede.", "Nogle lokalafdelinger og aktiviteter på denne server er antagelser."];
    private static readonly string[] English = ["Demonstration: every person on this server is invented.", "Some branches and activities on this server are assumptions."];

    [Fact]
    public async Task Form_receipt_export_and_viewer_say_that_the_data_is_invented_or_assumed()
    {
        var database = await TestDatabase.WithTestCountryAsync(DatabaseKind.Sqlite);
        await using (var db = database.CreateContext())
        {
            db.Add(new StorageMark { Name = StorageMark.DemonstrationWorld, Value = "1 persons" });
            await db.SaveChangesAsync();
        }
        await using var host = await ServerHost.StartAsync(database, new ManualClock());

        foreach (var (path, html) in await PagesAsync(host))
        {
            foreach (var notice in path.EndsWith("en", StringComparison.Ordinal) ? English : Danish)
            {
                html.ShouldContain($"<p class=\"notice\">{notice}", customMessage: path);
            }
        }

        (await host.QueryAsync(null, "{ viewer { isDemonstration hasAssumptions } }")).Text
            .ShouldBe("""{"data":{"viewer":{"isDemonstration":true,"hasAssumptions":true}}}""");
    }

    [Fact]
    public async Task Without_either_nothing_is_said()
    {
        await using var host = await Centre.StartServerAsync(DatabaseKind.Sqlite, new ManualClock(), ("Seed:Assumed", "false"));

        foreach (var (path, html) in await PagesAsync(host))
        {
            html.ShouldNotContain("<p class=\"notice\">", customMessage: path);
        }

        (await host.QueryAsync(null, "{ viewer { isDemonstration hasAssumptions } }")).Text
            .ShouldBe("""{"data":{"viewer":{"isDemonstration":false,"hasAssumptions":false}}}""");
    }

    [Theory, BothDatabases]
    public async Task Origin_and_source_are_for_everyone_and_can_be_filtered_by(DatabaseKind kind)
    {
        await using var host = await ServerHost.StartAsync(await TestDatabase.CreateAsync(kind));

        var answer = await host.QueryAsync(null, """
            {
              documented: branches(first: 1, where: { slug: { eq: "odense" }, origin: { eq: DOCUMENTED } }) { nodes { origin source } }
              assumed: branches(first: 1, where: { origin: { eq: ASSUMED } }) { totalCount nodes { origin source } }
              activities(first: 1, where: { origin: { neq: ASSUMED } }) { totalCount nodes { origin source branch { origin } } }
            }
            """);

        answer.Text.ShouldBe("""
            {"data":{"documented":{"nodes":[{"origin":"DOCUMENTED","source":"http://odense.drk.dk/aktiviteter/integration/venner-viser-vej/"}]},
            "assumed":{"totalCount":149,"nodes":[{"origin":"ASSUMED","source":"seed-data/README.md"}]},
            """.ReplaceLineEndings("") + answer.Text[answer.Text.IndexOf("\"activities\"", StringComparison.Ordinal)..]);
        var activities = answer["activities"];
        activities.GetProperty("totalCount").GetInt32().ShouldBe(23);
        activities.GetProperty("nodes")[0].GetProperty("origin").GetString().ShouldBe("DOCUMENTED");
        activities.GetProperty("nodes")[0].GetProperty("source").GetString()!.ShouldStartWith("http");
    }

    [Theory, BothDatabases]
    public async Task What_a_coordinator_opens_or_changes_is_entered_and_so_is_the_branch(DatabaseKind kind)
    {
        await using var host = await ServerHost.StartAsync(await TestDatabase.CreateAsync(kind));

        // An assumed branch gets an activity; an assumed activity of a documented branch gets a new title; one of an assumed
        // branch is closed.
        await DoAsync("broendby", "openActivity", "type: \"cafe\", title: \"Café\", opensOn: \"2025-01-01\"");
        foreach (var (branch, key, mutation, input) in new[]
        {
            ("gentofte", "gentofte-network-family", "changeActivity", ", title: \"Familier\""), ("ballerup", "ballerup-network-person", "closeActivity", ""),
        })
        {
            (await ActivityAsync(key)).ShouldBe((Origin.Assumed, "seed-data/README.md"));
            await DoAsync(branch, mutation, $"activityId: \"{Engine.Types.GlobalId.Encode("Activity", Ids.Stable("activity:" + key))}\"{input}");
            (await ActivityAsync(key)).ShouldBe((Origin.Entered, null));
        }

        var branches = await host.DoAsync(db => db.Branches.Where(x => x.Slug == "broendby" || x.Slug == "gentofte" || x.Slug == "ballerup" || x.Slug == "taastrup").OrderBy(x => x.Slug).ToListAsync());
        branches.Select(x => (x.Slug, x.Origin, x.Source is not null)).ShouldBe(
            [("ballerup", Origin.Entered, false), ("broendby", Origin.Entered, false), ("gentofte", Origin.Documented, true), ("taastrup", Origin.Assumed, true)]);
        (await host.DoAsync(db => db.Activities.SingleAsync(x => x.Title == "Café"))).ShouldSatisfyAllConditions(x => x.Origin.ShouldBe(Origin.Entered), x => x.Source.ShouldBeNull());

        async Task DoAsync(string branch, string mutation, string input)
        {
            var answer = await host.QueryAsync(await host.TokenAsync(Role.BranchCoordinator, branch), $"mutation {{ {mutation}(input: {{ {input} }}) {{ activity {{ origin source }} errors {{ __typename }} }} }}");
            answer[mutation].GetRawText().ShouldBe("""{"activity":{"origin":"ENTERED","source":null},"errors":null}""");
        }

        Task<(Origin, string?)> ActivityAsync(string key) => host.DoAsync(async db =>
        {
            var activity = await db.Activities.SingleAsync(x => x.Id == Ids.Stable("activity:" + key));
            return (activity.Origin, activity.Source);
        });
    }

    /// <summary>Returns every printable page in both languages. The last two letters of the path are the language.</summary>
    private static async Task<List<(string Path, string Html)>> PagesAsync(ServerHost host)
    {
        var centre = await Centre.OfAsync(host);
        var (id, reference) = await centre.PlacedAsync();
        await centre.GiveConsentAsync(id, "MUNICIPALITY NAME");
        var officer = await host.TokenAsync(Role.DataProtectionOfficer);
        await host.QueryAsync(officer, $"mutation {{ openSubjectAccess(input: {{ reference: \"{reference}\", reason: \"asked\" }}) {{ errors {{ __typename }} }} }}");
        var pages = new List<(string, string)>();
        foreach (var language in new[] { "da", "en" })
        {
            foreach (var (token, path) in new[] { (centre.Token, $"/consents/{id}/form"), (centre.Token, $"/consents/{id}/receipt"), (officer, $"/subjects/{id}/export") })
            {
                var page = await host.PageAsync(token, $"{path}?language={language}");
                page.Status.ShouldBe(HttpStatusCode.OK, page.Text);
                pages.Add(($"{path}?language={language}", WebUtility.HtmlDecode(page.Text)));
            }
        }

        return pages;
    }
}
