using System.Reflection;
using System.Text;
using System.Text.Json;
using Integration.Graph.Site.Report;

namespace Integration.Graph.Site.Remote;

/// <summary>
/// The query for a whole report. It is generated from the report's properties, so it cannot omit one.
/// </summary>
internal static class CoverageQuery
{
    public static string Document { get; } = "query Coverage { coverage " + Selection(typeof(CoverageReport)) + " }";

    private static string Selection(Type type)
    {
        var text = new StringBuilder("{");
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            text.Append(' ').Append(JsonNamingPolicy.CamelCase.ConvertName(property.Name));
            var element = property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
                ? property.PropertyType.GetGenericArguments()[0]
                : property.PropertyType;
            if (element.Namespace == typeof(CoverageReport).Namespace)
            {
                text.Append(' ').Append(Selection(element));
            }
        }
        return text.Append(" }").ToString();
    }
}
