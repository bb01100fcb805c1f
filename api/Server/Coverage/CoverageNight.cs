namespace Integration.Graph.Server.Coverage;

/// <summary>
/// The nightly job: creates the reports that are due and not stored yet, and publishes the latest. Running it again, or in
/// several processes at once, does nothing twice.
/// </summary>
internal sealed partial class CoverageNight(
    CoverageReporter reporter, CoverageReports reports, CoveragePublisher publisher,
    CoverageSchedule schedule, ILogger<CoverageNight> logger)
{
    /// <summary>Highest number of missed nights that get a report later. Earlier missed nights stay without one.</summary>
    public const int MostMadeUp = 366;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var day in Missing(await reports.LastDayAsync(cancellationToken)))
        {
            var report = await reporter.MakeAsync(day, revision: 1, cancellationToken);
            if (await reports.KeepAsync(report, cancellationToken))
            {
                LogKept(day, report.Country.BranchesWithIntegrationActivities, report.Country.Branches);
            }
        }
        await CorrectAsync(cancellationToken);
        if (await reports.GetAsync(on: null, cancellationToken) is { } latest
            && await publisher.PublishAsync(latest, cancellationToken) is { } folder)
        {
            LogPublished(latest.On, latest.Revision, folder);
        }
    }

    // Reports from before origins were recorded do not separate assumptions from documented facts. The latest report is published,
    // so it gets a revision that separates them.
    private async Task CorrectAsync(CancellationToken cancellationToken)
    {
        if (await reports.GetAsync(on: null, cancellationToken) is not { Country.Documented: null } outdated)
        {
            return;
        }

        var corrected = await reporter.MakeAsync(outdated.On, outdated.Revision + 1, cancellationToken);
        if (await reports.KeepAsync(corrected, cancellationToken))
        {
            LogCorrected(corrected.On, corrected.Revision);
        }
    }

    // The first report is due immediately, so that a new server has a site before the first night.
    private IEnumerable<DateOnly> Missing(DateOnly? last)
    {
        if (last is null)
        {
            return [schedule.Today];
        }

        var due = schedule.LastDueDay;
        var first = Math.Max(last.Value.DayNumber + 1, due.DayNumber - MostMadeUp + 1);
        return Enumerable.Range(first, Math.Max(0, due.DayNumber - first + 1)).Select(DateOnly.FromDayNumber);
    }

    [LoggerMessage(LogLevel.Information, "Coverage report for {Day:yyyy-MM-dd} stored: {With} of {All} branches have integration activities.")]
    private partial void LogKept(DateOnly day, int with, int all);

    [LoggerMessage(LogLevel.Information, "Coverage report for {Day:yyyy-MM-dd} corrected: revision {Revision} separates assumptions from documented facts.")]
    private partial void LogCorrected(DateOnly day, int revision);

    [LoggerMessage(LogLevel.Information, "Statistics site for {Day:yyyy-MM-dd}, revision {Revision}, published in {Folder}.")]
    private partial void LogPublished(DateOnly day, int revision, string folder);
}
