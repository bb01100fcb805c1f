using System.Runtime.CompilerServices;
using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Validation.Rules;

/// <summary>Fields with one response name can be merged: same field, same arguments, same shape of the result.</summary>
/// <remarks>
/// Specification: 5.3.2 Field Selection Merging. A comparison of all pairs takes quadratic time, and fragments make it
/// worse. Sameness is transitive, so each field is compared only with the first field of its response name. Sets of fields
/// that were merged before are not merged again. Pairs are compared only after a conflict is found, to report it.
/// </remarks>
internal sealed class OverlappingFieldsCanBeMergedRule : ValidationRule
{
    private readonly List<(SelectionSetNode Set, NamedType? Parent)> _selectionSets = [];
    private readonly List<MergedField> _fields = [];
    private readonly HashSet<string> _spreadHere = [];
    private readonly HashSet<string> _spreadAnywhere = [];
    private readonly HashSet<string> _responseNames = [];
    private readonly HashSet<FieldSet> _merged = [];
    private readonly HashSet<FieldSet> _sameShape = [];

    public override string Name => "OverlappingFieldsCanBeMerged";

    public override Visits Visits => Visits.SelectionSet | Visits.EndOfDocument;

    public override void VisitSelectionSet(SelectionSetNode selectionSet, SyntaxNode owner)
    {
        if (owner is not InlineFragmentNode
            && (selectionSet.Selections.Count > 1
                || (selectionSet.Selections.Count == 1 && selectionSet.Selections[0] is InlineFragmentNode)))
        {
            _selectionSets.Add((selectionSet, Context.ParentType));
        }
    }

    public override void VisitEndOfDocument(DocumentNode document)
    {
        if (_selectionSets.Count == 0 || CanMergeAll(document))
        {
            return;
        }

        var conflicts = new FieldConflicts(Context);
        foreach (var (set, parent) in _selectionSets)
        {
            foreach (var conflict in conflicts.FindWithin(parent, set))
            {
                Report(
                    $"Fields \"{conflict.ResponseName}\" conflict because {conflict.Reason}. Use different aliases on the fields to fetch both if this was intentional.",
                    [.. conflict.Fields1, .. conflict.Fields2]);
            }
        }
    }

    private bool CanMergeAll(DocumentNode document)
    {
        foreach (var operation in document.Definitions.OfType<OperationDefinitionNode>())
        {
            var root = operation.Operation switch
            {
                OperationType.Query => Context.Schema.Query,
                OperationType.Mutation => Context.Schema.Mutation,
                _ => Context.Schema.Subscription,
            };
            if (!CanMerge(operation.SelectionSet, root))
            {
                return false;
            }
        }

        // A fragment that an operation reaches was already merged there, together with the surrounding fields.
        foreach (var fragment in document.Definitions.OfType<FragmentDefinitionNode>())
        {
            var isReached = _spreadAnywhere.Contains(fragment.Name.Value)
                && ReferenceEquals(Context.Fragment(fragment.Name.Value), fragment);
            if (!isReached && !CanMerge(fragment.SelectionSet, Context.Schema.Type(fragment.TypeCondition.Name.Value)))
            {
                return false;
            }
        }

        return true;
    }

    private bool CanMerge(SelectionSetNode selectionSet, NamedType? parent)
    {
        _spreadHere.Clear();
        Collect(selectionSet, parent);
        return FieldsInSetCanMerge(0);
    }

    /// <summary>
    /// FieldsInSetCanMerge() of the specification, for the fields from an index to the end of the list. Removes them from it.
    /// </summary>
    private bool FieldsInSetCanMerge(int from)
    {
        Context.Descend();
        var to = _fields.Count;
        var canMerge = WasSeen(_merged, from) || (HasUniqueNames(from) ? MergeEach(from, to) : MergeGroups(from, to));
        _fields.RemoveRange(from, to - from);
        return canMerge;
    }

