using Microsoft.Extensions.Options;
using Quartz;

namespace Integration.Graph.Server.Losses;

/// <summary>Runs <see cref="FollowUp"/> every ten minutes. What fails is found again the next time.</summary>
[DisallowConcurrentExecution]
internal sealed partial class FollowUpJob(
    FollowUp followUp, IOptions<FollowUpOptions> options, IHostApplicationLifetime lifetime, ILogger<FollowUpJob> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        if (options.Value.IsNever)
            return;
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        try
        {
            await followUp.RunAsync(stopping.Token);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException && !stopping.IsCancellationRequested)
        {
            LogFailed(exception);
        }
    }

    [LoggerMessage(LogLevel.Error, "Consents that have run out could not be followed up. They grant nothing all the same; the next try is at the next scheduled time.")]
    private partial void LogFailed(Exception exception);
}

/// <summary>Puts the follow-up into the services.</summary>
internal static class FollowUpRegistration
{
    /// <summary>Adds <see cref="FollowUp"/> and the job that runs it. Needs the storage.</summary>
    public static IServiceCollection AddFollowUp(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptionsWithValidateOnStart<FollowUpOptions, FollowUpOptionsValidator>().Bind(configuration.GetSection(FollowUpOptions.Section));
        services.AddSingleton<FollowUp>();
        services.AddQuartz(quartz => quartz
            .AddJob<FollowUpJob>(job => job.WithIdentity(nameof(FollowUpJob)).StoreDurably())
            .AddTrigger<FollowUpJob>((provider, trigger) => trigger
                .ForJob(nameof(FollowUpJob))
                .WithIdentity("follow-up")
                .WithSchedule(CronScheduleBuilder.Create(provider.GetRequiredService<IOptions<FollowUpOptions>>().Value.Cron ?? new FollowUpOptions().Cron!))));
        return services;
    }
}
