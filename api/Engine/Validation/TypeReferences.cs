using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Validation;

/// <summary>From type references in a document to the types of a schema, and how types relate.</summary>
internal static class TypeReferences
{
    /// <summary>The innermost name.</summary>
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

    /// <summary>The type that is meant, or null if the schema has none of that name.</summary>
    public static GraphQLType? Resolve(this TypeNode type, Schema schema) => type switch
    {
        ListTypeNode list => list.OfType.Resolve(schema) is { } of ? new ListType(of) : null,
        NonNullTypeNode nonNull => nonNull.OfType.Resolve(schema) is { } of ? new NonNullType(of) : null,
        _ => schema.Type(((NamedTypeNode)type).Name.Value),
    };

    /// <summary>AreTypesCompatible() of the specification: whether every value of one type is one of another.</summary>
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

    /// <summary>Whether an object can be of both composite types.</summary>
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
