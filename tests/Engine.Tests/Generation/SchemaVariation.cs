using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Tests.Support;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Tests.Generation;

/// <summary>
/// Rewrites a schema: definitions and members in another order, with random descriptions, defaults and deprecations.
/// </summary>
internal sealed class SchemaVariation
{
    private static readonly string[] Descriptions =
    [
        "", "x", "two\nlines", "  indented", "first\n  indented", "\n", "\nfirst is empty", "last is empty\n", "trailing \\", "a \"quote\"", "\"", "\"\"\"",
        "ends with \"\"\"", "tab\tinside", "\ttab", "a\rb", "bell \u0007", "delete \u007f", "blåbær 😀", new string('x', 71), "\\n is no line end", "a\n\n  b\n c", " ",
    ];

    private readonly Random _random;
    private readonly Schema _schema;
    private readonly ValueGenerator _values;

    private SchemaVariation(string sdl, Random random)
    {
        _random = random;
        _schema = SdlSchema.Build(sdl);
        _values = new ValueGenerator(random, (_, _, _) => throw new InvalidOperationException("A constant has no variables."));
    }

    public static string Of(string sdl, Random random)
    {
        var definitions = Parser.Parse(sdl, ParserOptions.Trusted).Definitions;
        var variation = new SchemaVariation(sdl, random);
        return string.Join("\n", definitions.OrderBy(_ => random.Next()).Select(variation.Write));
    }

    private string Write(DefinitionNode definition) => Described() + definition switch
    {
        ScalarTypeDefinitionNode n => $"scalar {n.Name.Value}{(Chance(0.3) ? $" @specifiedBy(url: {Quoted()})" : "")}",
        ObjectTypeDefinitionNode n => $"type {n.Name.Value}{Interfaces(n.Interfaces)} {{ {Members(n.Fields, f => Field(f) + (n.Interfaces.Count == 0 ? Deprecated() : ""))} }}",
        InterfaceTypeDefinitionNode n => $"interface {n.Name.Value}{Interfaces(n.Interfaces)} {{ {Members(n.Fields, f => Field(f) + (n.Interfaces.Count == 0 ? Deprecated() : ""))} }}",
        UnionTypeDefinitionNode n => $"union {n.Name.Value} = {string.Join(" | ", n.Types.Select(t => t.Name.Value).OrderBy(_ => _random.Next()))}",
        EnumTypeDefinitionNode n => $"enum {n.Name.Value} {{ {Members(n.Values, v => v.Name.Value + Deprecated())} }}",
        InputObjectTypeDefinitionNode n => Input(n),
        DirectiveDefinitionNode n => $"directive @{n.Name.Value}{Arguments(n.Arguments)}{(n.Repeatable ? " repeatable" : "")} on {string.Join(" | ", n.Locations.Select(l => l.Value))}",
        SchemaDefinitionNode n => $"schema {{ {string.Join(' ', n.OperationTypes.Select(o => $"{Printer.Keyword(o.Operation)}: {o.Type.Name.Value}"))} }}",
        _ => throw new InvalidOperationException($"Unexpected definition {definition}."),
    };

    private string Input(InputObjectTypeDefinitionNode node)
    {
        var isOneOf = ((InputObjectType)_schema.Type(node.Name.Value)!).IsOneOf;
        return $"input {node.Name.Value}{(isOneOf ? " @oneOf" : "")} {{ {Members(node.Fields, f => Value(f, !isOneOf))} }}";
    }

    private string Field(FieldDefinitionNode node) =>
        $"{node.Name.Value}{Arguments(node.Arguments)}: {Printer.Print(node.Type)}";

    private string Arguments(IReadOnlyList<InputValueDefinitionNode> arguments) =>
        arguments.Count == 0 ? "" : $"({Members(arguments, a => Value(a, true))})";

    private string Value(InputValueDefinitionNode node, bool mayHaveDefault)
    {
        var type = Types(node.Type);

        // Objects in defaults could make an input type refer to itself through its defaults.
        var byDefault = mayHaveDefault && type.Named is not InputObjectType && Chance(0.4) ? $" = {string.Join(' ', _values.Constant(type))}" : "";
        return $"{node.Name.Value}: {type}{byDefault}{(type is NonNullType && byDefault.Length == 0 ? "" : Deprecated())}";
    }

    private GraphQLType Types(TypeNode node) => node switch
    {
        ListTypeNode list => new ListType(Types(list.OfType)),
        NonNullTypeNode nonNull => new NonNullType(Types(nonNull.OfType)),
        _ => _schema.Type(((NamedTypeNode)node).Name.Value)!,
    };

    private string Members<T>(IEnumerable<T> members, Func<T, string> write) =>
        string.Join('\n', members.OrderBy(_ => _random.Next()).Select(m => Described() + write(m)));

    private static string Interfaces(IReadOnlyList<NamedTypeNode> interfaces) =>
        interfaces.Count == 0 ? "" : $" implements {string.Join(" & ", interfaces.Select(i => i.Name.Value))}";

    private string Deprecated() => !Chance(0.1) ? "" : Chance(0.3) ? " @deprecated" : $" @deprecated(reason: {Quoted()})";

    private string Described() => Chance(0.4) ? Quoted() + "\n" : "";

    private string Quoted() => Printer.Print(new StringValueNode(Descriptions[_random.Next(Descriptions.Length)], block: false));

    private bool Chance(double probability) => _random.NextDouble() < probability;
}
