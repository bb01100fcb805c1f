namespace Integration.Graph.Server.Storage.Demo;

/// <summary>The day to which the demonstration world is made. Everything in it has happened before that day began.</summary>
internal sealed class DemoClock
{
    private static readonly TimeZoneInfo Copenhagen = TimeZoneInfo.FindSystemTimeZoneById("Europe/Copenhagen");

    public DemoClock(DateOnly today)
    {
        Today = today;
        Now = StartOf(today);
    }

    public DateOnly Today { get; }

    /// <summary>The first instant of the day in Denmark.</summary>
    public DateTime Now { get; }

    /// <summary>The day in Denmark at this instant.</summary>
    public static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, Copenhagen).DateTime);

    public static DateTime StartOf(DateOnly day) =>
        TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Unspecified), Copenhagen);

    /// <summary>Some moment of a working day that many days ago; 1 is the least.</summary>
    public DateTime DaysAgo(int days, DemoRandom random) => Later(Today.AddDays(-Math.Max(1, days)), random);

    /// <summary>Some moment between eight and four on a day.</summary>
    public static DateTime Later(DateOnly day, DemoRandom random) => StartOf(day).AddMinutes(random.From(8 * 60, 16 * 60));
}
