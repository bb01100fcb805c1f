using Integration.Graph.Server.Hosting;
using Integration.Graph.Server.Jobs;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Quartz;

namespace Integration.Graph.Server.Coverage;

/// <summary>Puts the nightly report and the statistics site into the services.</summary>
internal static class CoverageRegistration
{
    // Twelve tries in two hours: after that, the next night makes up for this one.
    private static readonly RetryPolicy Retries = RetryPolicy.Fixed(12, TimeSpan.FromMinutes(10));

    /// <summary>
    /// Adds <see cref="CoverageReports"/>, and the job that makes reports and publishes the site once the server has
    /// started. Needs the storage.
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
                "What was published before stays; the next try is in 10 minutes.",
                Retries),
            atStart: true);
        return services;
    }
}
