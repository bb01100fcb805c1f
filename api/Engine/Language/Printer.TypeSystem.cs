namespace Integration.Graph.Engine.Language;

public static partial class Printer
{
    private static string PrintTypeSystem(SyntaxNode node) => node switch
    {
        TypeSystemNode definition => Description(definition.Description)
            + (definition.IsExtension ? "extend " : "")
            + PrintDefinition(definition),
        OperationTypeDefinitionNode operationType => $"{Keyword(operationType.Operation)}: {operationType.Type.Name}",
        FieldDefinitionNode field =>
            $"{Description(field.Description)}{field.Name}{Arguments(field.Arguments)}: {Print(field.Type)}"
            + After(" ", Directives(field.Directives)),
        InputValueDefinitionNode input =>
            $"{Description(input.Description)}{input.Name}: {Print(input.Type)}"
            + (input.DefaultValue is { } value ? $" = {Print(value)}" : "")
            + After(" ", Directives(input.Directives)),
        EnumValueDefinitionNode value => Description(value.Description) + Words(value.Name.Value, Directives(value.Directives)),
        _ => throw new ArgumentException($"No grammar rule produces a {node.GetType().Name}.", nameof(node)),
    };

    private static string PrintDefinition(TypeSystemNode definition)
    {
        var directives = Directives(definition.Directives);
        return definition switch
        {
            SchemaDefinitionNode schema => Words("schema", directives, Block(schema.OperationTypes)),
            ScalarTypeDefinitionNode scalar => Words("scalar", scalar.Name.Value, directives),
            ObjectTypeDefinitionNode type => Words(
                "type", type.Name.Value, Implements(type.Interfaces), directives, Block(type.Fields)),
            InterfaceTypeDefinitionNode type => Words(
                "interface", type.Name.Value, Implements(type.Interfaces), directives, Block(type.Fields)),
            UnionTypeDefinitionNode union => Words(
                "union", union.Name.Value, directives, After("= ", string.Join(" | ", union.Types.Select(Print)))),
            EnumTypeDefinitionNode type => Words("enum", type.Name.Value, directives, Block(type.Values)),
            InputObjectTypeDefinitionNode input => Words("input", input.Name.Value, directives, Block(input.Fields)),
            DirectiveDefinitionNode { IsExtension: true } directive => Words($"directive @{directive.Name}", directives),
            DirectiveDefinitionNode directive => Words(
                $"directive @{directive.Name}{Arguments(directive.Arguments)}",
                directives,
                directive.Repeatable ? "repeatable" : "",
                "on",
                string.Join(" | ", directive.Locations)),
            _ => throw new ArgumentException($"No grammar rule makes a {definition.GetType().Name}.", nameof(definition)),
        };
    }

    private static string Implements(IReadOnlyList<NamedTypeNode> interfaces) =>
        After("implements ", string.Join(" & ", interfaces.Select(Print)));

    private static string Arguments(IReadOnlyList<InputValueDefinitionNode> arguments)
    {
        var items = arguments.Select(Print).ToArray();
        return items.Any(IsMultiline) ? $"(\n{Indent(string.Join('\n', items))}\n)" : Parenthesized(items);
    }
}
