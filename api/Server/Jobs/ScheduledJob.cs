using Quartz;

namespace Integration.Graph.Server.Jobs;

/// <summary>
/// Scheduled work of a service. It must be idempotent: it may run again, and in several processes at once.
/// </summary>
/// <param name="Name">Name of the job in the log.</param>
/// <param name="Schedule">See <see cref="JobSchedule"/>.</param>
/// <param name="RunAsync">Runs the work.</param>
/// <param name="AfterFailure">Consequence of a failure, for the log.</param>
/// <param name="Retries">Retries before the next scheduled time; null for none.</param>
internal sealed record ScheduledWork<TService>(
    string Name, string Schedule, Func<TService, CancellationToken, Task> RunAsync, string AfterFailure, RetryPolicy? Retries = null);

/// <summary>Runs scheduled work, one run at a time, and logs a failure once.</summary>
[DisallowConcurrentExecution]
internal sealed partial class ScheduledJob<TService>(
    TService service, ScheduledWork<TService> work, IHostApplicationLifetime lifetime, ILogger<TService> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        if (JobSchedule.IsNever(work.Schedule))
        {
            return;
        }

        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        try
        {
            await work.RunAsync(service, stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            LogStopped(work.Name);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            LogFailed(exception, work.Name, work.AfterFailure);
            // Only an exception makes the scheduler retry. Log filters of the registration keep it from being logged twice.
            if (work.Retries is not null)
            {
                throw new JobExecutionException(exception);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "Job '{Job}' stopped because the server stops; its next run continues the work")]
    private partial void LogStopped(string job);

    [LoggerMessage(LogLevel.Error, "Job '{Job}' failed. {AfterFailure}")]
    private partial void LogFailed(Exception exception, string job, string afterFailure);
}
