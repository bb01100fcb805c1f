namespace Integration.Graph.Server.Coverage;

/// <summary>
/// What the night does: makes the reports that are due and not kept yet, and publishes the latest. Doing it twice, or
/// in several processes at once, does no more than once.
/// </summary>
internal sealed partial class CoverageNight(
    CoverageReporter reporter, CoverageReports reports, CoveragePublisher publisher,
    CoverageSchedule schedule, ILogger<CoverageNight> logger)
{
    /// <summary>The most nights that are made up; older ones than these stay without a report.</summary>
    public const int MostMadeUp = 366;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var day in Missing(await reports.LastDayAsync(cancellationToken)))
        {
            var report = await reporter.MakeAsync(day, revision: 1, cancellationToken);
            if (await reports.KeepAsync(report, cancellationToken))
                LogKept(day, report.Country.BranchesWithIntegrationActivities, report.Country.Branches);
        }
        await CorrectAsync(cancellationToken);
        if (await reports.GetAsync(on: null, cancellationToken) is { } latest
            && await publisher.PublishAsync(latest, cancellationToken) is { } folder)
            LogPublished(latest.On, latest.Revision, folder);
    }

    // A report from before origins were recorded counts assumptions without a word. The latest one is published: it gets a revision that tells them apart.
    private async Task CorrectAsync(CancellationToken cancellationToken)
    {
        if (await reports.GetAsync(on: null, cancellationToken) is not { Country.Documented: null } outdated)
            return;
        var corrected = await reporter.MakeAsync(outdated.On, outdated.Revision + 1, cancellationToken);
        if (await reports.KeepAsync(corrected, cancellationToken))
            LogCorrected(corrected.On, corrected.Revision);
    }

    // The very first report does not wait for the night: a site that says nothing until tomorrow helps nobody.
    private IEnumerable<DateOnly> Missing(DateOnly? last)
    {
        if (last is null)
            return [schedule.Today];
        var due = schedule.LastDueDay;
        var first = Math.Max(last.Value.DayNumber + 1, due.DayNumber - MostMadeUp + 1);
        return Enumerable.Range(first, Math.Max(0, due.DayNumber - first + 1)).Select(DateOnly.FromDayNumber);
    }

    [LoggerMessage(LogLevel.Information, "Coverage report of {Day:yyyy-MM-dd} kept: {With} of {All} branches have integration activities.")]
    private partial void LogKept(DateOnly day, int with, int all);

    [LoggerMessage(LogLevel.Information, "Coverage report of {Day:yyyy-MM-dd} did not tell assumptions from facts: revision {Revision} does.")]
    private partial void LogCorrected(DateOnly day, int revision);

    [LoggerMessage(LogLevel.Information, "Statistics site of {Day:yyyy-MM-dd}, revision {Revision}, published in {Folder}.")]
    private partial void LogPublished(DateOnly day, int revision, string folder);
}
