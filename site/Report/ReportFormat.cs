using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Integration.Graph.Site.Report;

/// <summary>A report as JSON text: the form in which the server keeps it and in which a GraphQL answer holds it.</summary>
internal static class ReportFormat
{
    /// <summary>camelCase, and every property must be there: half a report is refused, not filled with zeros.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    /// <summary>The report's JSON text.</summary>
    public static string Write(CoverageReport report) => JsonSerializer.Serialize(report, Options);

    /// <summary>The report of a JSON text.</summary>
    /// <exception cref="JsonException">The text is not a whole report.</exception>
    public static CoverageReport Read(string json) =>
        JsonSerializer.Deserialize<CoverageReport>(json, Options)
        ?? throw new JsonException("The report is null.");
}
