using Integration.Graph.Server.Hosting;
using Integration.Graph.Server.Jobs;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Quartz;

namespace Integration.Graph.Server.Coverage;

/// <summary>Registers the nightly report and the statistics site.</summary>
internal static class CoverageRegistration
{
    // Twelve retries in two hours. After that, the next night creates the missing report.
    private static readonly RetryPolicy Retries = RetryPolicy.Fixed(12, TimeSpan.FromMinutes(10));

    /// <summary>
    /// Adds <see cref="CoverageReports"/>, and the job that creates reports and publishes the site once the server has started.
    /// Requires the storage services.
    /// </summary>
    public static IServiceCollection AddCoverage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<CoverageOptions>()
            .Bind(configuration.GetSection(CoverageOptions.Section))
            .PostConfigure<IHostEnvironment>((options, environment) => options.Output =
                configuration.PathOf(environment, string.IsNullOrWhiteSpace(options.Output) ? "site" : options.Output))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<CoverageOptions>, CoverageOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<CoverageSchedule>();
        services.AddSingleton<CoverageReporter>();
        services.AddSingleton<CoverageReports>();
        services.AddSingleton<CoveragePublisher>();
        services.AddSingleton<CoverageNight>();
        services.AddSingleton<PublishedSite>();

        services.AddJob(
            provider => new ScheduledWork<CoverageNight>(
                "coverage report and statistics site",
                provider.GetRequiredService<IOptions<CoverageOptions>>().Value.Schedule,
                (night, cancellation) => night.RunAsync(cancellation),
                "The previous site stays published. The next attempt is in 10 minutes.",
                Retries),
            atStart: true);
        return services;
    }
}
