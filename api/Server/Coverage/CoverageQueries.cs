using Integration.Graph.Engine.Types;
using Integration.Graph.Site.Report;

namespace Integration.Graph.Server.Coverage;

[QueryType]
internal static class CoverageQueries
{
    /// <summary>
    /// The coverage report of a day, or the latest one; null if there is none. Of several revisions, the latest is returned.
    /// </summary>
    /// <param name="on">Day in Denmark. Default: the day of the latest report.</param>
    /// <param name="reports">The stored reports.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public static Task<CoverageReport?> GetCoverageAsync(DateOnly? on, CoverageReports reports, CancellationToken cancellationToken) =>
        reports.GetAsync(on, cancellationToken);

    /// <summary>
    /// The coverage reports of a span of at most 92 days, ordered by day. Days without a report are left out. A longer
    /// or reversed span gives an error with the code COVERAGE_RANGE.
    /// </summary>
    /// <param name="from">First day of the span, included.</param>
    /// <param name="to">Last day of the span, included.</param>
    /// <param name="reports">The stored reports.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    [ListSize(31)]
    public static Task<IReadOnlyList<CoverageReport>> GetCoverageHistoryAsync(DateOnly from, DateOnly to, CoverageReports reports, CancellationToken cancellationToken) =>
        reports.HistoryAsync(from, to, cancellationToken);
}
