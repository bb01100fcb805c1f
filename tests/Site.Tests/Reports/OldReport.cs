using System.Text.Json.Nodes;
using Integration.Graph.Site.Report;

namespace Integration.Graph.Site.Tests.Reports;

/// <summary>Reports in the format from before origins were recorded.</summary>
internal static class OldReport
{
    private static readonly string[] Later =
        ["demonstration", "documented", "origin", "source", "branchesDocumented", "branchesWithIntegrationActivitiesDocumented"];

    /// <summary>Returns the report's text without the members that the old format lacks.</summary>
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
            {
                Remove(item);
            }
        }
        else if (node is JsonObject item)
        {
            foreach (var name in Later)
            {
                item.Remove(name);
            }

            foreach (var (_, value) in item)
            {
                Remove(value);
            }
        }
    }
}
