using System.Globalization;
using System.Text;

namespace Integration.Graph.Engine.Language;

/// <summary>Prints a syntax tree as text, in the layout of the reference implementation.</summary>
public static partial class Printer
{
    private const int LongestLine = 80;

    /// <summary>The text of a node, without a trailing line break.</summary>
    public static string Print(SyntaxNode node) => node switch
    {
        NameNode name => name.Value,
        DocumentNode document => string.Join("\n\n", document.Definitions.Select(Print)),
        OperationDefinitionNode operation => PrintOperation(operation),
        FragmentDefinitionNode fragment => PrintFragment(fragment),
        VariableDefinitionNode variable => PrintVariableDefinition(variable),
        SelectionSetNode set => set.Selections.Count == 0 ? "{}" : Block(set.Selections),
        FieldNode field => PrintField(field),
        FragmentSpreadNode spread => $"...{spread.Name}{After(" ", Directives(spread.Directives))}",
        InlineFragmentNode inline => Words(
            "...",
            inline.TypeCondition is { } type ? $"on {type.Name}" : "",
            Directives(inline.Directives),
            Print(inline.SelectionSet)),
        ArgumentNode argument => $"{argument.Name}: {Print(argument.Value)}",
        DirectiveNode directive => $"@{directive.Name}{Parenthesized(directive.Arguments)}",
        ValueNode value => PrintValue(value),
        ObjectFieldNode field => $"{field.Name}: {Print(field.Value)}",
        NamedTypeNode named => named.Name.Value,
        ListTypeNode list => $"[{Print(list.OfType)}]",
        NonNullTypeNode nonNull => $"{Print(nonNull.OfType)}!",
        _ => PrintTypeSystem(node),
    };

    private static string PrintOperation(OperationDefinitionNode operation)
    {
        var definitions = operation.VariableDefinitions.Select(Print).ToArray();
        var variables = definitions.Length == 0 ? ""
            : definitions.Any(IsMultiline) ? $"(\n{string.Join('\n', definitions)}\n)"
            : $"({string.Join(", ", definitions)})";
        var keyword = Keyword(operation.Operation);
        var prefix = Description(operation.Description)
            + Words(keyword, operation.Name?.Value + variables, Directives(operation.Directives));
        var selections = Print(operation.SelectionSet);
        return prefix == "query" ? selections : $"{prefix} {selections}";
    }

    private static string PrintFragment(FragmentDefinitionNode fragment) =>
        Description(fragment.Description)
        + Words(
            $"fragment {fragment.Name} on {fragment.TypeCondition.Name}",
            Directives(fragment.Directives),
            Print(fragment.SelectionSet));

    private static string PrintVariableDefinition(VariableDefinitionNode variable) =>
        $"{Description(variable.Description)}{Print(variable.Variable)}: {Print(variable.Type)}"
        + (variable.DefaultValue is { } value ? $" = {Print(value)}" : "")
        + After(" ", Directives(variable.Directives));

    private static string PrintField(FieldNode field)
    {
        var prefix = field.Alias is { } alias ? $"{alias}: {field.Name}" : field.Name.Value;
        var arguments = field.Arguments.Select(Print).ToArray();
        var onOneLine = Parenthesized(arguments);
        if (arguments.Length > 0)
        {
            prefix += prefix.Length + onOneLine.Length > LongestLine
                ? $"(\n{Indent(string.Join('\n', arguments))}\n)"
                : onOneLine;
        }

        return prefix
            + After(" ", Directives(field.Directives))
            + (field.SelectionSet is { } set ? $" {Print(set)}" : "");
    }

    private static string PrintValue(ValueNode value)
    {
        switch (value)
        {
            case VariableNode variable:
                return $"${variable.Name}";
            case IntValueNode integer:
                return integer.Value;
            case FloatValueNode number:
                return number.Value;
            case StringValueNode text:
                return text.Block ? BlockString.Print(text.Value) : Quote(text.Value);
            case BooleanValueNode boolean:
                return boolean.Value ? "true" : "false";
            case EnumValueNode enumValue:
                return enumValue.Value;
            case ListValueNode list:
                var items = list.Values.Select(Print).ToArray();
                var inBrackets = $"[{string.Join(", ", items)}]";
                return inBrackets.Length > LongestLine ? $"[\n{Indent(string.Join('\n', items))}\n]" : inBrackets;
            case ObjectValueNode record:
                var inBraces = $"{{ {string.Join(", ", record.Fields.Select(Print))} }}";
                return inBraces.Length > LongestLine ? Block(record.Fields) : inBraces;
            default:
                return "null";
        }
    }

    /// <summary>A string literal on one line, with control characters as escapes.</summary>
    private static string Quote(string value)
    {
        var result = new StringBuilder(value.Length + 2).Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => result.Append("\\\""),
                '\\' => result.Append("\\\\"),
                '\b' => result.Append("\\b"),
                '\t' => result.Append("\\t"),
                '\n' => result.Append("\\n"),
                '\f' => result.Append("\\f"),
                '\r' => result.Append("\\r"),
                < ' ' or (>= '\x7F' and <= '\x9F') => result.Append("\\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture)),
                _ => result.Append(c),
            };
        }

        return result.Append('"').ToString();
    }

    internal static string Keyword(OperationType operation) => operation switch
    {
        OperationType.Mutation => "mutation",
        OperationType.Subscription => "subscription",
        _ => "query",
    };

    private static string Directives(IReadOnlyList<DirectiveNode> directives) =>
        string.Join(' ', directives.Select(Print));

    private static string Description(StringValueNode? description) => description is null ? "" : Print(description) + "\n";

    private static string Words(params ReadOnlySpan<string> words)
    {
        var result = new StringBuilder();
        foreach (var word in words)
        {
            if (word.Length > 0)
            {
                result.Append(result.Length > 0 ? " " : "").Append(word);
            }
        }

        return result.ToString();
    }

    private static string After(string separator, string text) => text.Length == 0 ? "" : separator + text;

    private static string Parenthesized(IEnumerable<SyntaxNode> nodes) => Parenthesized(nodes.Select(Print).ToArray());

    private static string Parenthesized(string[] items) => items.Length == 0 ? "" : $"({string.Join(", ", items)})";

    private static string Block(IEnumerable<SyntaxNode> nodes)
    {
        var lines = string.Join('\n', nodes.Select(Print));
        return lines.Length == 0 ? "" : $"{{\n{Indent(lines)}\n}}";
    }

    private static string Indent(string lines) => "  " + lines.Replace("\n", "\n  ", StringComparison.Ordinal);

    private static bool IsMultiline(string text) => text.Contains('\n', StringComparison.Ordinal);
}
