namespace Integration.Graph.Server.Coverage;

/// <summary>A stored coverage report. It is never changed; a later correction is a new revision.</summary>
internal sealed class CoverageSnapshot
{
    /// <summary>Day of the report.</summary>
    public DateOnly On { get; init; }

    /// <summary>1 for the first report of the day; increases by 1 with each correction.</summary>
    public int Revision { get; init; }
    public DateTime MadeAt { get; init; }
    public required string Json { get; init; }
}
