using Integration.Graph.Server.Jobs;
using Integration.Graph.Server.Time;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Coverage;

/// <summary>Determines for which days reports are due.</summary>
internal sealed class CoverageSchedule(IOptions<CoverageOptions> options, TimeProvider clock)
{
    /// <summary>Today in Denmark.</summary>
    public DateOnly Today => Moment.Of(clock).Today;

    /// <summary>Day of the last scheduled time. With the default schedule: today from 03:30 on, yesterday before that.</summary>
    public DateOnly LastDueDay
    {
        get
        {
            // GetPreviousValidTimeBefore excludes its argument, and the job starts at the scheduled second itself.
            var before = clock.GetUtcNow().AddSeconds(1);
            return JobSchedule.CronOf(options.Value.Schedule)?.GetPreviousValidTimeBefore(before) is { } scheduled
                ? Moment.DayOf(scheduled.UtcDateTime)
                : Today;
        }
    }
}
