using Integration.Graph.Site.Report;

namespace Integration.Graph.Site.Tests.Reports;

internal static class BrokenReport
{
    /// <summary>A consistent report whose last branch has an invalid slug. Every earlier page is written.</summary>
    public static CoverageReport FailsAtTheLastPage()
    {
        var report = SmallReport.Make();
        return report with { Branches = [.. report.Branches, SmallReport.Branch("STORE BOGSTAVER", "Sidst", "0103")] };
    }
}
