namespace Integration.Graph.Server.Coverage;

/// <summary>A night's report as it was made. Kept unchanged; a later correction is a further revision.</summary>
internal sealed class CoverageSnapshot
{
    /// <summary>The day that the report is about.</summary>
    public DateOnly On { get; init; }

    /// <summary>1 for the first report of the day, without gaps.</summary>
    public int Revision { get; init; }
    public DateTime MadeAt { get; init; }
    public required string Json { get; init; }
}