    private bool MergeEach(int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            if (_fields[i].Node.SelectionSet is not null)
            {
                _spreadHere.Clear();
                CollectSubfields(_fields[i]);
                if (!FieldsInSetCanMerge(to))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private bool MergeGroups(int from, int to)
    {
        foreach (var group in _fields[from..to].GroupBy(f => f.Node.ResponseName).Select(g => g.ToList()).ToList())
        {
            if (!HaveSameShape(group))
            {
                return false;
            }

            // Fields of different object types never apply to one object. Fields of interfaces can apply to any object. So can
            // introspection fields, because the reference implementation does not know their types in merged sets.
            var objects = group.Where(HasOwnAnswer).Select(f => f.Parent).Distinct().ToList();
            if (objects.Count > 1)
            {
                CollectAllSubfields(group);
                if (!SameResponseShape(to))
                {
                    return false;
                }
            }

            for (var i = 0; i == 0 || i < objects.Count; i++)
            {
                var meeting = objects.Count <= 1 ? group
                    : group.FindAll(f => !HasOwnAnswer(f) || ReferenceEquals(f.Parent, objects[i]));
                if (!AreSameField(meeting))
                {
                    return false;
                }

                CollectAllSubfields(meeting);
                if (!FieldsInSetCanMerge(to))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>
    /// SameResponseShape() of the specification, for the fields from an index to the end of the list. Removes them from it.
    /// </summary>
    private bool SameResponseShape(int from)
    {
        Context.Descend();
        var to = _fields.Count;
        var same = WasSeen(_sameShape, from);
        if (!same)
        {
            same = true;
            foreach (var group in _fields[from..to].GroupBy(f => f.Node.ResponseName).Select(g => g.ToList()).ToList())
            {
                CollectAllSubfields(group);
                if (!HaveSameShape(group) || !SameResponseShape(to))
                {
                    same = false;
                    break;
                }
            }
        }

        _fields.RemoveRange(from, _fields.Count - from);
        return same;
    }

    private static bool HasOwnAnswer(MergedField field) =>
        field.Parent is ObjectType type && !Introspection.IsReserved(type.Name);

    private static bool HaveSameShape(List<MergedField> group)
    {
        GraphQLType? first = null;
        foreach (var field in group)
        {
            if (field.Definition?.Type is { } type)
            {
                first ??= type;
                if (FieldComparison.TypesConflict(first, type))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private bool AreSameField(List<MergedField> group)
    {
        var first = group[0].Node;
        for (var i = 1; i < group.Count; i++)
        {
            Context.Spend(1);
            if (group[i].Node.Name.Value != first.Name.Value
                || !FieldComparison.SameArguments(first.Arguments, group[i].Node.Arguments))
            {
                return false;
            }
        }

        return true;
    }

    private void CollectAllSubfields(List<MergedField> group)
    {
        _spreadHere.Clear();
        foreach (var field in group)
        {
            CollectSubfields(field);
        }
    }

    private void CollectSubfields(MergedField field)
    {
        if (field.Node.SelectionSet is { } selectionSet)
        {
            Collect(selectionSet, field.Definition?.Type.Named);
        }
    }

    private void Collect(SelectionSetNode selectionSet, NamedType? parent)
    {
        Context.Spend(selectionSet.Selections.Count);
        var selections = selectionSet.Selections;
        for (var i = 0; i < selections.Count; i++)
        {
            switch (selections[i])
            {
                case FieldNode field:
                    _fields.Add(new MergedField(parent, field, Context.FindField(parent, field.Name.Value)));
                    break;
                case InlineFragmentNode inline:
                    Collect(
                        inline.SelectionSet,
                        inline.TypeCondition is { } type ? Context.Schema.Type(type.Name.Value) : parent);
                    break;
                case FragmentSpreadNode spread when _spreadHere.Add(spread.Name.Value):
                    _spreadAnywhere.Add(spread.Name.Value);
                    if (Context.Fragment(spread.Name.Value) is { } fragment)
                    {
                        Context.Descend();
                        Collect(fragment.SelectionSet, Context.Schema.Type(fragment.TypeCondition.Name.Value));
                    }

                    break;
            }
        }
    }

    private bool HasUniqueNames(int from)
    {
        if (_fields.Count - from <= 1)
        {
            return true;
        }

        _responseNames.Clear();
        for (var i = from; i < _fields.Count; i++)
        {
            if (!_responseNames.Add(_fields[i].Node.ResponseName))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether these fields were merged before. Without fragments this is impossible.</summary>
    private bool WasSeen(HashSet<FieldSet> seen, int from) =>
        _fields.Count == from || (_spreadAnywhere.Count > 0 && !seen.Add(FieldSet.Of(_fields, from)));

    private readonly record struct MergedField(NamedType? Parent, FieldNode Node, FieldDefinition? Definition);

    /// <summary>Fields of the document in order. Two sets are equal if they contain the same nodes.</summary>
    private readonly struct FieldSet(FieldNode[] nodes, int hash) : IEquatable<FieldSet>
    {
        private readonly FieldNode[] _nodes = nodes;

        public static FieldSet Of(List<MergedField> fields, int from)
        {
            var nodes = new FieldNode[fields.Count - from];
            var hash = nodes.Length;
            for (var i = 0; i < nodes.Length; i++)
            {
                nodes[i] = fields[from + i].Node;
                hash = HashCode.Combine(hash, RuntimeHelpers.GetHashCode(nodes[i]));
            }

            return new FieldSet(nodes, hash);
        }

        public bool Equals(FieldSet other) => _nodes.AsSpan().SequenceEqual(other._nodes);

        public override bool Equals(object? obj) => obj is FieldSet other && Equals(other);

        public override int GetHashCode() => hash;
    }
}
