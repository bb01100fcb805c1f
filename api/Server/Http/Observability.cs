using Integration.Graph.Engine.Execution;
using Microsoft.Extensions.Options;
using Npgsql;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Integration.Graph.Server.Http;

/// <summary>Where traces and metrics are sent (<c>Telemetry:…</c>).</summary>
internal sealed class TelemetryOptions
{
    public const string Section = "Telemetry";

    /// <summary>An OpenTelemetry collector that takes OTLP, such as <c>http://localhost:4318</c>; wins over <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>.</summary>
    public string Endpoint { get; set; } = "";
}

/// <summary>Finds everything that is wrong with the settings, OpenTelemetry's own variables included.</summary>
internal sealed class TelemetryOptionsValidator(IConfiguration configuration) : IValidateOptions<TelemetryOptions>
{
    public ValidateOptionsResult Validate(string? name, TelemetryOptions options)
    {
        var problems = new List<string>();
        _ = TelemetryTarget.Read(configuration, "TRACES", problems);
        _ = TelemetryTarget.Read(configuration, "METRICS", problems);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems.Distinct());
    }
}

/// <summary>
/// Sends traces and metrics of the engine, the web server, HTTP clients, the runtime and Npgsql to a collector. Without an
/// endpoint nothing is registered: no listener, no thread and no cost. <see cref="SpanFilter"/> decides what spans hold.
/// </summary>
internal static class ObservabilityRegistration
{
    /// <summary>The sources and meters of this product. A feature that adds a meter names it so, and needs nothing else.</summary>
    public const string OwnSources = "Integration.Graph*";

    private const string ServiceName = "integration-graph";

    public static IServiceCollection AddObservability(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptionsWithValidateOnStart<TelemetryOptions, TelemetryOptionsValidator>()
            .Bind(configuration.GetSection(TelemetryOptions.Section));
        // What is wrong is reported by the validator, at start.
        var traces = TelemetryTarget.Read(configuration, "TRACES", []);
        var metrics = TelemetryTarget.Read(configuration, "METRICS", []);
        if (traces is null && metrics is null)
            return services;
        // Later detectors win: OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES over the product's own name.
        var telemetry = services.AddOpenTelemetry().ConfigureResource(resource => resource.Clear()
            .AddService(ServiceName, serviceVersion: typeof(Telemetry).Assembly.GetName().Version?.ToString())
            .AddTelemetrySdk().AddEnvironmentVariableDetector());
        if (traces is not null)
        {
            telemetry.WithTracing(tracing => tracing
                .AddSource(OwnSources)
                .AddAspNetCoreInstrumentation(options => options.Filter = http => !http.Request.Path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase))
                .AddHttpClientInstrumentation()
                .AddNpgsql()
                // Before the exporter: processors run in this order.
                .AddProcessor(_ => new SpanFilter())
                .AddOtlpExporter(traces.Apply));
        }

        if (metrics is not null)
        {
            telemetry.WithMetrics(metering => metering
                .AddMeter(OwnSources)
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddNpgsqlInstrumentation()
                .AddOtlpExporter(metrics.Apply));
        }

        return services;
    }
}
