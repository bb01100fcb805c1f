using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Site.Report;
using Integration.Graph.Site.Tests.Reports;

[assembly: AssemblyFixture(typeof(Integration.Graph.Site.Tests.Pages.SeedSite))]

namespace Integration.Graph.Site.Tests.Pages;

/// <summary>The whole site of the seed data, generated once for tests that only read it.</summary>
public sealed class SeedSite : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    internal CoverageReport Report { get; private set; } = null!;

    internal string Root => _folder["site"];

    public async ValueTask InitializeAsync()
    {
        await using var world = await CoverageWorld.OnAsync(DatabaseKind.Sqlite);
        Report = await world.ReportAsync();
        await SiteGenerator.GenerateAsync(Report, Root, CancellationToken.None);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
