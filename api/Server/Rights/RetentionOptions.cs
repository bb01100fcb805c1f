using Integration.Graph.Server.Coverage;
using Microsoft.Extensions.Options;
using Quartz;

namespace Integration.Graph.Server.Rights;

/// <summary>When persons whose time is over are erased (<c>Retention:…</c>).</summary>
internal sealed class RetentionOptions
{
    public const string Section = "Retention";

    /// <summary>Erases nobody in this process; another one on the same database may.</summary>
    public const string Never = "never";

    /// <summary>The time of the night, <c>04:15</c>; or a Quartz cron expression; or <c>never</c>. Danish time.</summary>
    public string Schedule { get; set; } = "04:15";

    public bool IsNever => string.Equals(Schedule, Never, StringComparison.OrdinalIgnoreCase);

    /// <summary>The schedule as a cron expression in Danish time; null if it is none, or cannot be read.</summary>
    public CronExpression? Cron => CoverageOptions.CronOf(Schedule);
}

/// <summary>Finds everything that is wrong with the settings.</summary>
internal sealed class RetentionOptionsValidator : IValidateOptions<RetentionOptions>
{
    public ValidateOptionsResult Validate(string? name, RetentionOptions options) => options.IsNever || options.Cron is not null
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail($"Retention:Schedule is '{options.Schedule}'; it must be a time such as 04:15, a cron expression such as '0 15 4 * * ?', or {RetentionOptions.Never}.");
}
