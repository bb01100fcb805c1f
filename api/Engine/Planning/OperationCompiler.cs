using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Planning.Rows;
using Integration.Graph.Engine.Types;
using Integration.Graph.Engine.Types.Resolvers;

namespace Integration.Graph.Engine.Planning;

/// <summary>
/// Compiles an operation of a valid document for a view: applies <see cref="ViewPermissions"/>, merges fields, indexes the
/// conditions and plans the queries.
/// </summary>
/// <remarks>Specification: 6.3.2 CollectFields, 6.4.3 MergeSelectionSets.</remarks>
internal sealed class OperationCompiler
{
    private readonly SchemaView _view;
    private readonly DocumentNode _document;
    private readonly Dictionary<string, FragmentDefinitionNode> _fragments;
    private readonly IncludeConditions _conditions;
    private readonly ViewPermissions _permissions;
    private readonly PlanLimits _limits;
    private int _planned;
    private int _collected;
    private bool _touchesRuledRows;

    private OperationCompiler(SchemaView view, DocumentNode document, OperationDefinitionNode operation, PlanLimits limits)
    {
        _limits = limits;
        _view = view;
        _document = document;
        _conditions = new IncludeConditions(operation);
        _fragments = document.Definitions.OfType<FragmentDefinitionNode>().ToDictionary(f => f.Name.Value);
        _permissions = new ViewPermissions(view, document, _fragments);
    }

    /// <summary>Returns the plan, or the errors for selections that the view does not allow.</summary>
    public static (OperationPlan? Plan, IReadOnlyList<GraphQLError> Errors) Compile(
        SchemaView view, DocumentNode document, OperationDefinitionNode operation, PlanLimits limits)
    {
        var compiler = new OperationCompiler(view, document, operation, limits);
        try
        {
            return compiler.Compile(operation);
        }
        catch (GraphQLException error)
        {
            return (null, [new GraphQLError(error.Message) { Code = error.Code }]);
        }
    }

    private (OperationPlan?, IReadOnlyList<GraphQLError>) Compile(OperationDefinitionNode operation)
    {
        var (root, full) = operation.Operation switch
        {
            OperationType.Mutation => (_view.Schema.Mutation, _view.Full.Mutation),
            OperationType.Subscription => (_view.Schema.Subscription, _view.Full.Subscription),
            _ => (_view.Schema.Query, _view.Full.Query),
        };
        Occurrence[] start = [new(operation.SelectionSet, null)];
        if (_permissions.Refusals(full!, operation) is { Count: > 0 } refusals)
        {
            return (null, refusals);
        }

        if (root is null)
        {
            // @ifPermitted omits everything that the operation selects.
            return (null, [new GraphQLError($"The caller's schema has no type {full!.Name}.") { Code = ErrorCodes.ValidationFailed }]);
        }

        var selection = Select(root, start);
        new RowPlanner(_view).Plan(selection);
        MarkStored(selection);
        return (new OperationPlan
        {
            View = _view,
            Document = _document,
            Operation = operation.Operation,
            Name = operation.Name?.Value ?? "",
            Variables = operation.VariableDefinitions,
            Conditions = _conditions.All,
            Root = selection,
            FieldCount = _planned,
            Cost = new OperationCost(selection),
            TouchesRuledRows = _touchesRuledRows,
        }, []);
    }

    private SelectionPlan Select(ObjectType type, IReadOnlyList<Occurrence> occurrences)
    {
        _touchesRuledRows |= type.RuntimeType is { } runtime && _view.Policy.IsConfidential(runtime);
        var collected = new CollectedFields();
        foreach (var (set, when) in occurrences)
        {
            Collect(type, set, when, collected, []);
        }

        return new SelectionPlan(type, [.. collected.Order.Select(name => Plan(type, name, collected.ByName[name]))], collected.Checks);
    }

    private void Collect(
        ObjectType type,
        SelectionSetNode set,
        ConditionChain? when,
        CollectedFields collected,
        HashSet<(string, ConditionChain?)> visited)
    {
        foreach (var selection in set.Selections)
        {
            if (++_collected > _limits.MaxCollectedSelections)
            {
                throw new GraphQLException(
                    $"The operation has more than {_limits.MaxCollectedSelections} selections after its fragments are resolved (MaxCollectedSelections).",
                    ErrorCodes.LimitExceeded);
            }

            var condition = when;
            if (_permissions.IsLeftOut(type, selection) || !_conditions.Restrict(selection.Directives, ref condition, collected.Checks))
            {
                continue;
            }

            switch (selection)
            {
                case FieldNode field:
                    collected.Add(field, condition);
                    break;
                case InlineFragmentNode inline when inline.TypeCondition is null || Applies(type, inline.TypeCondition.Name.Value):
                    Collect(type, inline.SelectionSet, condition, collected, visited);
                    break;
                case FragmentSpreadNode spread when visited.Add((spread.Name.Value, condition)):
                    var fragment = _fragments[spread.Name.Value];
                    if (Applies(type, fragment.TypeCondition.Name.Value))
                    {
                        Collect(type, fragment.SelectionSet, condition, collected, visited);
                    }

                    break;
            }
        }
    }

