using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Quartz;

namespace Integration.Graph.Server.Jobs;

/// <summary>Puts jobs into the services.</summary>
internal static class JobRegistration
{
    // Jobs that do nothing in this process are looked at all the same, at a time that does not matter.
    private const string Midnight = "00:00";

    /// <summary>The scheduler, which begins when the server answers and lets jobs end before it stops.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services)
    {
        services.AddQuartz();
        services.AddQuartzHostedService(options =>
        {
            options.AwaitApplicationStarted = true;
            options.WaitForJobsToComplete = true;
        });
        // A job says itself what has failed.
        services.AddLogging(logging => logging.AddFilter("Quartz", LogLevel.Warning).AddFilter("Quartz.Core.JobRunShell", LogLevel.Critical).AddFilter("Quartz.Core.ErrorLogger", LogLevel.Critical));
        return services;
    }

    /// <summary>Has a service do something at certain times.</summary>
    /// <param name="services">Gets the job; has <typeparamref name="TService"/> already.</param>
    /// <param name="work">What and when; asked once the settings are known to be right.</param>
    /// <param name="atStart">Whether it is done when the server has started, too: it makes up for times at which none ran.</param>
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

    /// <summary>The same for a job whose one setting is its schedule.</summary>
    /// <param name="services">Gets the job; has <typeparamref name="TService"/> already.</param>
    /// <param name="settings">The section that holds <c>Schedule</c>; checked at start.</param>
    /// <param name="usual">The work, with the schedule that it has unless the settings say otherwise.</param>
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

/// <summary>When a job runs (<c>Retention:…</c>, <c>FollowUp:…</c>); there is one of each name.</summary>
internal sealed class JobOptions
{
    /// <summary>See <see cref="JobSchedule"/>.</summary>
    public string Schedule { get; set; } = JobSchedule.Never;
}

/// <summary>Finds what is wrong with the settings.</summary>
internal sealed class JobOptionsValidator : IValidateOptions<JobOptions>
{
    public ValidateOptionsResult Validate(string? name, JobOptions options) =>
        JobSchedule.ProblemOf($"{name}:{nameof(options.Schedule)}", options.Schedule) is { } problem ? ValidateOptionsResult.Fail(problem) : ValidateOptionsResult.Success;
}
