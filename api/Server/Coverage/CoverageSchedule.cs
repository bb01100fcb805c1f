using Integration.Graph.Server.Jobs;
using Integration.Graph.Server.Mutations;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Coverage;

/// <summary>Which days have a report due now.</summary>
internal sealed class CoverageSchedule(IOptions<CoverageOptions> options, TimeProvider clock)
{
    /// <summary>The day in Denmark.</summary>
    public DateOnly Today => Moment.Of(clock).Today;

    /// <summary>The day of the last scheduled time: today from 03:30 on, yesterday before.</summary>
    public DateOnly LastDueDay
    {
        get
        {
            // "Before" leaves out its own argument, and the job starts at the scheduled second itself.
            var before = clock.GetUtcNow().AddSeconds(1);
            return JobSchedule.CronOf(options.Value.Schedule)?.GetPreviousValidTimeBefore(before) is { } scheduled
                ? Moment.DayOf(scheduled.UtcDateTime)
                : Today;
        }
    }
}
