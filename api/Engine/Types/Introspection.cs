using Integration.Graph.Engine.Language;

namespace Integration.Graph.Engine.Types;

/// <summary>The types by which a schema describes itself. <see cref="IntrospectionBindings"/> resolves their fields.</summary>
/// <remarks>Specification: 4 Introspection.</remarks>
public static class Introspection
{
    /// <summary>Creates the eight types, which refer to each other and to the built-in scalars.</summary>
    public static IReadOnlyList<NamedType> CreateTypes()
    {
        var schema = new ObjectType("__Schema")
        {
            Description = "A GraphQL Schema defines the capabilities of a GraphQL server. It exposes all available types and directives on the server, as well as the entry points for query, mutation, and subscription operations.",
            IsGenerated = true,
        };
        var type = new ObjectType("__Type")
        {
            Description = "The fundamental unit of any GraphQL Schema is the type. There are many kinds of types in GraphQL as represented by the `__TypeKind` enum.\n\nDepending on the kind of a type, certain fields describe information about that type. Scalar types provide no information beyond a name, description and optional `specifiedByURL`, while Enum types provide their values. Object and Interface types provide the fields they describe. Abstract types, Union and Interface, provide the Object types possible at runtime. List and NonNull types compose other types.",
            IsGenerated = true,
        };
        var field = new ObjectType("__Field")
        {
            Description = "Object and Interface types are described by a list of Fields, each of which has a name, potentially a list of arguments, and a return type.",
            IsGenerated = true,
        };
        var inputValue = new ObjectType("__InputValue")
        {
            Description = "Arguments provided to Fields or Directives and the input fields of an InputObject are represented as Input Values which describe their type and optionally a default value.",
            IsGenerated = true,
        };
        var enumValue = new ObjectType("__EnumValue")
        {
            Description = "One possible value for a given Enum. Enum values are unique values, not a placeholder for a string or numeric value. However an Enum value is returned in a JSON response as a string.",
            IsGenerated = true,
        };
        var directive = new ObjectType("__Directive")
        {
            Description = "A Directive provides a way to describe alternate runtime execution and type validation behavior in a GraphQL document.\n\nIn some cases, you need to provide options to alter GraphQL's execution behavior in ways field arguments will not suffice, such as conditionally including or skipping a field. Directives provide this by describing additional information to the executor.",
            IsGenerated = true,
        };
        var typeKind = CreateTypeKind();
        var directiveLocation = CreateDirectiveLocation();

        var text = BuiltInScalars.String;
        var requiredText = new NonNullType(text);
        var requiredBoolean = new NonNullType(BuiltInScalars.Boolean);
        var requiredType = new NonNullType(type);

        schema.SetFields(
        [
            new("description", text),
            new("types", RequiredListOf(type)) { Description = "A list of all types supported by this server." },
            new("queryType", requiredType) { Description = "The type that query operations will be rooted at." },
            new("mutationType", type)
            {
                Description = "If this server supports mutation, the type that mutation operations will be rooted at.",
            },
            new("subscriptionType", type)
            {
                Description = "If this server support subscription, the type that subscription operations will be rooted at.",
            },
            new("directives", RequiredListOf(directive))
            {
                Description = "A list of all directives supported by this server.",
                Arguments = [IncludeDeprecated()],
            },
        ]);
        type.SetFields(
        [
            new("kind", new NonNullType(typeKind)),
            new("name", text),
            new("description", text),
            new("specifiedByURL", text),
            new("fields", ListOf(field)) { Arguments = [IncludeDeprecated()] },
            new("interfaces", ListOf(type)),
            new("possibleTypes", ListOf(type)),
            new("enumValues", ListOf(enumValue)) { Arguments = [IncludeDeprecated()] },
            new("inputFields", ListOf(inputValue)) { Arguments = [IncludeDeprecated()] },
            new("ofType", type),
            new("isOneOf", BuiltInScalars.Boolean),
        ]);
        field.SetFields(
        [
            new("name", requiredText),
            new("description", text),
            new("args", RequiredListOf(inputValue)) { Arguments = [IncludeDeprecated()] },
            new("type", requiredType),
            new("isDeprecated", requiredBoolean),
            new("deprecationReason", text),
        ]);
        inputValue.SetFields(
        [
            new("name", requiredText),
            new("description", text),
            new("type", requiredType),
            new("defaultValue", text)
            {
                Description = "A GraphQL-formatted string representing the default value for this input value.",
            },
            new("isDeprecated", requiredBoolean),
            new("deprecationReason", text),
        ]);
        enumValue.SetFields(
        [
            new("name", requiredText),
            new("description", text),
            new("isDeprecated", requiredBoolean),
            new("deprecationReason", text),
        ]);
        directive.SetFields(
        [
            new("name", requiredText),
            new("description", text),
            new("isRepeatable", requiredBoolean),
            new("locations", RequiredListOf(directiveLocation)),
            new("args", RequiredListOf(inputValue)) { Arguments = [IncludeDeprecated()] },
            new("isDeprecated", requiredBoolean),
            new("deprecationReason", text),
        ]);
        return [schema, type, typeKind, field, inputValue, enumValue, directive, directiveLocation];
    }

