using Integration.Graph.Engine.Types;
using Integration.Graph.Site.Report;

namespace Integration.Graph.Server.Coverage;

[QueryType]
internal static class CoverageQueries
{
    /// <summary>The report of a day, or the latest one; null if there is none.</summary>
    /// <param name="on">The day in Denmark; the latest report if it is left out.</param>
    /// <param name="reports">Where reports are kept.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static Task<CoverageReport?> GetCoverageAsync(DateOnly? on, CoverageReports reports, CancellationToken cancellationToken) =>
        reports.GetAsync(on, cancellationToken);

    /// <summary>The reports of a span of days, by day; days without one are left out.</summary>
    /// <param name="from">The first day.</param>
    /// <param name="to">The last day.</param>
    /// <param name="reports">Where reports are kept.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    [ListSize(31)]
    public static Task<IReadOnlyList<CoverageReport>> GetCoverageHistoryAsync(DateOnly from, DateOnly to, CoverageReports reports, CancellationToken cancellationToken) =>
        reports.HistoryAsync(from, to, cancellationToken);
}
