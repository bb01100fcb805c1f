using System.Diagnostics;
using System.Net;
using System.Runtime.CompilerServices;
using Integration.Graph.Server.Ide;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Integration.Graph.Server.Tests.Ide;

/// <summary>How the query page is built and served. tests/Site.Tests tests it in a browser.</summary>
public sealed class QueryPageTests
{
    [Fact]
    public async Task The_page_is_served_with_a_policy_that_lets_nothing_come_from_elsewhere()
    {
        await using var server = await StartAsync(folder: null);
        using var client = Client(server);

        using var page = await client.GetAsync(new Uri("/ide/", UriKind.Relative));

        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        page.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldStartWith("default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; worker-src 'self'");
        policy.ShouldContain("frame-ancestors 'none'");
        page.Headers.CacheControl!.NoCache.ShouldBeTrue();
        var script = (await page.Content.ReadAsStringAsync()).Split("src=\"./")[1].Split('"')[0];
        using var asset = await client.GetAsync(new Uri("/ide/" + script, UriKind.Relative));
        asset.StatusCode.ShouldBe(HttpStatusCode.OK);
        asset.Headers.CacheControl!.MaxAge.ShouldBe(TimeSpan.FromDays(365));
        using var bare = await client.GetAsync(new Uri("/ide", UriKind.Relative));
        bare.Headers.Location!.OriginalString.ShouldBe("/ide/");
        using var hostile = new HttpRequestMessage(HttpMethod.Get, "/ide?a=b");
        hostile.Headers.Host = "evil.example";
        hostile.Headers.Add("X-Forwarded-Proto", "javascript");
        hostile.Headers.Add("X-Forwarded-Host", "evil.example");
        using var redirected = await client.SendAsync(hostile);
        redirected.Headers.Location!.OriginalString.ShouldBe("/ide/?a=b");
        using var unknown = await client.GetAsync(new Uri("/ide/nothing", UriKind.Relative));
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_server_that_was_built_without_the_page_says_why()
    {
        var empty = Directory.CreateTempSubdirectory("integration-graph-ide-");
        await using var server = await StartAsync(empty.FullName);
        using var client = Client(server);

        using var page = await client.GetAsync(new Uri("/ide/", UriKind.Relative));

        page.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var text = await page.Content.ReadAsStringAsync();
        text.ShouldContain("Node.js 20");
        text.ShouldContain("dotnet build api/Server");
        empty.Delete();
    }

    [Fact]
    public async Task A_build_without_Node_says_so_once_and_goes_on_without_the_page()
    {
        var empty = Directory.CreateTempSubdirectory("integration-graph-ide-");

        // An empty output folder, as before the first build.
        var (exit, output) = await BuildAsync("-p:NodeProgram=no-such-program", $"-p:QueryPageOutput={empty.FullName}/out/");

        exit.ShouldBe(0, output);
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ShouldHaveSingleItem()
            .ShouldBe("The query page /ide/ is left out of this build: Node.js was not found. Install Node.js 20 or newer with npm and build again to have it.");
        empty.Delete(recursive: true);
    }

    [Fact]
    public async Task A_build_that_cannot_install_says_so_and_goes_on_without_the_page()
    {
        var empty = Directory.CreateTempSubdirectory("integration-graph-ide-");
        foreach (var source in new[] { "package.json", "package-lock.json" })
        {
            File.Copy(Path.Combine(Folder(), "../../../api/Server/Ide", source), Path.Combine(empty.FullName, source));
        }

        // A program that exists and fails, like npm without a network.
        var (exit, output) = await BuildAsync("-p:NpmProgram=false", $"-p:QueryPageFolder={empty.FullName}/", $"-p:QueryPageOutput={empty.FullName}/out/");

        exit.ShouldBe(0, output);
        output.ShouldContain($"The query page /ide/ is left out of this build: `npm ci` failed in {empty.FullName}/.");
        empty.Delete(recursive: true);
    }

    [Fact]
    public async Task A_page_that_is_up_to_date_is_not_built_again()
    {
        // The build would fail without Node if it needed Node.
        var (exit, output) = await BuildAsync("-p:NodeProgram=no-such-program");

        exit.ShouldBe(0, output);
        output.Trim().ShouldBeEmpty();
    }

    private static async Task<(int Exit, string Output)> BuildAsync(params string[] properties)
    {
        var project = Path.GetFullPath(Path.Combine(Folder(), "../../../api/Server/Server.csproj"));
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["msbuild", project, "-t:IncludeQueryPage", "-nologo", "-nodeReuse:false", "-verbosity:minimal", .. properties])
        {
            RedirectStandardOutput = true,
        })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }

    private static async Task<WebApplication> StartAsync(string? folder)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        server.MapQueryPage(folder);
        await server.StartAsync();
        return server;
    }

    private static HttpClient Client(WebApplication server) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(server.Urls.Single()) };

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
