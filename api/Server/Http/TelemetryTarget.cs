using OpenTelemetry.Exporter;

namespace Integration.Graph.Server.Http;

/// <summary>The collector for one signal, <c>TRACES</c> or <c>METRICS</c>.</summary>
/// <param name="Endpoint">The full address for this signal.</param>
/// <param name="Protocol">OTLP over HTTP, or gRPC.</param>
/// <param name="Headers">Headers for this signal only; null for those of <c>OTEL_EXPORTER_OTLP_HEADERS</c>.</param>
/// <param name="Timeout">Time-out of one export in milliseconds.</param>
/// <remarks>
/// <c>Telemetry:Endpoint</c> overrides <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> and its variants for one signal. Everything else
/// comes from OpenTelemetry's own variables. The SDK reads those that are not read here.
/// </remarks>
internal sealed record TelemetryTarget(Uri Endpoint, OtlpExportProtocol Protocol, string? Headers, int Timeout)
{
    private const int UsualTimeout = 5000;

    /// <summary>Reads the target of a signal.</summary>
    /// <param name="configuration">Settings and environment.</param>
    /// <param name="signal"><c>TRACES</c> or <c>METRICS</c>.</param>
    /// <param name="problems">Receives a message for every value that cannot be used.</param>
    /// <returns>Null if the signal is not exported.</returns>
    public static TelemetryTarget? Read(IConfiguration configuration, string signal, ICollection<string> problems)
    {
        if (IsDisabled(configuration, problems) || !IsExported(configuration, signal, problems))
        {
            return null;
        }

        var product = $"{TelemetryOptions.Section}:{nameof(TelemetryOptions.Endpoint)}";
        var (name, isWhole) = Has(configuration, product) ? (product, false)
            : Has(configuration, $"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT") ? ($"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT", true)
            : ("OTEL_EXPORTER_OTLP_ENDPOINT", false);
        var address = configuration[name];
        if (string.IsNullOrWhiteSpace(address))
        {
            return null;
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            problems.Add($"{name} is '{address}'; it must be an address such as http://localhost:4318.");
            return null;
        }

        var protocol = ReadProtocol(configuration, signal, problems);
        var timeout = ReadTimeout(configuration, signal, problems);
        // OTLP over HTTP has a path for each signal; gRPC has none.
        if (!isWhole && protocol == OtlpExportProtocol.HttpProtobuf)
        {
            uri = new Uri($"{uri.AbsoluteUri.TrimEnd('/')}/v1/{(signal == "TRACES" ? "traces" : "metrics")}");
        }

        return new TelemetryTarget(uri, protocol, configuration[$"OTEL_EXPORTER_OTLP_{signal}_HEADERS"], timeout);
    }

    /// <summary>Configures an exporter for this target.</summary>
    public void Apply(OtlpExporterOptions exporter)
    {
        exporter.Endpoint = Endpoint;
        exporter.Protocol = Protocol;
        exporter.TimeoutMilliseconds = Timeout;
        if (!string.IsNullOrEmpty(Headers))
        {
            exporter.Headers = Headers;
        }
    }

    private static bool Has(IConfiguration configuration, string name) => !string.IsNullOrWhiteSpace(configuration[name]);

    private static bool IsDisabled(IConfiguration configuration, ICollection<string> problems)
    {
        var value = configuration["OTEL_SDK_DISABLED"];
        if (string.IsNullOrWhiteSpace(value) || string.Equals(value, "false", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        if (!string.Equals(value, "true", StringComparison.OrdinalIgnoreCase))
        {
            problems.Add($"OTEL_SDK_DISABLED is '{value}'; it must be true or false.");
        }

        return true;
    }

    private static bool IsExported(IConfiguration configuration, string signal, ICollection<string> problems)
    {
        var name = $"OTEL_{signal}_EXPORTER";
        switch (configuration[name])
        {
            case null or "" or "otlp":
                return true;
            case "none":
                return false;
            case var other:
                problems.Add($"{name} is '{other}'; it must be otlp or none. A collector can convert OTLP into other formats.");
                return false;
        }
    }

    private static OtlpExportProtocol ReadProtocol(IConfiguration configuration, string signal, ICollection<string> problems)
    {
        var (name, value) = Own(configuration, signal, "PROTOCOL");
        switch (value)
        {
            case null or "" or "http/protobuf":
                return OtlpExportProtocol.HttpProtobuf;
            case "grpc":
                return OtlpExportProtocol.Grpc;
            default:
                problems.Add($"{name} is '{value}'; it must be http/protobuf or grpc.");
                return OtlpExportProtocol.HttpProtobuf;
        }
    }

    private static int ReadTimeout(IConfiguration configuration, string signal, ICollection<string> problems)
    {
        var (name, value) = Own(configuration, signal, "TIMEOUT");
        if (string.IsNullOrEmpty(value))
        {
            return UsualTimeout;
        }

        if (int.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out var milliseconds) && milliseconds > 0)
        {
            return milliseconds;
        }

        problems.Add($"{name} is '{value}'; it must be a number of milliseconds above 0.");
        return UsualTimeout;
    }

    /// <summary>The signal's own variable, or the one for all signals.</summary>
    private static (string Name, string? Value) Own(IConfiguration configuration, string signal, string what)
    {
        var name = $"OTEL_EXPORTER_OTLP_{signal}_{what}";
        if (!Has(configuration, name))
        {
            name = $"OTEL_EXPORTER_OTLP_{what}";
        }

        return (name, configuration[name]);
    }
}
