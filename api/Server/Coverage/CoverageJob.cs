using Microsoft.Extensions.Options;
using Quartz;

namespace Integration.Graph.Server.Coverage;

/// <summary>Runs the night at its hour and when the server starts. A night that fails is tried again.</summary>
[DisallowConcurrentExecution]
internal sealed partial class CoverageJob(
    CoverageNight night, IOptions<CoverageOptions> options, IHostApplicationLifetime lifetime, ILogger<CoverageJob> logger) : IJob
{
    /// <summary>Twelve tries in two hours: after that, the next night makes up for this one.</summary>
    public static RetryPolicy Retries { get; } = RetryPolicy.Fixed(12, TimeSpan.FromMinutes(10));

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        if (options.Value.IsNever)
            return;
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        try
        {
            await night.RunAsync(stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            LogStopped();
        }
        catch (Exception exception)
        {
            LogFailed(exception);
            throw new JobExecutionException(exception);
        }
    }

    [LoggerMessage(LogLevel.Information, "The server stops; the coverage report is made up at the next start.")]
    private partial void LogStopped();

    [LoggerMessage(LogLevel.Error, "The coverage report or the statistics site could not be made. What was published before stays; the next try is in 10 minutes.")]
    private partial void LogFailed(Exception exception);
}
