using Integration.Graph.Server.Coverage;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Site.Report;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(Integration.Graph.Site.Tests.Coverage.PublishedCountry))]

namespace Integration.Graph.Site.Tests.Coverage;

/// <summary>A server with the published site of the seed data, for tests that only read it.</summary>
public sealed class PublishedCountry : IAsyncLifetime
{
    private SiteHost _host = null!;

    internal HttpClient Client => _host.Client;

    internal Uri Address => _host.Client.BaseAddress!;

    internal async Task<CoverageReport> ReportAsync() =>
        (await _host.Services.GetRequiredService<CoverageReports>().GetAsync(null, CancellationToken.None)).ShouldNotBeNull();

    public async ValueTask InitializeAsync() =>
        _host = await (await SiteHost.StartAsync(await TestDatabase.CreateAsync(DatabaseKind.Sqlite))).PublishedAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
