using Integration.Graph.Engine.Execution;
using Integration.Graph.Server.Storage;
using Integration.Graph.Site.Report;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Coverage;

/// <summary>The reports that have been made. A kept one is never changed; of a day, the highest revision is answered.</summary>
internal sealed class CoverageReports(IDbContextFactory<GraphContext> contexts)
{
    /// <summary>The longest span of <see cref="HistoryAsync"/>, in days, both ends included.</summary>
    public const int LongestHistory = 92;

    /// <summary>The code of a span that <see cref="HistoryAsync"/> does not take.</summary>
    public const string RangeCode = "COVERAGE_RANGE";

    // Kept reports never change, so that the one last read needs reading once only.
    private volatile CoverageReport? _lastRead;

    /// <summary>The report of a day, or the latest report; null if there is none.</summary>
    public async Task<CoverageReport?> GetAsync(DateOnly? on, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var key = await context.CoverageSnapshots
            .Where(snapshot => on == null || snapshot.On == on)
            .OrderByDescending(snapshot => snapshot.On).ThenByDescending(snapshot => snapshot.Revision)
            .Select(snapshot => new { snapshot.On, snapshot.Revision })
            .FirstOrDefaultAsync(cancellationToken);
        if (key is null)
            return null;
        if (_lastRead is { } read && read.On == key.On && read.Revision == key.Revision)
            return read;
        var json = await context.CoverageSnapshots
            .Where(snapshot => snapshot.On == key.On && snapshot.Revision == key.Revision)
            .Select(snapshot => snapshot.Json)
            .SingleAsync(cancellationToken);
        return _lastRead = ReportFormat.Read(json);
    }

    /// <summary>The reports of the days from one to another, both included, by day; days without a report are left out.</summary>
    /// <exception cref="GraphQLException">The days are in the wrong order, or too far apart.</exception>
    public async Task<IReadOnlyList<CoverageReport>> HistoryAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        if (to < from)
            throw new GraphQLException($"The history ends on {to:yyyy-MM-dd}, before it begins on {from:yyyy-MM-dd}.", RangeCode);
        if (to.DayNumber - from.DayNumber >= LongestHistory)
            throw new GraphQLException($"The history may span {LongestHistory} days; ask for a longer one in parts.", RangeCode);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var texts = await context.CoverageSnapshots
            .Where(snapshot => from <= snapshot.On && snapshot.On <= to)
            .Where(snapshot => !context.CoverageSnapshots.Any(later => later.On == snapshot.On && later.Revision > snapshot.Revision))
            .OrderBy(snapshot => snapshot.On)
            .Select(snapshot => snapshot.Json)
            .ToListAsync(cancellationToken);
        return [.. texts.Select(ReportFormat.Read)];
    }

    /// <summary>The last day that has a report; null if there is none.</summary>
    public async Task<DateOnly?> LastDayAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.CoverageSnapshots.MaxAsync(snapshot => (DateOnly?)snapshot.On, cancellationToken);
    }

    /// <summary>
    /// Keeps a report, unless its day and revision have one: then that one stays. Several processes may try at once.
    /// </summary>
    /// <returns>Whether this report is the one that was kept.</returns>
    public async Task<bool> KeepAsync(CoverageReport report, CancellationToken cancellationToken)
    {
        if (await IsKeptAsync(report, cancellationToken))
            return false;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        context.CoverageSnapshots.Add(new CoverageSnapshot
        {
            On = report.On,
            Revision = report.Revision,
            MadeAt = report.MadeAt,
            Json = ReportFormat.Write(report),
        });
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException)
        {
            // The primary key let only one process through. If it was not that, the error stands.
            if (await IsKeptAsync(report, cancellationToken))
                return false;
            throw;
        }
    }

    private async Task<bool> IsKeptAsync(CoverageReport report, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.CoverageSnapshots.AnyAsync(
            snapshot => snapshot.On == report.On && snapshot.Revision == report.Revision, cancellationToken);
    }
}
