using Integration.Graph.Site.Report;

namespace Integration.Graph.Site.Tests.Reports;

internal static class BrokenReport
{
    /// <summary>Fits together, but its last branch has a slug that no page can have: everything before is written.</summary>
    public static CoverageReport FailsAtTheLastPage()
    {
        var report = SmallReport.Make();
        return report with { Branches = [.. report.Branches, SmallReport.Branch("STORE BOGSTAVER", "Sidst", "0103")] };
    }
}
