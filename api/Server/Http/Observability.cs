using Integration.Graph.Engine.Execution;
using Microsoft.Extensions.Options;
using Npgsql;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Integration.Graph.Server.Http;

/// <summary>Settings of the target for traces and metrics (<c>Telemetry:…</c>).</summary>
internal sealed class TelemetryOptions
{
    public const string Section = "Telemetry";

    /// <summary>
    /// Address of an OpenTelemetry collector, for example <c>http://localhost:4318</c>. Overrides
    /// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>.
    /// </summary>
    public string Endpoint { get; set; } = "";
}

/// <summary>Validates <see cref="TelemetryOptions"/> and OpenTelemetry's own variables.</summary>
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
internal static class Observability
{
    /// <summary>
    /// Name pattern of the product's sources and meters. A new meter with such a name is exported without further code.
    /// </summary>
    public const string OwnSources = "Integration.Graph*";

    private const string ServiceName = "integration-graph";

    public static void Add(IHostApplicationBuilder builder)
    {
        var (services, configuration) = (builder.Services, builder.Configuration);
        services.AddOptionsWithValidateOnStart<TelemetryOptions, TelemetryOptionsValidator>()
            .Bind(configuration.GetSection(TelemetryOptions.Section));
        // The validator reports the problems, at start.
        var traces = TelemetryTarget.Read(configuration, "TRACES", []);
        var metrics = TelemetryTarget.Read(configuration, "METRICS", []);
        if (traces is null && metrics is null)
        {
            return;
        }
        // Later detectors take precedence: OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES override the product's own name.
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
                // Must come before the exporter: processors run in order of registration.
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
    }
}