    /// <summary>Whether a name is reserved for introspection.</summary>
    public static bool IsReserved(string name) => name.StartsWith("__", StringComparison.Ordinal);

    private static EnumType CreateTypeKind() => new("__TypeKind",
    [
        Value("SCALAR", "Indicates this type is a scalar."),
        Value("OBJECT", "Indicates this type is an object. `fields` and `interfaces` are valid fields."),
        Value("INTERFACE", "Indicates this type is an interface. `fields`, `interfaces`, and `possibleTypes` are valid fields."),
        Value("UNION", "Indicates this type is a union. `possibleTypes` is a valid field."),
        Value("ENUM", "Indicates this type is an enum. `enumValues` is a valid field."),
        Value("INPUT_OBJECT", "Indicates this type is an input object. `inputFields` is a valid field."),
        Value("LIST", "Indicates this type is a list. `ofType` is a valid field."),
        Value("NON_NULL", "Indicates this type is a non-null. `ofType` is a valid field."),
    ])
    {
        Description = "An enum describing what kind of type a given `__Type` is.",
    };

    private static EnumType CreateDirectiveLocation() => new("__DirectiveLocation",
    [
        Value("QUERY", "Location adjacent to a query operation."),
        Value("MUTATION", "Location adjacent to a mutation operation."),
        Value("SUBSCRIPTION", "Location adjacent to a subscription operation."),
        Value("FIELD", "Location adjacent to a field."),
        Value("FRAGMENT_DEFINITION", "Location adjacent to a fragment definition."),
        Value("FRAGMENT_SPREAD", "Location adjacent to a fragment spread."),
        Value("INLINE_FRAGMENT", "Location adjacent to an inline fragment."),
        Value("VARIABLE_DEFINITION", "Location adjacent to an operation variable definition."),
        Value("FRAGMENT_VARIABLE_DEFINITION", "Location adjacent to a fragment variable definition."),
        Value("SCHEMA", "Location adjacent to a schema definition."),
        Value("SCALAR", "Location adjacent to a scalar definition."),
        Value("OBJECT", "Location adjacent to an object type definition."),
        Value("FIELD_DEFINITION", "Location adjacent to a field definition."),
        Value("ARGUMENT_DEFINITION", "Location adjacent to an argument definition."),
        Value("INTERFACE", "Location adjacent to an interface definition."),
        Value("UNION", "Location adjacent to a union definition."),
        Value("ENUM", "Location adjacent to an enum definition."),
        Value("ENUM_VALUE", "Location adjacent to an enum value definition."),
        Value("INPUT_OBJECT", "Location adjacent to an input object type definition."),
        Value("INPUT_FIELD_DEFINITION", "Location adjacent to an input object field definition."),
        Value("DIRECTIVE_DEFINITION", "Location adjacent to a directive definition."),
    ])
    {
        Description = "A Directive can be adjacent to many parts of the GraphQL language, a __DirectiveLocation describes one such possible adjacencies.",
    };

    private static ListType ListOf(NamedType type) => new(new NonNullType(type));

    private static NonNullType RequiredListOf(NamedType type) => new(ListOf(type));

    private static EnumValueDefinition Value(string name, string description) =>
        new(name) { Description = description, Value = name };

    private static InputValueDefinition IncludeDeprecated() =>
        new("includeDeprecated", new NonNullType(BuiltInScalars.Boolean)) { DefaultValue = new BooleanValueNode(false) };
}
