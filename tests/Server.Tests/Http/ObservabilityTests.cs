using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Integration.Graph.Server.Tests.Http;

/// <summary>What leaves the server for those who watch over it: enough to see which operation is slow, and nothing about a person.</summary>
public sealed class ObservabilityTests
{
    [Fact]
    public async Task Traces_and_metrics_reach_a_collector_and_hold_no_personal_value()
    {
        await using var collector = await Collector.StartAsync();
        var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        Refugee person;
        await using (var host = await ServerHost.StartAsync(database, null, ("Telemetry:Endpoint", collector.Address), ("Demo:Refugees", "60")))
        {
            await using var db = database.CreateContext();
            person = await db.Refugees.FirstAsync(r => r.Phone != null && r.Street != null && r.Consent!.WithdrawnAt == null && r.MunicipalityCode != null && r.GivenName.Length > 4);
            var token = await host.TokenAsync(Role.Municipality, person.MunicipalityCode);
            const string Document = "query WatchedWorklist($where: RefugeeFilterInput) { refugees(where: $where) { nodes { name { given family } phone address { street } age } } }";
            (await host.QueryAsync(token, Document, new { where = new { reference = new { eq = person.Reference } } })).Errors.ShouldBeEmpty();
            (await host.QueryAsync(token, "query Refused { refugees { nodes { dateOfBirth } } }")).Codes.ShouldBe(["AUTH_NOT_AUTHORIZED"]);
            (await host.QueryAsync(token, $"query Misspelt {{ refugee(name: \"{person.GivenName}\") {{ phone }} }}")).Errors.ShouldNotBeEmpty();
            // Refused, but its address has been seen by the web server.
            (await host.GetAsync(token, $"query ByAddress {{ refugee(name: \"{person.GivenName}\") {{ phone }} }}")).Errors.ShouldNotBeEmpty();
        }

        var sent = string.Concat(collector.Bodies.Select(b => Encoding.UTF8.GetString(b.Body)));
        collector.Bodies.Select(b => b.Path).Distinct().ShouldBe(["/v1/traces", "/v1/metrics"], ignoreOrder: true);
        foreach (var told in new[] { "graphql.operation", "WatchedWorklist", "MUNICIPALITY", "graphql.operation.cost", "graphql.outcome", "graphql.server.operation.duration", "graphql.server.request.refused", "AUTH_NOT_AUTHORIZED" })
            sent.ShouldContain(told);
        foreach (var hidden in new[] { person.GivenName, person.FamilyName, person.Phone!, person.Street!, "dateOfBirth", "nodes {" })
            sent.ShouldNotContain(hidden, Case.Sensitive);
    }

    [Fact]
    public async Task The_log_can_be_a_JSON_object_a_line_and_holds_no_personal_value()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite, 60, DateOnly.FromDateTime(DateTime.UtcNow));
        await using var db = database.CreateContext();
        var person = await db.Refugees.FirstAsync(r => r.Phone != null && r.Street != null && r.Consent!.WithdrawnAt == null && r.MunicipalityCode != null && r.GivenName.Length > 4);
        // Web requests are logged too, as somebody would want who looks for a fault.
        using var server = Process.Start(new ProcessStartInfo("dotnet", [typeof(GraphContext).Assembly.Location, "--urls", "http://127.0.0.1:0", "--environment", "Development",
            "--Demo:Refugees", "0", "--Coverage:Schedule", "never", "--Logging:Console:FormatterName", "json", "--Logging:LogLevel:Microsoft.AspNetCore", "Information",
            .. database.Settings.SelectMany(x => new[] { "--" + x.Key, x.Value! })])
        {
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardOutput = true,
        })!;
        var log = new List<string>();
        try
        {
            var listening = await UntilAsync("Now listening on: ");
            using var client = new HttpClient { BaseAddress = new Uri(Regex.Match(listening, "Now listening on: (http[^ \"]+)").Groups[1].Value) };
            using var signIn = await client.PostAsJsonAsync("/dev/token", new { role = "MUNICIPALITY", municipality = person.MunicipalityCode });
            client.DefaultRequestHeaders.Authorization = new("Bearer", (await signIn.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString());
            const string Document = "query Worklist($where: RefugeeFilterInput) { refugees(where: $where) { nodes { name { given family } phone address { street } } } }";
            using var answer = await client.PostAsJsonAsync("/graphql", new { query = Document, variables = new { where = new { reference = new { eq = person.Reference } } } });
            (await answer.Content.ReadAsStringAsync()).ShouldNotContain("\"errors\"");
            using var refused = await client.PostAsJsonAsync("/graphql", new { query = $"{{ refugee(name: \"{person.GivenName}\") {{ phone }} }}" });
            (await refused.Content.ReadAsStringAsync()).ShouldContain("\"errors\"");
            for (var finished = 0; finished < 3; finished++)
                await UntilAsync("Request finished");
        }
        finally
        {
            server.Kill();
        }

        foreach (var line in log)
        {
            using var entry = JsonDocument.Parse(line);
            entry.RootElement.GetProperty("LogLevel").GetString().ShouldNotBeNullOrEmpty();
            entry.RootElement.GetProperty("Message").GetString().ShouldNotBeNullOrEmpty();
        }

        var all = string.Concat(log);
        all.ShouldContain("/graphql");
        foreach (var hidden in new[] { person.GivenName, person.FamilyName, person.Phone!, person.Street!, person.Reference, "nodes {" })
            all.ShouldNotContain(hidden, Case.Sensitive);

        async Task<string> UntilAsync(string text)
        {
            do
            {
                log.Add((await server.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60))).ShouldNotBeNull(string.Join('\n', log)));
            }
            while (!log[^1].Contains(text, StringComparison.Ordinal));
            return log[^1];
        }
    }

    [Fact]
    public async Task The_server_says_that_it_lives_and_whether_it_is_ready()
    {
        await using var host = await ServerHost.StartAsync(await TestDatabase.CreateAsync(DatabaseKind.Sqlite));

        (await host.Client.GetStringAsync("/health/live")).ShouldBe("live");
        (await host.Client.GetStringAsync("/health/ready")).ShouldBe("ready");
    }

    /// <summary>A collector that takes OTLP over HTTP, and keeps what it gets.</summary>
    private sealed class Collector(WebApplication app, ConcurrentQueue<(string Path, byte[] Body)> bodies) : IAsyncDisposable
    {
        public string Address { get; } = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

        public IReadOnlyCollection<(string Path, byte[] Body)> Bodies => bodies;

        public static async Task<Collector> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            var app = builder.Build();
            app.Urls.Add("http://127.0.0.1:0");
            var bodies = new ConcurrentQueue<(string, byte[])>();
            app.MapPost("/v1/{what}", async (HttpContext http) =>
            {
                using var body = new MemoryStream();
                await http.Request.Body.CopyToAsync(body);
                bodies.Enqueue((http.Request.Path.Value!, body.ToArray()));
            });
            await app.StartAsync();
            return new Collector(app, bodies);
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
