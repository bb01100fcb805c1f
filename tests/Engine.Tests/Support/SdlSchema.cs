using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Tests.Support;

/// <summary>
/// Builds a schema from its printed form, so that the engine and the reference implementation get the same one.
/// </summary>
internal sealed class SdlSchema
{
    private readonly Dictionary<string, NamedType> _types = [];
    private readonly HashSet<NamedType> _referenced = [BuiltInScalars.String, BuiltInScalars.Boolean];
    private readonly IReadOnlyList<DefinitionNode> _definitions;

    private SdlSchema(string sdl) => _definitions = Parser.Parse(sdl, ParserOptions.Trusted).Definitions;

    public static Schema Build(string sdl) => new SdlSchema(sdl).Build();

    private Schema Build()
    {
        foreach (var scalar in BuiltInScalars.All)
        {
            _types[scalar.Name] = scalar;
        }

        var defined = _definitions.OfType<TypeDefinitionNode>().Select(Create).ToList();
        foreach (var type in defined)
        {
            _types[type.Name] = type;
        }

        foreach (var definition in _definitions.OfType<TypeDefinitionNode>())
        {
            Fill(definition);
        }

        var node = _definitions.OfType<SchemaDefinitionNode>().FirstOrDefault();
        var directives = _definitions.OfType<DirectiveDefinitionNode>().Select(Directive).ToList();

        // Specification: 3.5 Scalars. A built-in scalar is not part of the schema if no type refers to it.
        return new Schema(
            [.. defined, .. BuiltInScalars.All.Where(_referenced.Contains), .. Introspection.CreateTypes()],
            [.. directives, .. BuiltInDirectives.All],
            Root(node, OperationType.Query, "Query")!,
            Root(node, OperationType.Mutation, "Mutation"),
            Root(node, OperationType.Subscription, "Subscription"))
        {
            Description = node?.Description?.Value,
        };
    }

    private ObjectType? Root(SchemaDefinitionNode? node, OperationType operation, string name) => node is null
        ? _types.GetValueOrDefault(name) as ObjectType
        : node.OperationTypes.FirstOrDefault(o => o.Operation == operation) is { } root
            ? (ObjectType)_types[root.Type.Name.Value]
            : null;

    private static NamedType Create(TypeDefinitionNode node) => node switch
    {
        ScalarTypeDefinitionNode => new AnyScalar(node.Name.Value)
        {
            Description = node.Description?.Value,
            SpecifiedBy = Argument(node.Directives, "specifiedBy", "url"),
        },
        ObjectTypeDefinitionNode => new ObjectType(node.Name.Value) { Description = node.Description?.Value },
        InterfaceTypeDefinitionNode => new InterfaceType(node.Name.Value) { Description = node.Description?.Value },
        UnionTypeDefinitionNode => new UnionType(node.Name.Value) { Description = node.Description?.Value },
        EnumTypeDefinitionNode choice => new EnumType(node.Name.Value, [.. choice.Values.Select(v =>
            new EnumValueDefinition(v.Name.Value)
            {
                Description = v.Description?.Value,
                DeprecationReason = Deprecation(v.Directives),
                Value = v.Name.Value,
            })])
        {
            Description = node.Description?.Value,
        },
        _ => new InputObjectType(node.Name.Value)
        {
            Description = node.Description?.Value,
            IsOneOf = node.Directives.Any(d => d.Name.Value == "oneOf"),
        },
    };

    private void Fill(TypeDefinitionNode node)
    {
        switch (node, _types[node.Name.Value])
        {
            case (ObjectTypeDefinitionNode definition, ObjectType type):
                type.Interfaces = [.. definition.Interfaces.Select(i => (InterfaceType)_types[i.Name.Value])];
                type.SetFields([.. definition.Fields.Select(Field)]);
                break;
            case (InterfaceTypeDefinitionNode definition, InterfaceType type):
                type.Interfaces = [.. definition.Interfaces.Select(i => (InterfaceType)_types[i.Name.Value])];
                type.SetFields([.. definition.Fields.Select(Field)]);
                break;
            case (UnionTypeDefinitionNode definition, UnionType type):
                type.Types = [.. definition.Types.Select(t => (ObjectType)_types[t.Name.Value])];
                break;
            case (InputObjectTypeDefinitionNode definition, InputObjectType type):
                type.SetFields([.. definition.Fields.Select(Input)]);
                break;
        }
    }

    private FieldDefinition Field(FieldDefinitionNode node) => new(node.Name.Value, Type(node.Type))
    {
        Description = node.Description?.Value,
        Arguments = [.. node.Arguments.Select(Input)],
        DeprecationReason = Deprecation(node.Directives),
    };

    private InputValueDefinition Input(InputValueDefinitionNode node) => new(node.Name.Value, Type(node.Type))
    {
        Description = node.Description?.Value,
        DefaultValue = node.DefaultValue,
        DeprecationReason = Deprecation(node.Directives),
    };

    private DirectiveDefinition Directive(DirectiveDefinitionNode node) => new(node.Name.Value)
    {
        Description = node.Description?.Value,
        Arguments = [.. node.Arguments.Select(Input)],
        IsRepeatable = node.Repeatable,
        Locations = [.. node.Locations.Select(l => l.Value)],
        DeprecationReason = Deprecation(node.Directives),
    };

    private GraphQLType Type(TypeNode node) => node switch
    {
        ListTypeNode list => new ListType(Type(list.OfType)),
        NonNullTypeNode nonNull => new NonNullType(Type(nonNull.OfType)),
        _ => Refer(_types[((NamedTypeNode)node).Name.Value]),
    };

    private NamedType Refer(NamedType type)
    {
        _referenced.Add(type);
        return type;
    }

    private static string? Deprecation(IReadOnlyList<DirectiveNode> directives) =>
        directives.Any(d => d.Name.Value == "deprecated")
            ? Argument(directives, "deprecated", "reason") ?? BuiltInDirectives.DefaultDeprecationReason
            : null;

    private static string? Argument(IReadOnlyList<DirectiveNode> directives, string directive, string argument) =>
        (directives.FirstOrDefault(d => d.Name.Value == directive)?
            .Arguments.FirstOrDefault(a => a.Name.Value == argument)?.Value as StringValueNode)?.Value;
}
