using Microsoft.Extensions.Options;
using Quartz;

namespace Integration.Graph.Server.Losses;

/// <summary>When what the clock has made due is followed up (<c>FollowUp:…</c>).</summary>
internal sealed class FollowUpOptions
{
    public const string Section = "FollowUp";

    /// <summary>Follows nothing up in this process; another one on the same database may.</summary>
    public const string Never = "never";

    /// <summary>A Quartz cron expression, or <c>never</c>. Nobody sees a person longer because of it: the clock decides that.</summary>
    public string Schedule { get; set; } = "0 */10 * * * ?";

    public bool IsNever => string.Equals(Schedule, Never, StringComparison.OrdinalIgnoreCase);

    /// <summary>Null if it is no expression.</summary>
    public CronExpression? Cron => CronExpression.TryParse(Schedule, out var cron) ? cron : null;
}

/// <summary>Finds everything that is wrong with the settings.</summary>
internal sealed class FollowUpOptionsValidator : IValidateOptions<FollowUpOptions>
{
    public ValidateOptionsResult Validate(string? name, FollowUpOptions options) => options.IsNever || options.Cron is not null
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail($"FollowUp:Schedule is '{options.Schedule}'; it must be a cron expression such as '0 */10 * * * ?', or {FollowUpOptions.Never}.");
}
