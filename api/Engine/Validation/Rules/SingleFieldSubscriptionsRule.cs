using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Validation.Rules;

/// <summary>A subscription has exactly one root field. It is unconditional and not an introspection field.</summary>
/// <remarks>Specification: 5.2.4.1 Single Root Field.</remarks>
internal sealed class SingleFieldSubscriptionsRule : ValidationRule
{
    public override string Name => "SingleFieldSubscriptions";

    public override Visits Visits => Visits.Operation;

    public override void VisitOperation(OperationDefinitionNode operation)
    {
        if (operation.Operation != OperationType.Subscription || Context.Schema.Subscription is not { } root)
        {
            return;
        }

        var subject = operation.Name is { } name ? $"Subscription \"{name}\"" : "Anonymous Subscription";
        var fields = new RootFields(Context, root);
        fields.Collect(operation.SelectionSet);
        if (fields.Conditions.Count > 0)
        {
            Report(
                $"{subject} must not use `@skip` or `@include` directives in the top level selection.",
                [.. fields.Conditions]);
            return;
        }

        if (fields.ByResponseName.Count == 0)
        {
            Report($"{subject} must select one top level field.", operation.SelectionSet);
        }
        else if (fields.ByResponseName.Count > 1)
        {
            Report(
                $"{subject} must select only one top level field.",
                [.. fields.ByResponseName.Skip(1).SelectMany(group => group.Value)]);
        }

        foreach (var group in fields.ByResponseName)
        {
            if (Introspection.IsReserved(group.Value[0].Name.Value))
            {
                Report($"{subject} must not select an introspection top level field.", [.. group.Value]);
            }
        }
    }

    /// <summary>CollectSubscriptionFields() of the specification.</summary>
    private sealed class RootFields(ValidationContext context, ObjectType root)
    {
        private readonly HashSet<string> _visitedFragments = [];

        public OrderedDictionary<string, List<FieldNode>> ByResponseName { get; } = [];

        public List<SyntaxNode> Conditions { get; } = [];

        public void Collect(SelectionSetNode selectionSet)
        {
            foreach (var selection in selectionSet.Selections)
            {
                context.Spend(1);
                var condition = selection.Directives.FirstOrDefault(d => d.Name.Value == "skip")
                    ?? selection.Directives.FirstOrDefault(d => d.Name.Value == "include");
                if (condition is not null)
                {
                    Conditions.Add(condition);
                    continue;
                }

                switch (selection)
                {
                    case FieldNode field:
                        ByResponseName.TryAdd(field.ResponseName, []);
                        ByResponseName[field.ResponseName].Add(field);
                        break;
                    case InlineFragmentNode inline when Applies(inline.TypeCondition):
                        Collect(inline.SelectionSet);
                        break;
                    case FragmentSpreadNode spread
                        when context.Fragment(spread.Name.Value) is { } fragment
                            && Applies(fragment.TypeCondition)
                            && _visitedFragments.Add(spread.Name.Value):
                        context.Descend();
                        Collect(fragment.SelectionSet);
                        break;
                }
            }
        }

        private bool Applies(NamedTypeNode? condition) =>
            condition is null
            || (context.Schema.Type(condition.Name.Value) is { } type && context.Schema.PossibleTypes(type).Contains(root));
    }
}
