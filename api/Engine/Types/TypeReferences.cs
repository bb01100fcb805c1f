using Integration.Graph.Engine.Language;

namespace Integration.Graph.Engine.Types;

/// <summary>Resolves type references of a document to schema types, and compares types.</summary>
internal static class TypeReferences
{
    /// <summary>The innermost named type.</summary>
    public static NamedTypeNode Named(this TypeNode type)
    {
        while (true)
        {
            switch (type)
            {
                case ListTypeNode list:
                    type = list.OfType;
                    break;
                case NonNullTypeNode nonNull:
                    type = nonNull.OfType;
                    break;
                default:
                    return (NamedTypeNode)type;
            }
        }
    }

    /// <summary>The referenced type; null if the schema has no type of that name.</summary>
    public static GraphQLType? Resolve(this TypeNode type, Schema schema) => type switch
    {
        ListTypeNode list => list.OfType.Resolve(schema) is { } of ? new ListType(of) : null,
        NonNullTypeNode nonNull => nonNull.OfType.Resolve(schema) is { } of ? new NonNullType(of) : null,
        _ => schema.Type(((NamedTypeNode)type).Name.Value),
    };

    /// <summary>Whether every value of the type is also a value of the other. AreTypesCompatible() of the specification.</summary>
    public static bool IsSubTypeOf(this GraphQLType type, GraphQLType super, Schema schema)
    {
        while (true)
        {
            if (ReferenceEquals(type, super))
            {
                return true;
            }

            switch (type, super)
            {
                case (NonNullType nonNull, NonNullType superNonNull):
                    (type, super) = (nonNull.OfType, superNonNull.OfType);
                    break;
                case (_, NonNullType):
                    return false;
                case (NonNullType nonNull, _):
                    type = nonNull.OfType;
                    break;
                case (ListType list, ListType superList):
                    (type, super) = (list.OfType, superList.OfType);
                    break;
                case (InterfaceType or ObjectType, InterfaceType contract):
                    return ((FieldsType)type).Interfaces.Contains(contract);
                case (ObjectType member, UnionType union):
                    return union.Types.Contains(member);
                default:
                    return false;
            }
        }
    }

    /// <summary>Whether some object type belongs to both composite types.</summary>
    public static bool Overlaps(NamedType first, NamedType second, Schema schema)
    {
        if (ReferenceEquals(first, second))
        {
            return true;
        }

        var others = schema.PossibleTypes(second);
        foreach (var type in schema.PossibleTypes(first))
        {
            if (others.Contains(type))
            {
                return true;
            }
        }

        return false;
    }
}
