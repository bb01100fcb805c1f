using System.Text;
using Integration.Graph.Engine.Language;

namespace Integration.Graph.Engine.Tests.Oracle;

/// <summary>Prints a syntax tree in the notation of <c>oracle.mjs</c>, with locations in UTF-16 code units.</summary>
internal sealed class TreeText(DocumentNode document)
{
    private readonly bool _isAscii = Ascii.IsValid(document.Source.Span);

    public static string Of(DocumentNode document) => new TreeText(document).Dump(document);

    private string Dump(SyntaxNode node)
    {
        var parts = Parts(node).Where(p => p.Text is not null).OrderBy(p => p.Name, StringComparer.Ordinal);
        return $"{Kind(node)}@{Utf16(node.Start)}-{Utf16(node.End)}({string.Join(' ', parts.Select(p => $"{p.Name}:{p.Text}"))})";
    }

    private static string Kind(SyntaxNode node)
    {
        var name = node.GetType().Name[..^"Node".Length];
        return node is TypeSystemNode { IsExtension: true } ? name.Replace("Definition", "Extension", StringComparison.Ordinal) : name;
    }

    private int Utf16(int offset) => _isAscii ? offset : Encoding.UTF8.GetCharCount(document.Source.Span[..offset]);

    private IEnumerable<(string Name, string? Text)> Parts(SyntaxNode node) => node switch
    {
        NameNode name => [("value", Quote(name.Value))],
        DocumentNode all => [List("definitions", all.Definitions)],
        OperationDefinitionNode n =>
        [
            One("description", n.Description), ("operation", Operation(n.Operation)), One("name", n.Name),
            List("variableDefinitions", n.VariableDefinitions), List("directives", n.Directives), One("selectionSet", n.SelectionSet),
        ],
        FragmentDefinitionNode n =>
        [
            One("description", n.Description), One("name", n.Name), One("typeCondition", n.TypeCondition),
            List("directives", n.Directives), One("selectionSet", n.SelectionSet),
        ],
        VariableDefinitionNode n =>
        [
            One("description", n.Description), One("variable", n.Variable), One("type", n.Type),
            One("defaultValue", n.DefaultValue), List("directives", n.Directives),
        ],
        SelectionSetNode n => [List("selections", n.Selections)],
        FieldNode n =>
        [
            One("alias", n.Alias), One("name", n.Name), List("arguments", n.Arguments), List("directives", n.Directives),
            One("selectionSet", n.SelectionSet),
        ],
        FragmentSpreadNode n => [One("name", n.Name), List("directives", n.Directives)],
        InlineFragmentNode n =>
            [One("typeCondition", n.TypeCondition), List("directives", n.Directives), One("selectionSet", n.SelectionSet)],
        ArgumentNode n => [One("name", n.Name), One("value", n.Value)],
        DirectiveNode n => [One("name", n.Name), List("arguments", n.Arguments)],
        VariableNode n => [One("name", n.Name)],
        IntValueNode n => [("value", Quote(n.Value))],
        FloatValueNode n => [("value", Quote(n.Value))],
        StringValueNode n => [("value", Quote(n.Value)), ("block", n.Block ? "true" : null)],
        BooleanValueNode n => [("value", n.Value ? "true" : null)],
        EnumValueNode n => [("value", Quote(n.Value))],
        ListValueNode n => [List("values", n.Values)],
        ObjectValueNode n => [List("fields", n.Fields)],
        ObjectFieldNode n => [One("name", n.Name), One("value", n.Value)],
        NamedTypeNode n => [One("name", n.Name)],
        ListTypeNode n => [One("type", n.OfType)],
        NonNullTypeNode n => [One("type", n.OfType)],
        OperationTypeDefinitionNode n => [("operation", Operation(n.Operation)), One("type", n.Type)],
        FieldDefinitionNode n =>
        [
            One("description", n.Description), One("name", n.Name), List("arguments", n.Arguments), One("type", n.Type),
            List("directives", n.Directives),
        ],
        InputValueDefinitionNode n =>
        [
            One("description", n.Description), One("name", n.Name), One("type", n.Type), One("defaultValue", n.DefaultValue),
            List("directives", n.Directives),
        ],
        EnumValueDefinitionNode n => [One("description", n.Description), One("name", n.Name), List("directives", n.Directives)],
        TypeSystemNode n => [One("description", n.Description), List("directives", n.Directives), .. TypeSystemParts(n)],
        _ => [],
    };

    private IEnumerable<(string, string?)> TypeSystemParts(TypeSystemNode node) => node switch
    {
        SchemaDefinitionNode n => [List("operationTypes", n.OperationTypes)],
        ScalarTypeDefinitionNode n => [One("name", n.Name)],
        ObjectTypeDefinitionNode n => [One("name", n.Name), List("interfaces", n.Interfaces), List("fields", n.Fields)],
        InterfaceTypeDefinitionNode n => [One("name", n.Name), List("interfaces", n.Interfaces), List("fields", n.Fields)],
        UnionTypeDefinitionNode n => [One("name", n.Name), List("types", n.Types)],
        EnumTypeDefinitionNode n => [One("name", n.Name), List("values", n.Values)],
        InputObjectTypeDefinitionNode n => [One("name", n.Name), List("fields", n.Fields)],
        DirectiveDefinitionNode n =>
        [
            One("name", n.Name), List("arguments", n.Arguments), ("repeatable", n.Repeatable ? "true" : null),
            List("locations", n.Locations),
        ],
        _ => [],
    };

    private (string, string?) One(string name, SyntaxNode? node) => (name, node is null ? null : Dump(node));

    private (string, string?) List(string name, IReadOnlyList<SyntaxNode> nodes) =>
        (name, nodes.Count == 0 ? null : $"[{string.Join(' ', nodes.Select(Dump))}]");

    private static string Operation(OperationType operation) => Quote(Printer.Keyword(operation));

    private static string Quote(string text) =>
        $"\"{string.Concat(text.Select(c => c is >= ' ' and <= '~' and not '"' and not '\\' ? c.ToString() : $"\\u{(int)c:X4}"))}\"";
}
