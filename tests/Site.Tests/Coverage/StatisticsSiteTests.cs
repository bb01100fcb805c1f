using System.Net;
using System.Net.Http.Headers;
using Integration.Graph.Server.Coverage;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Site.Tests.Reports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Site.Tests.Coverage;

public sealed class StatisticsSiteTests(PublishedCountry country)
{
    [Theory]
    [BothDatabases]
    public async Task A_server_that_starts_makes_the_report_and_serves_the_site(DatabaseKind kind)
    {
        await using var host = await (await SiteHost.StartAsync(await SmallCountry.CreateAsync(kind))).PublishedAsync();
        var report = await host.Services.GetRequiredService<CoverageReports>().GetAsync(null, CancellationToken.None);
        report.ShouldNotBeNull().Country.BranchesWithIntegrationActivities.ShouldBe(1);
        using var answer = await host.Client.GetAsync(new Uri("/", UriKind.Relative));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/html; charset=utf-8");
        (await answer.Content.ReadAsStringAsync()).ShouldBe(File.ReadAllText(Path.Combine(host.Output, CoveragePublisher.Current(host.Output)!, "index.html")));
    }

    [Fact]
    public async Task The_site_is_served_with_headers_that_let_no_script_run_and_spare_the_network()
    {
        using var answer = await country.Client.GetAsync(new Uri("/en/regions/1083/", UriKind.Relative));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        Header(answer, "Content-Security-Policy").ShouldBe(
            "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        Header(answer, "X-Content-Type-Options").ShouldBe("nosniff");
        Header(answer, "Referrer-Policy").ShouldBe("no-referrer");
        answer.Headers.CacheControl!.MaxAge.ShouldBe(TimeSpan.FromMinutes(5));

        using var again = new HttpRequestMessage(HttpMethod.Get, "/en/regions/1083/");
        again.Headers.IfNoneMatch.Add(answer.Headers.ETag.ShouldNotBeNull());
        using var notModified = await country.Client.SendAsync(again);
        notModified.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await notModified.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();

        using var other = new HttpRequestMessage(HttpMethod.Get, "/en/regions/1082/");
        other.Headers.IfNoneMatch.Add(answer.Headers.ETag);
        using var modified = await country.Client.SendAsync(other);
        modified.StatusCode.ShouldBe(HttpStatusCode.OK);

        using var head = await country.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/site.css"));
        head.Content.Headers.ContentType!.MediaType.ShouldBe("text/css");
        head.Content.Headers.ContentLength.ShouldNotBeNull().ShouldBeGreaterThan(1000);
        (await head.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Unknown_addresses_get_the_page_that_says_so_in_their_language()
    {
        foreach (var (path, title) in new[]
        {
            ("/nothing/here", "Siden findes ikke"), ("/en/branches/nowhere/", "There is no such page"),
            ("/..%2f..%2fcurrent", "Siden findes ikke"), ("/kommuner/", "Siden findes ikke"),
        })
        {
            using var answer = await country.Client.GetAsync(new Uri(path, UriKind.Relative));
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
            (await answer.Content.ReadAsStringAsync()).ShouldContain($"<h1>{title}</h1>", Case.Sensitive, path);
        }
    }

    [Fact]
    public async Task An_address_without_its_last_slash_leads_to_the_page()
    {
        using var answer = await country.Client.GetAsync(new Uri("/kommuner/0461", UriKind.Relative));
        answer.StatusCode.ShouldBe(HttpStatusCode.MovedPermanently);
        answer.Headers.Location!.ToString().ShouldBe("/kommuner/0461/");
    }

    [Fact]
    public async Task Addresses_of_others_are_left_to_them()
    {
        (await country.Client.GetStringAsync(new Uri("/health/live", UriKind.Relative))).ShouldBe("alive");
        using var answer = await country.Client.GetAsync(new Uri("/graphql", UriKind.Relative));
        answer.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        foreach (var path in new[] { "/ide/", "/dev/personas", "/health/nothing", "/graphql/schema" })
        {
            using var missing = await country.Client.GetAsync(new Uri(path, UriKind.Relative));
            missing.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
            missing.Content.Headers.ContentType.ShouldBeNull(path);
        }
        // A page's path may start with the same letters as an endpoint's.
        using var own = await country.Client.GetAsync(new Uri("/development", UriKind.Relative));
        own.Content.Headers.ContentType.ShouldBe(new MediaTypeHeaderValue("text/html", "utf-8"));
    }

    [Fact]
    public async Task Before_the_first_site_the_answer_is_to_try_again_soon()
    {
        // Creating the report fails, because its database does not exist.
        using var folder = new TemporaryFolder();
        await using var host = await SiteHost.SmallAsync(("Database:Provider", "Sqlite"), ("Database:ConnectionString", $"Data Source={folder["missing/graph.db"]}"));
        using var answer = await host.Client.GetAsync(new Uri("/", UriKind.Relative));
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Headers.RetryAfter.ShouldNotBeNull();
        CoveragePublisher.Current(host.Output).ShouldBeNull();
    }

    [Fact]
    public async Task A_server_that_publishes_no_site_says_that_there_is_none()
    {
        await using var host = await SiteHost.SmallAsync(("Coverage:Schedule", "never"));
        using var answer = await host.Client.GetAsync(new Uri("/", UriKind.Relative));
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        answer.Headers.RetryAfter.ShouldBeNull();
        (await answer.Content.ReadAsStringAsync()).ShouldContain("There is no statistics site here.");
        Directory.Exists(host.Output).ShouldBeFalse();
    }

    [Fact]
    public async Task A_new_night_is_served_without_a_restart()
    {
        await using var host = await (await SiteHost.SmallAsync()).PublishedAsync();
        (await host.Client.GetStringAsync(new Uri("/", UriKind.Relative))).ShouldContain("udgave 1");
        var report = await host.Services.GetRequiredService<CoverageReports>().GetAsync(null, CancellationToken.None);
        await host.Services.GetRequiredService<CoveragePublisher>().PublishAsync(report! with { Revision = 2 }, CancellationToken.None);
        (await host.Client.GetStringAsync(new Uri("/", UriKind.Relative))).ShouldContain("udgave 2");
    }

    [Fact]
    public async Task Every_problem_of_the_settings_is_said_at_the_start()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["file"], "");
        var error = await Should.ThrowAsync<OptionsValidationException>(SiteHost.SmallAsync(
            ("Coverage:Schedule", "25:00"), ("Coverage:Output", folder["file"])));
        error.Failures.Count().ShouldBe(2);
        error.Message.ShouldContain("Coverage:Schedule is '25:00'");
        error.Message.ShouldContain("which is a file");
    }

    private static string Header(HttpResponseMessage answer, string name) => answer.Headers.GetValues(name).ShouldHaveSingleItem();
}
