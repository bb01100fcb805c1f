namespace Integration.Graph.Site.Report;

/// <summary>
/// Checks that the references inside a report are valid. A report may come from another machine, and no site is generated from
/// an inconsistent one.
/// </summary>
internal static class ReportCheck
{
    /// <summary>Returns the problems of the report; empty if there are none.</summary>
    public static IReadOnlyList<string> Problems(CoverageReport report)
    {
        var problems = new List<string>();
        var regions = Keys(report.Regions.Select(region => region.Code), "region", problems);
        var municipalities = Keys(report.Municipalities.Select(municipality => municipality.Code), "municipality", problems);
        var types = Keys(report.ActivityTypes.Select(type => type.Key), "activity type", problems);
        Keys(report.Branches.Select(branch => branch.Slug), "branch", problems);

        problems.AddRange(report.Municipalities
            .Where(municipality => !regions.Contains(municipality.RegionCode))
            .Select(municipality => $"municipality '{municipality.Code}' names the unknown region '{municipality.RegionCode}'"));
        problems.AddRange(report.Municipalities
            .Where(municipality => municipality.TileColumn is < 0 or >= TileGrid.Columns || municipality.TileRow is < 0 or >= TileGrid.Rows)
            .Select(municipality => $"municipality '{municipality.Code}' lies outside the tile map"));
        problems.AddRange(report.Branches
            .Where(branch => !municipalities.Contains(branch.MunicipalityCode))
            .Select(branch => $"branch '{branch.Slug}' names the unknown municipality '{branch.MunicipalityCode}'"));
        problems.AddRange(report.Branches
            .SelectMany(branch => branch.Activities, (branch, activity) => (branch, activity))
            .Where(pair => !types.Contains(pair.activity.TypeKey))
            .Select(pair => $"branch '{pair.branch.Slug}' names the unknown activity type '{pair.activity.TypeKey}'"));
        return problems;
    }

    private static HashSet<string> Keys(IEnumerable<string> keys, string kind, List<string> problems)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        problems.AddRange(keys.Where(key => !seen.Add(key)).Select(key => $"{kind} '{key}' appears twice"));
        return seen;
    }
}
