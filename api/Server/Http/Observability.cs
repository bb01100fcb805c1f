using Integration.Graph.Engine.Execution;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Integration.Graph.Server.Http;

/// <summary>Where traces and metrics are sent (<c>Telemetry:…</c>).</summary>
internal sealed class TelemetryOptions
{
    public const string Section = "Telemetry";

    /// <summary>An OpenTelemetry collector that takes OTLP over HTTP, such as <c>http://localhost:4318</c>; none without it.</summary>
    public string Endpoint { get; set; } = "";
}

/// <summary>Finds everything that is wrong with the settings.</summary>
internal sealed class TelemetryOptionsValidator : IValidateOptions<TelemetryOptions>
{
    public ValidateOptionsResult Validate(string? name, TelemetryOptions options) =>
        options.Endpoint.Length == 0 || (Uri.TryCreate(options.Endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"Telemetry:Endpoint is '{options.Endpoint}'; it must be an address such as http://localhost:4318.");
}

/// <summary>
/// Sends the traces and metrics of the engine and of the web server, if it is said where to. What is in them is said in
/// <see cref="Telemetry"/>; the web server's have the path of a request and not its query.
/// </summary>
internal sealed class Observability(IOptions<TelemetryOptions> options) : IHostedService
{
    private readonly Lock _stopping = new();
    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Endpoint.Length == 0)
            return Task.CompletedTask;
        var resource = ResourceBuilder.CreateDefault().AddService("integration-graph");
        _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource)
            .AddSource(Telemetry.Name, "Microsoft.AspNetCore")
            .AddOtlpExporter(exporter => Send(exporter, "v1/traces"))
            .Build();
        _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource)
            .AddMeter(Telemetry.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.RateLimiting")
            .AddOtlpExporter(exporter => Send(exporter, "v1/metrics"))
            .Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        // Disposing sends what has been gathered; it waits for a few seconds at most.
        // A host may be stopped from two sides at once, the library's providers cannot; and neither side goes on before all is sent.
        lock (_stopping)
        {
            _traces?.Dispose();
            _metrics?.Dispose();
            (_traces, _metrics) = (null, null);
        }

        return Task.CompletedTask;
    }

    private void Send(OtlpExporterOptions exporter, string path)
    {
        exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = new Uri(options.Value.Endpoint.TrimEnd('/') + "/" + path);
        exporter.TimeoutMilliseconds = 5000;
    }
}

/// <summary>Adds it to the services.</summary>
internal static class ObservabilityRegistration
{
    public static IServiceCollection AddObservability(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptionsWithValidateOnStart<TelemetryOptions, TelemetryOptionsValidator>()
            .Bind(configuration.GetSection(TelemetryOptions.Section));
        return services.AddHostedService<Observability>();
    }
}
