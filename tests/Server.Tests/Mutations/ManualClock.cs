namespace Integration.Graph.Server.Tests.Mutations;

/// <summary>A clock that only moves when a test moves it.</summary>
internal sealed class ManualClock : TimeProvider
{
    /// <summary>A Wednesday at noon in Denmark.</summary>
    public DateTime Now { get; set; } = new(2026, 3, 4, 11, 0, 0, DateTimeKind.Utc);

    public DateOnly Today => DateOnly.FromDateTime(Now);

    public void Pass(TimeSpan time) => Now += time;

    public override DateTimeOffset GetUtcNow() => Now;
}
