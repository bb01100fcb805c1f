using System.Globalization;
using Integration.Graph.Server.Time;
using Quartz;

namespace Integration.Graph.Server.Jobs;

/// <summary>
/// Parses the schedule of a job: a time of day such as <c>04:15</c>, a Quartz cron expression, or <c>never</c>. Times are
/// Danish.
/// </summary>
internal static class JobSchedule
{
    /// <summary>The job does not run in this process. Another process on the same database may run it.</summary>
    public const string Never = "never";

    public static bool IsNever(string schedule) => string.Equals(schedule, Never, StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns a schedule as a cron expression in Danish time; null if it is neither a time nor an expression.</summary>
    public static CronExpression? CronOf(string schedule)
    {
        var text = TimeOnly.TryParseExact(schedule, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? string.Create(CultureInfo.InvariantCulture, $"0 {time.Minute} {time.Hour} * * ?")
            : schedule;
        return CronExpression.TryParse(text, out var cron) ? cron.WithTimeZone(Moment.Zone) : null;
    }

    /// <summary>Returns the problem of a setting; null if there is none.</summary>
    public static string? ProblemOf(string setting, string schedule) => IsNever(schedule) || CronOf(schedule) is not null
        ? null
        : $"{setting} is '{schedule}'; it must be a time such as 04:15, a cron expression such as '0 15 4 * * ?', or {Never}.";
}
