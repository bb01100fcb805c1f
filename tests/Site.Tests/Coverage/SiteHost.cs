using Integration.Graph.Server.Coverage;
using Integration.Graph.Server.Http;
using Integration.Graph.Server.Jobs;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Site.Tests.Reports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Integration.Graph.Site.Tests.Coverage;

/// <summary>A server on its own port with the product's storage and coverage, and two other endpoints.</summary>
internal sealed class SiteHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TestDatabase _database;
    private readonly TemporaryFolder _folder;

    /// <summary>Starts the host with the site of an invented country.</summary>
    public static async Task<SiteHost> SmallAsync(params (string Name, string Value)[] settings) =>
        await StartAsync(await SmallCountry.CreateAsync(DatabaseKind.Sqlite), settings);

    private SiteHost(WebApplication app, TestDatabase database, TemporaryFolder folder)
    {
        _app = app;
        _database = database;
        _folder = folder;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public string Output => _folder["site"];

    /// <summary>Starts the host on a database, which it disposes of.</summary>
    public static Task<SiteHost> StartAsync(TestDatabase database, params (string Name, string Value)[] settings) =>
        StartAsync(database, initialize: false, settings);

    /// <summary>Starts the host on a database, which it disposes of.</summary>
    /// <param name="database">The database.</param>
    /// <param name="initialize">Whether the host initialises the database first, as the program does.</param>
    /// <param name="settings">Settings of the server.</param>
    public static async Task<SiteHost> StartAsync(TestDatabase database, bool initialize, params (string Name, string Value)[] settings)
    {
        var folder = new TemporaryFolder();
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Logging.ClearProviders();
        builder.Configuration
            .AddInMemoryCollection(database.Settings)
            .AddInMemoryCollection([new("Coverage:Output", folder["site"])])
            .AddInMemoryCollection(settings.Select(one => new KeyValuePair<string, string?>(one.Name, one.Value)));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddStorage();
        builder.AddJobs();
        builder.AddCoverage();
        var app = builder.Build();
        app.UseMiddleware<SecurityHeaders>();
        app.MapStatisticsSite();
        app.MapPost("/graphql", () => Results.Text("graphql"));
        app.MapGet("/health/live", () => Results.Text("alive"));
        var host = new SiteHost(app, database, folder);
        try
        {
            if (initialize)
            {
                await app.Services.GetRequiredService<StorageInitializer>().InitializeAsync();
            }

            await app.StartAsync();
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
        host.Client.BaseAddress = new Uri(app.Urls.Single());
        return host;
    }

    /// <summary>Waits until the site is published.</summary>
    public async Task<SiteHost> PublishedAsync()
    {
        var published = Services.GetRequiredService<PublishedSite>();
        for (var waited = 0; published.Current is null; waited++)
        {
            waited.ShouldBeLessThan(600, "The site was not published within a minute.");
            await Task.Delay(100);
        }
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        _folder.Dispose();
        await _database.DisposeAsync();
    }
}
