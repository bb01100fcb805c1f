using Microsoft.Extensions.Options;
using Quartz;

namespace Integration.Graph.Server.Rights;

/// <summary>Runs <see cref="Retention"/> each night. Who could not be erased is found again the next night.</summary>
[DisallowConcurrentExecution]
internal sealed partial class RetentionJob(
    Retention retention, IOptions<RetentionOptions> options, IHostApplicationLifetime lifetime, ILogger<RetentionJob> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        if (options.Value.IsNever)
            return;
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        try
        {
            await retention.RunAsync(stopping.Token);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException && !stopping.IsCancellationRequested)
        {
            LogFailed(exception);
        }
    }

    [LoggerMessage(LogLevel.Error, "Persons whose time is over could not be erased, or not all of them; the next try is tomorrow night. `dotnet run --project api/Server -- retention --dry-run` lists them.")]
    private partial void LogFailed(Exception exception);
}

/// <summary>Puts retention into the services.</summary>
internal static class RetentionRegistration
{
    /// <summary>Adds <see cref="Retention"/> and the job that runs it. Needs the storage.</summary>
    public static IServiceCollection AddRetention(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptionsWithValidateOnStart<RetentionOptions, RetentionOptionsValidator>().Bind(configuration.GetSection(RetentionOptions.Section));
        services.AddSingleton<Retention>();
        services.AddQuartz(quartz => quartz
            .AddJob<RetentionJob>(job => job.WithIdentity(nameof(RetentionJob)).StoreDurably())
            .AddTrigger<RetentionJob>((provider, trigger) => trigger
                .ForJob(nameof(RetentionJob))
                .WithIdentity("retention")
                .WithSchedule(CronScheduleBuilder.Create(provider.GetRequiredService<IOptions<RetentionOptions>>().Value.Cron ?? new RetentionOptions().Cron!))));
        return services;
    }
}
