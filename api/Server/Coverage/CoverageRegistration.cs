using Integration.Graph.Server.Hosting;
using Integration.Graph.Server.Jobs;
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
    /// Requires the storage.
    /// </summary>
    public static void AddCoverage(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptionsWithValidateOnStart<CoverageOptions, CoverageOptionsValidator>()
            .Bind(builder.Configuration.GetSection(CoverageOptions.Section))
            .PostConfigure(options => options.Output =
                builder.Configuration.PathOf(builder.Environment, string.IsNullOrWhiteSpace(options.Output) ? "site" : options.Output));
        services.AddSingleton<CoverageSchedule>();
        services.AddSingleton<CoverageReporter>();
        services.AddSingleton<CoverageReports>();
        services.AddSingleton<CoveragePublisher>();
        services.AddSingleton<CoverageNight>();
        services.AddSingleton<PublishedSite>();

        builder.AddJob(
            provider => new ScheduledWork<CoverageNight>(
                "coverage report and statistics site",
                provider.GetRequiredService<IOptions<CoverageOptions>>().Value.Schedule,
                (night, cancellation) => night.RunAsync(cancellation),
                "The previous site stays published. The next attempt is in 10 minutes.",
                Retries),
            atStart: true);
    }

    /// <summary>
    /// Serves the site for requests without an endpoint. This is middleware and not a catch-all endpoint, which would replace
    /// the framework's own responses, for example to a GET where only POST is mapped.
    /// </summary>
    public static void MapStatisticsSite(this WebApplication app)
    {
        var published = app.Services.GetRequiredService<PublishedSite>();
        app.Use((http, next) => StatisticsSiteEndpoints.AnswerAsync(http, published, next));
    }
}
