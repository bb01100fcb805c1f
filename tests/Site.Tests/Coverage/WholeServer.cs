using System.Net.Http.Json;
using System.Text.Json;
using Integration.Graph.Server.Coverage;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Site.Remote;
using Integration.Graph.Site.Tests.Reports;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(Integration.Graph.Site.Tests.Coverage.WholeServers))]

namespace Integration.Graph.Site.Tests.Coverage;

/// <summary>One complete server on each database, started on first use, for tests that only read.</summary>
public sealed class WholeServers : IAsyncDisposable
{
    private readonly Lazy<Task<WholeServer>> _onSqlite = new(() => WholeServer.StartAsync(DatabaseKind.Sqlite, people: 300));
    private readonly Lazy<Task<WholeServer>> _onPostgreSql = new(() => WholeServer.StartAsync(DatabaseKind.PostgreSql, people: 300));

    internal Task<WholeServer> On(DatabaseKind kind) => (kind == DatabaseKind.Sqlite ? _onSqlite : _onPostgreSql).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var server in new[] { _onSqlite, _onPostgreSql }.Where(server => server.IsValueCreated))
        {
            await (await server.Value).DisposeAsync();
        }
    }
}

/// <summary>The complete server with a small demonstration world, on its own port.</summary>
internal sealed class WholeServer : IAsyncDisposable
{
    private readonly WebApplicationFactory<global::Program> _factory;
    private readonly TestDatabase _database;
    private readonly TemporaryFolder _folder;

    private WholeServer(WebApplicationFactory<global::Program> factory, TestDatabase database, TemporaryFolder folder)
    {
        _factory = factory;
        _database = database;
        _folder = folder;
        Client = new HttpClient
        {
            BaseAddress = new Uri(factory.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()),
        };
    }

    public HttpClient Client { get; }

    public Uri Address => Client.BaseAddress!;

    public IServiceProvider Services => _factory.Services;

    /// <summary>The folder of the served site.</summary>
    public string Served => Path.Combine(_folder["site"], CoveragePublisher.Current(_folder["site"]).ShouldNotBeNull());

    public static async Task<WholeServer> StartAsync(DatabaseKind kind, int people)
    {
        var database = await TestDatabase.CreateAsync(kind);
        var folder = new TemporaryFolder();
        var factory = new WebApplicationFactory<global::Program>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment("Development");
            foreach (var (name, value) in database.Settings)
            {
                host.UseSetting(name, value);
            }

            host.UseSetting("urls", "http://127.0.0.1:0");
            host.UseSetting("Coverage:Output", folder["site"]);
            host.UseSetting("Demo:Refugees", people.ToString(System.Globalization.CultureInfo.InvariantCulture));
        });
        factory.UseKestrel();
        factory.StartServer();
        var started = new WholeServer(factory, database, folder);
        var published = factory.Services.GetRequiredService<PublishedSite>();
        for (var waited = 0; published.Current is null; waited++)
        {
            waited.ShouldBeLessThan(1200, "The site was not published within two minutes.");
            await Task.Delay(100);
        }
        return started;
    }

    public Server.Storage.GraphContext CreateContext() => _database.CreateContext();

    /// <summary>Returns the response to the query for a complete report.</summary>
    public async Task<JsonElement> CoverageAsync()
    {
        using var answer = await Client.PostAsJsonAsync(new Uri("/graphql", UriKind.Relative), new { query = CoverageQuery.Document });
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        body.TryGetProperty("errors", out _).ShouldBeFalse(body.ToString());
        return body.GetProperty("data").GetProperty("coverage");
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _factory.DisposeAsync();
        _folder.Dispose();
        await _database.DisposeAsync();
    }
}
