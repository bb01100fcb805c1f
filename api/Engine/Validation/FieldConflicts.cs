using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Validation;

/// <summary>Two groups of fields that conflict under one response name.</summary>
internal sealed record FieldConflict(string ResponseName, string Reason, List<FieldNode> Fields1, List<FieldNode> Fields2);

/// <summary>
/// Finds the pairs of fields that conflict, as the reference implementation reports them: within a selection set, between
/// its fields and its fragments, and between its fragments. Each pair is compared once; the work is bounded.
/// </summary>
/// <remarks>Specification: 5.3.2 Field Selection Merging.</remarks>
internal sealed class FieldConflicts(ValidationContext context)
{
    /// <summary>Maximum number of reported conflicts. A hostile document could contain hundreds of thousands.</summary>
    private const int MostConflicts = 200;
    private const int MostNodesOfASide = 20;
    private const int LongestReason = 1000;

    private readonly Dictionary<(SelectionSetNode, NamedType?), CollectedFields> _collected = [];
    private readonly Dictionary<(CollectedFields, FragmentDefinitionNode), bool> _comparedWithFragment = [];
    private readonly Dictionary<(FragmentDefinitionNode, FragmentDefinitionNode), bool> _comparedFragments = [];

    public List<FieldConflict> FindWithin(NamedType? parent, SelectionSetNode selectionSet)
    {
        var conflicts = new List<FieldConflict>();
        var collected = Collect(parent, selectionSet);
        foreach (var (responseName, fields) in collected.Fields)
        {
            for (var i = 0; i < fields.Count; i++)
            {
                for (var j = i + 1; j < fields.Count; j++)
                {
                    AddConflict(conflicts, parentsAreExclusive: false, responseName, fields[i], fields[j]);
                }
            }
        }

        for (var i = 0; i < collected.Fragments.Count; i++)
        {
            BetweenFieldsAndFragment(conflicts, areExclusive: false, collected, collected.Fragments[i]);
            for (var j = i + 1; j < collected.Fragments.Count; j++)
            {
                BetweenFragments(conflicts, areExclusive: false, collected.Fragments[i], collected.Fragments[j]);
            }
        }

        return conflicts;
    }

    private void BetweenFieldsAndFragment(
        List<FieldConflict> conflicts, bool areExclusive, CollectedFields collected, FragmentDefinitionNode fragment)
    {
        context.Descend();
        if (collected.Fields.Count == 0 || WasCompared(_comparedWithFragment, (collected, fragment), areExclusive))
        {
            return;
        }

        _comparedWithFragment[(collected, fragment)] = areExclusive;
        var ofFragment = Collect(fragment);
        if (ReferenceEquals(collected, ofFragment))
        {
            return;
        }

        Between(conflicts, areExclusive, collected, ofFragment);
        foreach (var nested in ofFragment.Fragments)
        {
            BetweenFieldsAndFragment(conflicts, areExclusive, collected, nested);
        }
    }

    private void BetweenFragments(
        List<FieldConflict> conflicts, bool areExclusive, FragmentDefinitionNode first, FragmentDefinitionNode second)
    {
        context.Descend();
        if (ReferenceEquals(first, second)
            || WasCompared(_comparedFragments, (first, second), areExclusive)
            || WasCompared(_comparedFragments, (second, first), areExclusive))
        {
            return;
        }

        _comparedFragments[(first, second)] = areExclusive;
        var ofFirst = Collect(first);
        var ofSecond = Collect(second);
        Between(conflicts, areExclusive, ofFirst, ofSecond);
        foreach (var nested in ofSecond.Fragments)
        {
            BetweenFragments(conflicts, areExclusive, first, nested);
        }

        foreach (var nested in ofFirst.Fragments)
        {
            BetweenFragments(conflicts, areExclusive, nested, second);
        }
    }

    private List<FieldConflict> BetweenSelectionSets(
        bool areExclusive, NamedType? parent1, SelectionSetNode set1, NamedType? parent2, SelectionSetNode set2)
    {
        context.Descend();
        var conflicts = new List<FieldConflict>();
        var first = Collect(parent1, set1);
        var second = Collect(parent2, set2);
        Between(conflicts, areExclusive, first, second);
        foreach (var fragment in second.Fragments)
        {
            BetweenFieldsAndFragment(conflicts, areExclusive, first, fragment);
        }

        foreach (var fragment in first.Fragments)
        {
            BetweenFieldsAndFragment(conflicts, areExclusive, second, fragment);
        }

        foreach (var fragment1 in first.Fragments)
        {
            foreach (var fragment2 in second.Fragments)
            {
                BetweenFragments(conflicts, areExclusive, fragment1, fragment2);
            }
        }

        return conflicts;
    }

    private void Between(List<FieldConflict> conflicts, bool areExclusive, CollectedFields first, CollectedFields second)
    {
        foreach (var (responseName, fields1) in first.Fields)
        {
            context.Spend(1);
            if (!second.Fields.TryGetValue(responseName, out var fields2))
            {
                continue;
            }

            foreach (var field1 in fields1)
            {
                foreach (var field2 in fields2)
                {
                    AddConflict(conflicts, areExclusive, responseName, field1, field2);
                }
            }
        }
    }

