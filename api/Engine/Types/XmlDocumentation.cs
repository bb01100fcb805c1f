using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Integration.Graph.Engine.Types;

/// <summary>Reads schema descriptions from the XML documentation file beside an assembly.</summary>
internal static partial class XmlDocumentation
{
    private static readonly ConcurrentDictionary<Assembly, Dictionary<string, XElement>> Cache = new();

    /// <summary>The summary of a type; null if there is none.</summary>
    public static string? Of(Type type) => Explicit(type) ?? Summary(type.Assembly, "T:" + Id(type));

    /// <summary>The summary of a member; null if there is none.</summary>
    public static string? Of(MemberInfo member)
    {
        if (Explicit(member) is { } text)
        {
            return text;
        }

        var declaring = member.DeclaringType!;
        var prefix = member switch
        {
            MethodInfo => "M:",
            PropertyInfo => "P:",
            _ => "F:",
        };
        var id = $"{prefix}{Id(declaring)}.{member.Name}";
        return Summary(declaring.Assembly, id)
            ?? (member is PropertyInfo ? RecordParameter(declaring, member.Name) : null);
    }

    /// <summary>The description of a parameter in its method's comment; null if there is none.</summary>
    public static string? Of(ParameterInfo parameter)
    {
        if (parameter.GetCustomAttribute<GraphQLDescriptionAttribute>() is { } described)
        {
            return described.Description;
        }

        var declaring = parameter.Member.DeclaringType!;
        var element = Documents(declaring.Assembly).GetValueOrDefault($"M:{Id(declaring)}.{parameter.Member.Name}");
        return Text(element?.Elements("param").FirstOrDefault(p => (string?)p.Attribute("name") == parameter.Name));
    }

    private static string? Explicit(MemberInfo member) => member.GetCustomAttribute<GraphQLDescriptionAttribute>()?.Description;

    private static string? Summary(Assembly assembly, string id) =>
        Text(Documents(assembly).GetValueOrDefault(id)?.Element("summary"));

    private static string? RecordParameter(Type declaring, string name) =>
        Text(Documents(declaring.Assembly).GetValueOrDefault("T:" + Id(declaring))?.Elements("param")
            .FirstOrDefault(p => (string?)p.Attribute("name") == name));

    private static string Id(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    private static Dictionary<string, XElement> Documents(Assembly assembly) => Cache.GetOrAdd(assembly, static key =>
    {
        var path = Path.ChangeExtension(key.Location, ".xml");
        return File.Exists(path)
            // The key has no parameter list, because a schema field has no overloads.
            ? XDocument.Load(path).Descendants("member").GroupBy(m => ((string)m.Attribute("name")!).Split('(')[0]).ToDictionary(m => m.Key, m => m.First())
            : [];
    });

    private static string? Text(XElement? element)
    {
        if (element is null)
        {
            return null;
        }

        var text = string.Concat(element.Nodes().Select(node => node switch
        {
            XText plain => plain.Value,
            XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
            XElement reference => "`" + ((string?)reference.Attribute("cref") ?? (string?)reference.Attribute("name") ?? reference.Value).Split('.', ':')[^1] + "`",
            _ => "",
        }));
        text = Space().Replace(text, " ").Trim();
        return text.Length == 0 ? null : text;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
