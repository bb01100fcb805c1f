using System.Text.Json.Nodes;
using Integration.Graph.Site.Report;

namespace Integration.Graph.Site.Tests.Reports;

/// <summary>Reports as they were written before origins were recorded.</summary>
internal static class OldReport
{
    private static readonly string[] Later =
        ["demonstration", "documented", "origin", "source", "branchesDocumented", "branchesWithIntegrationActivitiesDocumented"];

    /// <summary>The report's text without what such a report does not have.</summary>
    public static string Of(CoverageReport report)
    {
        var json = JsonNode.Parse(ReportFormat.Write(report))!;
        Remove(json);
        return json.ToJsonString();
    }

    private static void Remove(JsonNode? node)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list)
                Remove(item);
        }
        else if (node is JsonObject item)
        {
            foreach (var name in Later)
                item.Remove(name);
            foreach (var (_, value) in item)
                Remove(value);
        }
    }
}