    private void AddConflict(
        List<FieldConflict> conflicts, bool parentsAreExclusive, string responseName, CollectedField first, CollectedField second)
    {
        context.Spend(1);
        if (conflicts.Count >= MostConflicts)
        {
            return;
        }

        var areExclusive = parentsAreExclusive
            || (first.Parent is ObjectType && second.Parent is ObjectType && !ReferenceEquals(first.Parent, second.Parent));
        var reason = Reason(areExclusive, first, second);
        if (reason is not null)
        {
            conflicts.Add(new FieldConflict(responseName, reason, [first.Node], [second.Node]));
        }
        else if (first.Node.SelectionSet is { } set1 && second.Node.SelectionSet is { } set2)
        {
            var nested = BetweenSelectionSets(
                areExclusive, first.Definition?.Type.Named, set1, second.Definition?.Type.Named, set2);
            if (nested.Count > 0)
            {
                conflicts.Add(new FieldConflict(
                    responseName,
                    Summarize(nested),
                    CollectNodes(first.Node, nested.Select(c => c.Fields1)),
                    CollectNodes(second.Node, nested.Select(c => c.Fields2))));
            }
        }
    }

    private static string? Reason(bool areExclusive, CollectedField first, CollectedField second)
    {
        if (!areExclusive)
        {
            if (first.Node.Name.Value != second.Node.Name.Value)
            {
                return $"\"{first.Node.Name}\" and \"{second.Node.Name}\" are different fields";
            }

            if (!FieldComparison.SameArguments(first.Node.Arguments, second.Node.Arguments))
            {
                return "they have differing arguments";
            }
        }

        return first.Definition?.Type is { } type1 && second.Definition?.Type is { } type2 && FieldComparison.TypesConflict(type1, type2)
            ? $"they return conflicting types \"{type1}\" and \"{type2}\""
            : null;
    }

    private static string Summarize(List<FieldConflict> conflicts)
    {
        var text = string.Join(" and ", conflicts.Select(c => $"subfields \"{c.ResponseName}\" conflict because {c.Reason}"));
        return text.Length <= LongestReason ? text : text[..LongestReason] + "...";
    }

    /// <summary>The field and the conflicting fields below it, at most as many as a message can list.</summary>
    private static List<FieldNode> CollectNodes(FieldNode field, IEnumerable<List<FieldNode>> below)
    {
        List<FieldNode> nodes = [field];
        foreach (var side in below)
        {
            nodes.AddRange(side.TakeLast(MostNodesOfASide - nodes.Count));
            if (nodes.Count == MostNodesOfASide)
            {
                break;
            }
        }

        return nodes;
    }

    /// <summary>
    /// Whether the comparison was already done. A comparison of fields that can apply together also covers fields that
    /// exclude each other.
    /// </summary>
    private static bool WasCompared<TKey>(Dictionary<TKey, bool> compared, TKey key, bool areExclusive)
        where TKey : notnull =>
        compared.TryGetValue(key, out var wereExclusive) && (areExclusive || !wereExclusive);

    private CollectedFields Collect(FragmentDefinitionNode fragment) =>
        Collect(context.Schema.Type(fragment.TypeCondition.Name.Value), fragment.SelectionSet);

    private CollectedFields Collect(NamedType? parent, SelectionSetNode selectionSet)
    {
        if (!_collected.TryGetValue((selectionSet, parent), out var collected))
        {
            _collected[(selectionSet, parent)] = collected = new CollectedFields();
            CollectInto(collected, parent, selectionSet);
        }

        return collected;
    }

    private void CollectInto(CollectedFields collected, NamedType? parent, SelectionSetNode selectionSet)
    {
        foreach (var selection in selectionSet.Selections)
        {
            switch (selection)
            {
                case FieldNode field:
                    collected.Fields.TryAdd(field.ResponseName, []);
                    collected.Fields[field.ResponseName].Add(
                        new CollectedField(parent, field, (parent as FieldsType)?.Field(field.Name.Value)));
                    break;
                case FragmentSpreadNode spread:
                    if (context.Fragment(spread.Name.Value) is { } fragment && !collected.Fragments.Contains(fragment))
                    {
                        collected.Fragments.Add(fragment);
                    }

                    break;
                case InlineFragmentNode inline:
                    CollectInto(
                        collected,
                        inline.TypeCondition is { } type ? context.Schema.Type(type.Name.Value) : parent,
                        inline.SelectionSet);
                    break;
            }
        }
    }

    private readonly record struct CollectedField(NamedType? Parent, FieldNode Node, FieldDefinition? Definition);

    private sealed class CollectedFields
    {
        public OrderedDictionary<string, List<CollectedField>> Fields { get; } = [];

        public List<FragmentDefinitionNode> Fragments { get; } = [];
    }
}
