using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Quartz;

namespace Integration.Graph.Server.Jobs;

/// <summary>Registers jobs.</summary>
internal static class JobRegistration
{
    // A job that does not run in this process still needs a valid schedule; its time does not matter.
    private const string Midnight = "00:00";

    /// <summary>Registers the scheduler. It starts after the application, and waits for running jobs when it stops.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services)
    {
        services.AddQuartz();
        services.AddQuartzHostedService(options =>
        {
            options.AwaitApplicationStarted = true;
            options.WaitForJobsToComplete = true;
        });
        // A job logs its own failures.
        services.AddLogging(logging => logging.AddFilter("Quartz", LogLevel.Warning).AddFilter("Quartz.Core.JobRunShell", LogLevel.Critical).AddFilter("Quartz.Core.ErrorLogger", LogLevel.Critical));
        return services;
    }

    /// <summary>Registers scheduled work of a service.</summary>
    /// <param name="services">The services, which include <typeparamref name="TService"/> already.</param>
    /// <param name="work">Creates the work and its schedule; called after the settings are validated.</param>
    /// <param name="atStart">Whether the job also runs when the server has started, to make up for times at which no server ran.</param>
    public static IServiceCollection AddJob<TService>(
        this IServiceCollection services, Func<IServiceProvider, ScheduledWork<TService>> work, bool atStart = false)
        where TService : class
    {
        services.AddSingleton(work);
        var job = typeof(TService).Name;
        return services.AddQuartz(quartz =>
        {
            quartz.AddJob<ScheduledJob<TService>>(configure => configure.WithIdentity(job).StoreDurably());
            quartz.AddTrigger<ScheduledJob<TService>>((provider, trigger) =>
            {
                var known = provider.GetRequiredService<ScheduledWork<TService>>();
                Retrying(trigger.ForJob(job).WithIdentity(job), known.Retries)
                    .WithSchedule(CronScheduleBuilder.Create(JobSchedule.CronOf(known.Schedule) ?? JobSchedule.CronOf(Midnight)!));
            });
            if (atStart)
            {
                quartz.AddTrigger<ScheduledJob<TService>>((provider, trigger) =>
                    Retrying(trigger.ForJob(job).WithIdentity(job + " at start"), provider.GetRequiredService<ScheduledWork<TService>>().Retries).StartNow());
            }
        });
    }

    /// <summary>Registers scheduled work whose only setting is its schedule.</summary>
    /// <param name="services">The services, which include <typeparamref name="TService"/> already.</param>
    /// <param name="settings">The section with <c>Schedule</c>; validated at start.</param>
    /// <param name="usual">The work, with its default schedule.</param>
    public static IServiceCollection AddJob<TService>(this IServiceCollection services, IConfigurationSection settings, ScheduledWork<TService> usual)
        where TService : class
    {
        services.AddOptionsWithValidateOnStart<JobOptions>(settings.Key).Configure(options => options.Schedule = usual.Schedule).Bind(settings);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<JobOptions>, JobOptionsValidator>());
        return services.AddJob(provider => usual with { Schedule = provider.GetRequiredService<IOptionsMonitor<JobOptions>>().Get(settings.Key).Schedule });
    }

    private static ITriggerConfigurator<TJob> Retrying<TJob>(ITriggerConfigurator<TJob> trigger, RetryPolicy? retries)
        where TJob : IJob =>
        retries is null ? trigger : trigger.WithRetryPolicy(retries);
}

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
