using System.Runtime.CompilerServices;

namespace Integration.Graph.Engine.Types;

/// <summary>The fields that can be selected without being declared by a type.</summary>
/// <remarks>Specification: 4.1 Type Name Introspection and 4.2 Schema Introspection.</remarks>
public sealed class MetaFields
{
    private static readonly ConditionalWeakTable<Schema, MetaFields> OfSchemas = [];

    private readonly FieldDefinition? _schema;
    private readonly FieldDefinition? _type;

    private MetaFields(Schema schema)
    {
        if (schema.Type("__Schema") is { } schemaType)
        {
            _schema = new FieldDefinition("__schema", new NonNullType(schemaType))
            {
                Description = "Access the current type schema of this server.",
                DeclaringType = schema.Query,
            };
        }

        if (schema.Type("__Type") is { } type)
        {
            _type = new FieldDefinition("__type", type)
            {
                Description = "Request the type information of a single type.",
                Arguments = [new InputValueDefinition("name", new NonNullType(BuiltInScalars.String))],
                DeclaringType = schema.Query,
            };
        }
    }

    /// <summary>The meta fields of a schema; <c>__schema</c> and <c>__type</c> only if it contains introspection's types.</summary>
    public static MetaFields Of(Schema schema) => OfSchemas.GetValue(schema, static s => new MetaFields(s));

    /// <summary><c>__typename: String!</c>, which every composite type has. Its declaring type is not set.</summary>
    public static FieldDefinition TypeName { get; } = new("__typename", new NonNullType(BuiltInScalars.String))
    {
        Description = "The name of the current Object type at runtime.",
    };

    /// <summary>The declared field or meta field of a composite type; null if there is none.</summary>
    /// <param name="schema">The schema of these meta fields.</param>
    /// <param name="parent">An object, interface or union.</param>
    /// <param name="name">The field's name.</param>
    public FieldDefinition? Find(Schema schema, NamedType parent, string name)
    {
        if (name.Length > 1 && name[0] == '_' && name[1] == '_')
        {
            return name switch
            {
                "__typename" => parent is FieldsType or UnionType ? TypeName : null,
                "__schema" => ReferenceEquals(parent, schema.Query) ? _schema : null,
                "__type" => ReferenceEquals(parent, schema.Query) ? _type : null,
                _ => (parent as FieldsType)?.Field(name),
            };
        }

        return (parent as FieldsType)?.Field(name);
    }
}
