using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Validation.Rules;

/// <summary>A limit on fields inside each other, counted through fragments.</summary>
internal sealed class MaxDepthRule : ValidationRule
{
    private readonly Dictionary<string, int> _depthOfFragments = [];

    public override string Name => "MaxDepth";

    public override Visits Visits => Visits.Operation;

    public override void VisitOperation(OperationDefinitionNode operation)
    {
        var depth = Depth(operation.SelectionSet);
        if (depth > Context.Options.MaxDepth)
        {
            Report(
                $"The operation is nested {depth} fields deep, more than the limit of {Context.Options.MaxDepth} (MaxDepth).",
                operation);
        }
    }

    private int Depth(SelectionSetNode selectionSet)
    {
        var deepest = 0;
        foreach (var selection in selectionSet.Selections)
        {
            deepest = Math.Max(deepest, selection switch
            {
                FieldNode field when Introspection.IsReserved(field.Name.Value) => 0,
                FieldNode { SelectionSet: { } selections } => 1 + Depth(selections),
                FieldNode => 1,
                InlineFragmentNode inline => Depth(inline.SelectionSet),
                FragmentSpreadNode spread => Depth(spread.Name.Value),
                _ => 0,
            });
        }

        return deepest;
    }

    private int Depth(string fragmentName)
    {
        if (_depthOfFragments.TryGetValue(fragmentName, out var known))
        {
            return known;
        }

        Context.Descend();

        // Until it is known it counts as nothing, which ends a cycle; that is an error of its own.
        _depthOfFragments[fragmentName] = 0;
        var depth = Context.Fragment(fragmentName) is { } fragment ? Depth(fragment.SelectionSet) : 0;
        return _depthOfFragments[fragmentName] = depth;
    }
}
