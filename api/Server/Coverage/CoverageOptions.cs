using System.Globalization;
using Microsoft.Extensions.Options;
using Quartz;

namespace Integration.Graph.Server.Coverage;

/// <summary>When the coverage report is made and where the statistics site is published (<c>Coverage:…</c>).</summary>
internal sealed class CoverageOptions
{
    public const string Section = "Coverage";

    /// <summary>Makes no reports and publishes nothing in this process; another one on the same database may.</summary>
    public const string Never = "never";

    /// <summary>The time of the night, <c>03:30</c>; or a Quartz cron expression; or <c>never</c>. Danish time.</summary>
    public string Schedule { get; set; } = "03:30";

    /// <summary>The folder that the site's versions are kept in. Default: <c>data/site</c> beside the server.</summary>
    public string Output { get; set; } = "";

    /// <summary>The zone in which the schedule is read and a report's day begins and ends.</summary>
    public static TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById("Europe/Copenhagen");

    public bool IsNever => string.Equals(Schedule, Never, StringComparison.OrdinalIgnoreCase);

    /// <summary>The schedule as a cron expression in Danish time; null if it is none, or cannot be read.</summary>
    public CronExpression? Cron => CronOf(Schedule);

    /// <summary>A time of the night or a cron expression, as a cron expression in Danish time; null if it is neither.</summary>
    public static CronExpression? CronOf(string schedule)
    {
        var text = TimeOnly.TryParseExact(schedule, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? string.Create(CultureInfo.InvariantCulture, $"0 {time.Minute} {time.Hour} * * ?")
            : schedule;
        return CronExpression.TryParse(text, out var cron) ? cron.WithTimeZone(Zone) : null;
    }

    /// <summary>The day in Denmark at an instant.</summary>
    public static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, Zone).DateTime);
}

/// <summary>Finds everything that is wrong with the settings.</summary>
internal sealed class CoverageOptionsValidator : IValidateOptions<CoverageOptions>
{
    public ValidateOptionsResult Validate(string? name, CoverageOptions options)
    {
        var problems = new List<string>();
        if (!options.IsNever && options.Cron is null)
            problems.Add($"Coverage:Schedule is '{options.Schedule}'; it must be a time such as 03:30, a cron expression such as '0 30 3 * * ?', or {CoverageOptions.Never}.");
        if (options.Output.Contains('\0', StringComparison.Ordinal))
            problems.Add("Coverage:Output is no path of a folder.");
        else if (File.Exists(options.Output))
            problems.Add($"Coverage:Output is '{options.Output}', which is a file; it must be a folder, which is made if it is missing.");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
