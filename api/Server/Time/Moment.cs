namespace Integration.Graph.Server.Time;

/// <summary>An instant with its day in Denmark.</summary>
/// <param name="Now">UTC, to the microsecond, which is the precision of the databases.</param>
/// <param name="Today">The date in Europe/Copenhagen.</param>
internal readonly record struct Moment(DateTime Now, DateOnly Today)
{
    /// <summary>The time zone of days and of schedules.</summary>
    public static TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById("Europe/Copenhagen");

    public static Moment Of(TimeProvider clock)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        now = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
        return new Moment(now, DayOf(now));
    }

    /// <summary>The date in Denmark at an instant.</summary>
    public static DateOnly DayOf(DateTime instant) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(instant, Zone));

    /// <summary>The instant at which a day begins in Denmark. Clocks there never change at midnight.</summary>
    public static DateTime StartOf(DateOnly day) =>
        TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(TimeOnly.MinValue), Zone);
}
