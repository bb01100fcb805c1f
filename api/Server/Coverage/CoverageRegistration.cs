using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Quartz;

namespace Integration.Graph.Server.Coverage;

/// <summary>Puts the nightly report and the statistics site into the services.</summary>
internal static class CoverageRegistration
{
    /// <summary>
    /// Adds <see cref="CoverageReports"/>, and the job that makes reports and publishes the site once the server has
    /// started. Needs the storage.
    /// </summary>
    public static IServiceCollection AddCoverage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<CoverageOptions>()
            .Bind(configuration.GetSection(CoverageOptions.Section))
            .PostConfigure<IHostEnvironment>((options, environment) => options.Output =
                FolderOf(string.IsNullOrWhiteSpace(options.Output) ? Path.Combine("data", "site") : options.Output, environment))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<CoverageOptions>, CoverageOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<CoverageSchedule>();
        services.AddSingleton<CoverageReporter>();
        services.AddSingleton<CoverageReports>();
        services.AddSingleton<CoveragePublisher>();
        services.AddSingleton<CoverageNight>();
        services.AddSingleton<PublishedSite>();

        // Two triggers: the night, and the start, which makes up what was missed while no server ran.
        services.AddQuartz(quartz => quartz
            .AddJob<CoverageJob>(job => job.WithIdentity(nameof(CoverageJob)).StoreDurably())
            .AddTrigger<CoverageJob>((provider, trigger) => trigger
                .ForJob(nameof(CoverageJob))
                .WithIdentity("night")
                .WithRetryPolicy(CoverageJob.Retries)
                .WithSchedule(CronScheduleBuilder.Create(Cron(provider))))
            .AddTrigger<CoverageJob>(trigger => trigger
                .ForJob(nameof(CoverageJob))
                .WithIdentity("start")
                .WithRetryPolicy(CoverageJob.Retries)
                .StartNow()));
        services.AddQuartzHostedService(options =>
        {
            options.AwaitApplicationStarted = true;
            options.WaitForJobsToComplete = true;
        });
        services.AddLogging(logging => logging.AddFilter("Quartz", LogLevel.Warning));
        return services;
    }

    // Without a schedule the job still runs, and does nothing.
    private static CronExpression Cron(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<CoverageOptions>>().Value.Cron ?? new CoverageOptions().Cron!;

    private static string FolderOf(string output, IHostEnvironment environment) =>
        output.Contains('\0', StringComparison.Ordinal) ? output : Path.GetFullPath(output, environment.ContentRootPath);
}
