using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Integration.Graph.Site.Report;

/// <summary>Reads and writes a report as JSON text, as the server stores it and as a GraphQL response contains it.</summary>
internal static class ReportFormat
{
    /// <summary>
    /// Options: camelCase, and every property is required. An incomplete report is refused, not filled with zeros.
    /// </summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    /// <summary>Returns the report as JSON text.</summary>
    public static string Write(CoverageReport report) => JsonSerializer.Serialize(report, Options);

    /// <summary>Reads a report from JSON text.</summary>
    /// <exception cref="JsonException">The text is not a complete report.</exception>
    public static CoverageReport Read(string json) =>
        JsonSerializer.Deserialize<CoverageReport>(json, Options)
        ?? throw new JsonException("The report is null.");
}
