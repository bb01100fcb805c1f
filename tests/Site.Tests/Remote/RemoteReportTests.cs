using System.Text.Json;
using Integration.Graph.Site.Remote;
using Integration.Graph.Site.Report;
using Integration.Graph.Site.Tests.Reports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Integration.Graph.Site.Tests.Remote;

/// <summary>The command line against servers that respond correctly, incorrectly and not at all.</summary>
public sealed class RemoteReportTests
{
    [Fact]
    public async Task The_command_makes_the_site_of_the_servers_report()
    {
        using var folder = new TemporaryFolder();
        await using var server = await Answering(200, Answer(SmallReport.Make()));
        var (code, output, error) = await RunAsync("--api", server.Urls.Single(), "--output", folder["site"]);
        (code, error).ShouldBe((0, ""));
        output.ShouldStartWith("22 pages for 2026-03-02, revision 1, written to ");
        await SiteGenerator.GenerateAsync(SmallReport.Make(), folder["expected"], CancellationToken.None);
        TemporaryFolder.FilesOf(folder["site"]).ShouldBe(TemporaryFolder.FilesOf(folder["expected"]));
    }

    [Theory]
    [InlineData(200, """{"data":{"coverage":null}}""", "no coverage report yet")]
    [InlineData(200, """{"errors":[{"message":"Too\nbusy."}]}""", "refused the query: Too busy.")]
    [InlineData(400, """{"errors":[{"message":"Unknown field."}]}""", "refused the query: Unknown field.")]
    [InlineData(404, "<h1>Not here</h1>", "status 404 and no JSON")]
    [InlineData(200, """["data"]""", "no GraphQL response")]
    [InlineData(200, """{"data":{"coverage":{"on":"2026-03-02"}}}""", "something other than a coverage report")]
    [InlineData(302, "", "status 302")]
    public async Task What_is_wrong_with_an_answer_is_said_in_one_line(int status, string body, string message)
    {
        using var folder = new TemporaryFolder();
        await using var server = await Answering(status, body);
        var (code, output, error) = await RunAsync("--api", server.Urls.Single(), "--output", folder["site"]);
        (code, output).ShouldBe((1, ""));
        error.ShouldContain(message);
        error.Trim().ShouldNotContain("\n");
        Directory.Exists(folder["site"]).ShouldBeFalse();
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_said_in_one_line()
    {
        await using var server = await Answering(200, "");
        var address = server.Urls.Single();
        await server.StopAsync();
        var (code, _, error) = await RunAsync("--api", address, "--output", "unused");
        code.ShouldBe(1);
        error.ShouldContain("cannot be reached");
        error.Trim().ShouldNotContain("\n");
    }

    [Fact]
    public async Task A_server_that_does_not_answer_in_time_is_given_up()
    {
        await using var server = await Serving(http => Task.Delay(Timeout.Infinite, http.RequestAborted));
        using var client = new CoverageClient(TimeSpan.FromMilliseconds(300));
        var error = await Should.ThrowAsync<CoverageClientException>(client.FetchAsync(new Uri(server.Urls.Single()), CancellationToken.None));
        error.Message.ShouldContain("did not respond within");
    }

    [Fact]
    public async Task An_answer_without_end_is_given_up()
    {
        await using var server = await Serving(async http =>
        {
            var part = new byte[1024 * 1024];
            for (var sent = 0; sent <= CoverageClient.LargestAnswer + part.Length && !http.RequestAborted.IsCancellationRequested; sent += part.Length)
            {
                await http.Response.Body.WriteAsync(part, http.RequestAborted);
            }
        });
        using var client = new CoverageClient();
        var error = await Should.ThrowAsync<CoverageClientException>(client.FetchAsync(new Uri(server.Urls.Single()), CancellationToken.None));
        error.Message.ShouldContain("more than 16 MB");
    }

    [Fact]
    public async Task An_output_that_cannot_be_written_is_a_failure()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["file"], "");
        await using var server = await Answering(200, Answer(SmallReport.Make()));
        var (code, _, error) = await RunAsync("--api", server.Urls.Single() + "/graphql", "--output", folder["file"]);
        code.ShouldBe(1);
        error.ShouldContain("is a file");
    }

    [Theory]
    [InlineData("", "--api")]
    [InlineData("--output site", "--api")]
    [InlineData("--api http://localhost:5080", "--output")]
    [InlineData("--api localhost:5080 --output site", "'localhost:5080' is not an address. Write, for example, http://localhost:5080.")]
    [InlineData("--api http://localhost:5080 --output", "--output")]
    [InlineData("--api http://localhost:5080 --output site --langauge da", "'--langauge'")]
    [InlineData("publish --api http://localhost:5080 --output site", "'publish'")]
    [InlineData("--api http://localhost:5080 --output=", "--output")]
    public async Task A_wrong_command_line_is_refused_with_one_message(string arguments, string message)
    {
        var (code, output, error) = await RunAsync(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        (code, output).ShouldBe((2, ""), error);
        error.ShouldContain(message);
        error.Trim().ShouldEndWith("Run with --help for the options.");
        error.Trim().ShouldNotContain("\n");
        Directory.Exists("site").ShouldBeFalse();
    }

    [Fact]
    public async Task An_empty_name_of_a_folder_is_refused()
    {
        var (code, _, error) = await RunAsync("--api", "http://localhost:5080", "--output", "");
        code.ShouldBe(2);
        error.Trim().ShouldBe("--output needs the name of a folder. Run with --help for the options.");
    }

    [Fact]
    public async Task Help_names_the_options_and_the_exit_codes()
    {
        var (code, output, error) = await RunAsync("--help");
        (code, error).ShouldBe((0, ""));
        foreach (var text in new[] { "--api", "--output", "0 success, 1 failure, 2 wrong command line" })
        {
            output.ShouldContain(text);
        }
    }

    [Fact]
    public void The_query_asks_for_every_property_of_the_report()
    {
        using var json = JsonDocument.Parse(ReportFormat.Write(SmallReport.Make()));
        var words = CoverageQuery.Document.Split([' ', '{', '}'], StringSplitOptions.RemoveEmptyEntries).ToHashSet();
        foreach (var name in Names(json.RootElement))
        {
            words.ShouldContain(name);
        }

        CoverageQuery.Document.ShouldStartWith("query Coverage { coverage { on revision madeAt demonstration country { branches ");
    }

    private static string Answer(CoverageReport report) => """{"data":{"coverage":""" + ReportFormat.Write(report) + "}}";

    private static IEnumerable<string> Names(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Names(property.Value).Prepend(property.Name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Names),
        _ => [],
    };

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await SiteCommand.RunAsync(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }

    private static Task<WebApplication> Answering(int status, string body) => Serving(async http =>
    {
        http.Request.Path.Value.ShouldBe("/graphql");
        http.Request.Method.ShouldBe("POST");
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(body);
    });

    private static async Task<WebApplication> Serving(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync();
        return app;
    }
}
