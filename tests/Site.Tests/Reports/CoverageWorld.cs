using Integration.Graph.Server.Coverage;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Identity;
using Integration.Graph.Site.Report;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Site.Tests.Reports;

/// <summary>
/// A database with the reference data, and the services that create and publish reports from it. The clock is at 2 March
/// 2026, 10:00 in Denmark.
/// </summary>
internal sealed class CoverageWorld : IAsyncDisposable
{
    public static readonly DateOnly Today = new(2026, 3, 2);

    private readonly TestDatabase _database;
    private readonly TemporaryFolder _folder = new();

    private CoverageWorld(TestDatabase database) => _database = database;

    public SettableClock Clock { get; } = new();

    public string Output => _folder["site"];

    public static async Task<CoverageWorld> OnAsync(DatabaseKind kind) => new(await TestDatabase.CreateAsync(kind));

    /// <summary>Uses a database that a test has prepared. The world disposes of it.</summary>
    public static CoverageWorld On(TestDatabase database) => new(database);

    public GraphContext CreateContext() => _database.CreateContext();

    public CoverageReporter Reporter => new(new Contexts(_database), Clock);

    public CoverageReports Reports => new(new Contexts(_database));

    /// <summary>Returns the nightly job of one process, optionally with another output folder or schedule.</summary>
    public CoverageNight Night(string? output = null, string schedule = "03:30")
    {
        var options = Options.Create(new CoverageOptions { Schedule = schedule, Output = output ?? Output });
        return new CoverageNight(
            Reporter, Reports, new CoveragePublisher(options), new CoverageSchedule(options, Clock), NullLogger<CoverageNight>.Instance);
    }

    public Task<CoverageReport> ReportAsync(DateOnly? on = null) => Reporter.MakeAsync(on ?? Today, 1, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        _folder.Dispose();
        await _database.DisposeAsync();
    }

    private sealed class Contexts(TestDatabase database) : IDbContextFactory<GraphContext>
    {
        public GraphContext CreateDbContext() => database.CreateContext();
    }
}
