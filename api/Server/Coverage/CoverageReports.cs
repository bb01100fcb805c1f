using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Storage;
using Integration.Graph.Site.Report;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Coverage;

/// <summary>
/// The stored coverage reports. A stored report is never changed. For each day, the highest revision is returned.
/// </summary>
internal sealed class CoverageReports(IDbContextFactory<GraphContext> contexts)
{
    /// <summary>Longest span of <see cref="HistoryAsync"/> in days, both ends included.</summary>
    public const int LongestHistory = 92;

    /// <summary>Error code for a span that <see cref="HistoryAsync"/> does not accept.</summary>
    public const string RangeCode = "COVERAGE_RANGE";

    // Stored reports never change, so the report that was read last is cached.
    private volatile CoverageReport? _lastRead;

    /// <summary>Returns the report of a day, or the latest report; null if there is none.</summary>
    public async Task<CoverageReport?> GetAsync(DateOnly? on, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var key = await context.CoverageSnapshots
            .Where(snapshot => on == null || snapshot.On == on)
            .OrderByDescending(snapshot => snapshot.On).ThenByDescending(snapshot => snapshot.Revision)
            .Select(snapshot => new { snapshot.On, snapshot.Revision })
            .FirstOrDefaultAsync(cancellationToken);
        if (key is null)
        {
            return null;
        }

        if (_lastRead is { } read && read.On == key.On && read.Revision == key.Revision)
        {
            return read;
        }

        var json = await context.CoverageSnapshots
            .Where(snapshot => snapshot.On == key.On && snapshot.Revision == key.Revision)
            .Select(snapshot => snapshot.Json)
            .SingleAsync(cancellationToken);
        return _lastRead = ReportFormat.Read(json);
    }

    /// <summary>
    /// Returns the reports of a span of days, both ends included, ordered by day. Days without a report are left out.
    /// </summary>
    /// <exception cref="GraphQLException">The days are in the wrong order, or too far apart.</exception>
    public async Task<IReadOnlyList<CoverageReport>> HistoryAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        if (to < from)
        {
            throw new GraphQLException($"The history ends on {to:yyyy-MM-dd}, before it begins on {from:yyyy-MM-dd}. Swap the days.", RangeCode);
        }

        if (to.DayNumber - from.DayNumber >= LongestHistory)
        {
            throw new GraphQLException($"The history may span at most {LongestHistory} days. Query a longer history in parts.", RangeCode);
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var texts = await context.CoverageSnapshots
            .Where(snapshot => from <= snapshot.On && snapshot.On <= to)
            .Where(snapshot => !context.CoverageSnapshots.Any(later => later.On == snapshot.On && later.Revision > snapshot.Revision))
            .OrderBy(snapshot => snapshot.On)
            .Select(snapshot => snapshot.Json)
            .ToListAsync(cancellationToken);
        return [.. texts.Select(ReportFormat.Read)];
    }

    /// <summary>Returns the last day that has a report; null if there is none.</summary>
    public async Task<DateOnly?> LastDayAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.CoverageSnapshots.MaxAsync(snapshot => (DateOnly?)snapshot.On, cancellationToken);
    }

    /// <summary>
    /// Stores a report, unless there is one for its day and revision. Several processes can try at the same time.
    /// </summary>
    /// <returns>Whether this report was stored.</returns>
    public async Task<bool> KeepAsync(CoverageReport report, CancellationToken cancellationToken)
    {
        if (await IsKeptAsync(report, cancellationToken))
        {
            return false;
        }

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
            // The primary key lets only one process store the report. Any other error is thrown.
            if (await IsKeptAsync(report, cancellationToken))
            {
                return false;
            }

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
