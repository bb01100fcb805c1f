using Microsoft.Extensions.Options;
using Quartz;

namespace Integration.Graph.Server.Jobs;

/// <summary>Registers jobs.</summary>
internal static class JobsRegistration
{
    /// <summary>The section with the schedule of the follow-up.</summary>
    public const string FollowUpSection = "FollowUp";

    // A job that does not run in this process still needs a valid schedule; its time does not matter.
    private const string Midnight = "00:00";

    /// <summary>Registers the scheduler. It starts after the application, and waits for running jobs when it stops.</summary>
    public static void AddJobs(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddQuartz();
        services.AddQuartzHostedService(options =>
        {
            options.AwaitApplicationStarted = true;
            options.WaitForJobsToComplete = true;
        });
        // A job logs its own failures.
        services.AddLogging(logging => logging.AddFilter("Quartz", LogLevel.Warning).AddFilter("Quartz.Core.JobRunShell", LogLevel.Critical).AddFilter("Quartz.Core.ErrorLogger", LogLevel.Critical));
    }

    /// <summary>Adds <see cref="FollowUp"/> and the job that runs it. Requires the storage.</summary>
    public static void AddFollowUp(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<FollowUp>();
        // A late run does not keep a person visible: queries compare the consent's end with the clock.
        builder.AddJob(FollowUpSection, new ScheduledWork<FollowUp>(
            "follow-up",
            "0 */10 * * * ?",
            (followUp, cancellation) => followUp.RunAsync(cancellation),
            "Not all consequences of expired consents are stored yet. Expired consents grant nothing regardless. The next attempt is at the next scheduled time."));
    }

    /// <summary>Registers scheduled work of a service.</summary>
    /// <param name="builder">The application, whose services include <typeparamref name="TService"/> already.</param>
    /// <param name="work">Creates the work and its schedule; called after the settings are validated.</param>
    /// <param name="atStart">Whether the job also runs when the server has started, to make up for times at which no server ran.</param>
    public static void AddJob<TService>(
        this IHostApplicationBuilder builder, Func<IServiceProvider, ScheduledWork<TService>> work, bool atStart = false)
        where TService : class
    {
        builder.Services.AddSingleton(work);
        var job = typeof(TService).Name;
        builder.Services.AddQuartz(quartz =>
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
    /// <param name="builder">The application, whose services include <typeparamref name="TService"/> already.</param>
    /// <param name="section">The section with <c>Schedule</c>; validated at start.</param>
    /// <param name="usual">The work, with its default schedule.</param>
    public static void AddJob<TService>(this IHostApplicationBuilder builder, string section, ScheduledWork<TService> usual)
        where TService : class
    {
        builder.Services.AddOptionsWithValidateOnStart<JobOptions, JobOptionsValidator>(section)
            .Configure(options => options.Schedule = usual.Schedule).Bind(builder.Configuration.GetSection(section));
        builder.AddJob(provider => usual with { Schedule = provider.GetRequiredService<IOptionsMonitor<JobOptions>>().Get(section).Schedule });
    }

    private static ITriggerConfigurator<TJob> Retrying<TJob>(ITriggerConfigurator<TJob> trigger, RetryPolicy? retries)
        where TJob : IJob =>
        retries is null ? trigger : trigger.WithRetryPolicy(retries);
}
