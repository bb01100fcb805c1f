namespace Integration.Graph.Server.Demo;

/// <summary>The day for which the demonstration world is generated. All its events are before the start of that day.</summary>
internal sealed class DemoClock
{
    private static readonly TimeZoneInfo Copenhagen = TimeZoneInfo.FindSystemTimeZoneById("Europe/Copenhagen");

    public DemoClock(DateOnly today)
    {
        Today = today;
        Now = StartOf(today);
    }

    public DateOnly Today { get; }

    /// <summary>First instant of the day in Denmark.</summary>
    public DateTime Now { get; }

    /// <summary>Returns the day in Denmark at an instant.</summary>
    public static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, Copenhagen).DateTime);

    public static DateTime StartOf(DateOnly day) =>
        TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Unspecified), Copenhagen);

    /// <summary>Returns a random time during working hours, the given number of days ago (at least 1).</summary>
    public DateTime DaysAgo(int days, DemoRandom random) => Later(Today.AddDays(-Math.Max(1, days)), random);

    /// <summary>Returns a random time between 8:00 and 16:00 on a day.</summary>
    public static DateTime Later(DateOnly day, DemoRandom random) => StartOf(day).AddMinutes(random.From(8 * 60, 16 * 60));
}
