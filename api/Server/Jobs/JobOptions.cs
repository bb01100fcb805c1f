using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Jobs;

/// <summary>Settings of a job's schedule (<c>Retention:…</c>, <c>FollowUp:…</c>), as named options.</summary>
internal sealed class JobOptions
{
    /// <summary>A time, a cron expression or <c>never</c>, see <see cref="JobSchedule"/>.</summary>
    public string Schedule { get; set; } = JobSchedule.Never;
}

/// <summary>Validates <see cref="JobOptions"/>.</summary>
internal sealed class JobOptionsValidator : IValidateOptions<JobOptions>
{
    public ValidateOptionsResult Validate(string? name, JobOptions options) =>
        JobSchedule.ProblemOf($"{name}:{nameof(options.Schedule)}", options.Schedule) is { } problem ? ValidateOptionsResult.Fail(problem) : ValidateOptionsResult.Success;
}
