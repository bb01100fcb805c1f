namespace Integration.Graph.Site.Report;

/// <summary>
/// Values of <see cref="BranchCoverage.Origin"/>, <see cref="ActivityCoverage.Origin"/> and <see
/// cref="MunicipalityCoverage.Origin"/>.
/// </summary>
internal static class OriginNames
{
    public const string Documented = "DOCUMENTED";
    public const string Assumed = "ASSUMED";
    public const string Entered = "ENTERED";
}