    /// <summary>DoesFragmentTypeApply() of the specification.</summary>
    private bool Applies(ObjectType type, string condition) =>
        _view.Schema.Type(condition) is { } composite && _view.Schema.PossibleTypes(composite).Contains(type);

    private PlannedField Plan(ObjectType parent, string responseName, List<(FieldNode Node, ConditionChain? When, int Place)> nodes)
    {
        if (++_planned > _limits.MaxPlannedFields)
        {
            throw new GraphQLException(
                $"The operation selects more than {_limits.MaxPlannedFields} fields after its fragments are resolved (MaxPlannedFields).", ErrorCodes.LimitExceeded);
        }

        var first = nodes[0].Node;
        var field = _view.Meta.Find(_view.Schema, parent, first.Name.Value)!;
        _touchesRuledRows |= RowsOf(field.Binding) is { } rows && _view.Policy.IsConfidential(rows);
        var named = field.Type.Named;
        var selections = new Dictionary<ObjectType, SelectionPlan>();
        if (named is FieldsType or UnionType)
        {
            Occurrence[] inner = [.. nodes.Where(n => n.Node.SelectionSet is not null).Select(n => new Occurrence(n.Node.SelectionSet!, n.When))];
            foreach (var possible in _view.Schema.PossibleTypes(named))
            {
                selections.Add(possible, Select(possible, inner));
            }
        }

        return new PlannedField(field, responseName, [.. nodes.Select(n => new FieldOccurrence(n.Node, _conditions.IndexOf([n.When]), n.Place))], _document)
        {
            Condition = _conditions.IndexOf([.. nodes.Select(n => n.When)]),
            Constants = first.Arguments.Any(a => HasVariable(a.Value)) ? null : InputCoercion.CoerceArgumentValues(field.Arguments, first.Arguments, RequestContext.EmptyVariables),
            Selections = selections,
            Selection = named is ObjectType only ? selections[only] : null,
        };
    }

    /// <summary>The entity whose rows the field reads, even if only their number is selected; null if there is none.</summary>
    private static Type? RowsOf(FieldBinding? binding) => binding switch
    {
        QueryBinding query => query.Entity,
        ChildrenBinding children => children.Relation.ChildType,
        _ => null,
    };

    private static bool HasVariable(ValueNode value) => value switch
    {
        VariableNode => true,
        ListValueNode list => list.Values.Any(HasVariable),
        ObjectValueNode fields => fields.Fields.Any(f => HasVariable(f.Value)),
        _ => false,
    };

    /// <summary>Assigns a slot to each field whose value must be resolved before writing begins.</summary>
    private static bool MarkStored(SelectionPlan selection)
    {
        foreach (var field in selection.Fields)
        {
            var below = false;
            foreach (var inner in field.Selections.Values)
            {
                below |= MarkStored(inner);
            }

            field.HoldsStored = below;
            var waits = field.Field.Binding is MethodBinding or QueryBinding or ChildrenBinding or RefBinding or NodeBinding;
            if (waits || below)
            {
                field.StoredAt = selection.Stored++;
            }
        }

        return selection.Stored > 0;
    }

    private sealed record Occurrence(SelectionSetNode Set, ConditionChain? When);

    /// <summary>CollectedFieldsMap of the specification, with the conditions of each field.</summary>
    private sealed class CollectedFields
    {
        private int _count;

        public Dictionary<string, List<(FieldNode Node, ConditionChain? When, int Place)>> ByName { get; } = [];

        public List<string> Order { get; } = [];

        public List<NullCheck> Checks { get; } = [];

        public void Add(FieldNode field, ConditionChain? when)
        {
            if (!ByName.TryGetValue(field.ResponseName, out var nodes))
            {
                ByName.Add(field.ResponseName, nodes = []);
                Order.Add(field.ResponseName);
            }

            nodes.Add((field, when, _count++));
        }
    }
}

/// <summary>Limits on what a fragment that is used repeatedly can multiply.</summary>
/// <param name="MaxPlannedFields">Maximum number of planned fields.</param>
/// <param name="MaxCollectedSelections">Maximum number of selections visited while fields are collected.</param>
internal readonly record struct PlanLimits(int MaxPlannedFields, int MaxCollectedSelections);
