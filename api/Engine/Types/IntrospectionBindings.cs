using Integration.Graph.Engine.Language;

namespace Integration.Graph.Engine.Types;

/// <summary>Resolves the fields of introspection's types. Their values are the objects of the type system themselves.</summary>
/// <remarks>Specification: 4.2 Schema Introspection.</remarks>
internal static class IntrospectionBindings
{
    /// <summary>Sets the binding of each field.</summary>
    public static void Attach(IReadOnlyDictionary<string, NamedType> types)
    {
        foreach (var type in types.Values.OfType<ObjectType>().Where(t => t.Name.StartsWith("__", StringComparison.Ordinal)))
        {
            foreach (var field in type.Fields)
            {
                var (owner, name) = (type.Name, field.Name);
                field.Binding = new PureBinding((parent, arguments, _) => owner switch
                {
                    "__Schema" => SchemaField((Schema)parent, name, arguments["includeDeprecated"] is true),
                    "__Type" => TypeField((GraphQLType)parent, name, arguments["includeDeprecated"] is true),
                    "__Field" => FieldField((FieldDefinition)parent, name, arguments["includeDeprecated"] is true),
                    "__InputValue" => InputValueField((InputValueDefinition)parent, name),
                    "__EnumValue" => EnumValueField((EnumValueDefinition)parent, name),
                    _ => DirectiveField((DirectiveDefinition)parent, name, arguments["includeDeprecated"] is true),
                });
            }
        }
    }

    private static object? SchemaField(Schema schema, string name, bool deprecated) => name switch
    {
        "description" => schema.Description,
        "types" => schema.Types,
        "queryType" => schema.Query,
        "mutationType" => schema.Mutation,
        "subscriptionType" => schema.Subscription,
        _ => schema.Directives.Where(d => deprecated || d.DeprecationReason is null),
    };

    private static object? TypeField(GraphQLType type, string name, bool deprecated) => name switch
    {
        "kind" => type switch
        {
            NonNullType => "NON_NULL",
            ListType => "LIST",
            ScalarType => "SCALAR",
            ObjectType => "OBJECT",
            InterfaceType => "INTERFACE",
            UnionType => "UNION",
            EnumType => "ENUM",
            _ => "INPUT_OBJECT",
        },
        "name" => (type as NamedType)?.Name,
        "description" => (type as NamedType)?.Description,
        "specifiedByURL" => (type as ScalarType)?.SpecifiedBy,
        "fields" => (type as FieldsType)?.Fields.Where(f => deprecated || f.DeprecationReason is null),
        "interfaces" => (type as FieldsType)?.Interfaces,
        "possibleTypes" => type switch
        {
            InterfaceType contract => contract.PossibleTypes,
            UnionType union => union.Types,
            _ => null,
        },
        "enumValues" => (type as EnumType)?.Values.Where(v => deprecated || v.DeprecationReason is null),
        "inputFields" => (type as InputObjectType)?.Fields.Where(f => deprecated || f.DeprecationReason is null),
        "ofType" => type switch
        {
            NonNullType nonNull => nonNull.OfType,
            ListType list => list.OfType,
            _ => null,
        },
        _ => type is InputObjectType input ? input.IsOneOf : null,
    };

    private static object? FieldField(FieldDefinition field, string name, bool deprecated) => name switch
    {
        "name" => field.Name,
        "description" => field.Description,
        "args" => field.Arguments.Where(a => deprecated || a.DeprecationReason is null),
        "type" => field.Type,
        "isDeprecated" => field.DeprecationReason is not null,
        _ => field.DeprecationReason,
    };

    private static object? InputValueField(InputValueDefinition value, string name) => name switch
    {
        "name" => value.Name,
        "description" => value.Description,
        "type" => value.Type,
        "defaultValue" => value.DefaultValue is null ? null : Printer.Print(value.DefaultValue),
        "isDeprecated" => value.DeprecationReason is not null,
        _ => value.DeprecationReason,
    };

    private static object? EnumValueField(EnumValueDefinition value, string name) => name switch
    {
        "name" => value.Name,
        "description" => value.Description,
        "isDeprecated" => value.DeprecationReason is not null,
        _ => value.DeprecationReason,
    };

    private static object? DirectiveField(DirectiveDefinition directive, string name, bool deprecated) => name switch
    {
        "name" => directive.Name,
        "description" => directive.Description,
        "isRepeatable" => directive.IsRepeatable,
        "locations" => directive.Locations,
        "args" => directive.Arguments.Where(a => deprecated || a.DeprecationReason is null),
        "isDeprecated" => directive.DeprecationReason is not null,
        _ => directive.DeprecationReason,
    };
}
