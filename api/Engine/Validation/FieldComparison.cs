using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Validation;

/// <summary>Compares fields: whether they are the same, and whether their results have the same shape.</summary>
/// <remarks>Specification: 5.3.2 Field Selection Merging.</remarks>
internal static class FieldComparison
{
    /// <summary>Whether results of the two types can never have the same shape.</summary>
    public static bool TypesConflict(GraphQLType first, GraphQLType second)
    {
        while (!ReferenceEquals(first, second))
        {
            switch (first, second)
            {
                case (ListType a, ListType b):
                    (first, second) = (a.OfType, b.OfType);
                    break;
                case (NonNullType a, NonNullType b):
                    (first, second) = (a.OfType, b.OfType);
                    break;
                default:
                    return first is not (FieldsType or UnionType) || second is not (FieldsType or UnionType);
            }
        }

        return false;
    }

    /// <summary>Whether two fields have the same arguments, in any order.</summary>
    public static bool SameArguments(IReadOnlyList<ArgumentNode> first, IReadOnlyList<ArgumentNode> second)
    {
        if (first.Count != second.Count)
        {
            return false;
        }

        for (var i = 0; i < first.Count; i++)
        {
            var other = second.LastOrDefault(a => a.Name.Value == first[i].Name.Value);
            if (other is null || !SameValue(first[i].Value, other.Value))
            {
                return false;
            }
        }

        return true;
    }

    private static bool SameValue(ValueNode first, ValueNode second)
    {
        switch (first, second)
        {
            case (VariableNode a, VariableNode b):
                return a.Name.Value == b.Name.Value;
            case (IntValueNode a, IntValueNode b):
                return a.Value == b.Value;
            case (FloatValueNode a, FloatValueNode b):
                return a.Value == b.Value;
            case (StringValueNode a, StringValueNode b):
                return a.Value == b.Value && a.Block == b.Block;
            case (BooleanValueNode a, BooleanValueNode b):
                return a.Value == b.Value;
            case (EnumValueNode a, EnumValueNode b):
                return a.Value == b.Value;
            case (ListValueNode a, ListValueNode b):
                return a.Values.Count == b.Values.Count && a.Values.Zip(b.Values).All(p => SameValue(p.First, p.Second));
            case (ObjectValueNode a, ObjectValueNode b):
                return a.Fields.Count == b.Fields.Count
                    && Sorted(a).Zip(Sorted(b)).All(
                        p => p.First.Name.Value == p.Second.Name.Value && SameValue(p.First.Value, p.Second.Value));
            default:
                return first is NullValueNode && second is NullValueNode;
        }

        static IEnumerable<ObjectFieldNode> Sorted(ObjectValueNode value) =>
            value.Fields.OrderBy(f => f.Name.Value, StringComparer.Ordinal);
    }
}
