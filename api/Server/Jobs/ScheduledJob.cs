using Quartz;

namespace Integration.Graph.Server.Jobs;

/// <summary>
/// A service's work that the clock makes due. It can be done again, and in several processes at once, without doing
/// anything twice.
/// </summary>
/// <param name="Name">Of the job, in the log.</param>
/// <param name="Schedule">See <see cref="JobSchedule"/>.</param>
/// <param name="RunAsync">Does it.</param>
/// <param name="AfterFailure">What follows if it cannot be done, for whoever reads the log.</param>
/// <param name="Retries">How often it is tried again before the next scheduled time; null for not at all.</param>
internal sealed record ScheduledWork<TService>(
    string Name, string Schedule, Func<TService, CancellationToken, Task> RunAsync, string AfterFailure, RetryPolicy? Retries = null);

/// <summary>Does it at its times, one at a time. What fails is said in the log once.</summary>
[DisallowConcurrentExecution]
internal sealed partial class ScheduledJob<TService>(
    TService service, ScheduledWork<TService> work, IHostApplicationLifetime lifetime, ILogger<TService> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        if (JobSchedule.IsNever(work.Schedule))
            return;
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
            // Only an exception makes the scheduler try again; the registration keeps it from being told a second time.
            if (work.Retries is not null)
                throw new JobExecutionException(exception);
        }
    }

    [LoggerMessage(LogLevel.Information, "The server stops; the job '{Job}' goes on where it was at its next time.")]
    private partial void LogStopped(string job);

    [LoggerMessage(LogLevel.Error, "The job '{Job}' failed. {AfterFailure}")]
    private partial void LogFailed(Exception exception, string job, string afterFailure);
}
