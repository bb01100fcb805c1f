using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Validation.Rules;

/// <summary>Limits the depth of nested fields, counted through fragments.</summary>
/// <remarks>
/// Also limits the depth of nested selection sets, including introspection and inline fragments. This bounds the stack of
/// the code that follows spreads.
/// </remarks>
internal sealed class MaxDepthRule : ValidationRule
{
    private readonly Dictionary<string, Depth> _depthOfFragments = [];

    public override string Name => "MaxDepth";

    public override Visits Visits => Visits.Operation;

    public override void VisitOperation(OperationDefinitionNode operation)
    {
        var depth = Measure(operation.SelectionSet);
        if (depth.Fields > Context.Options.MaxDepth)
        {
            Report(
                $"The operation is nested {depth.Fields} fields deep, more than the limit of {Context.Options.MaxDepth} (MaxDepth).",
                operation);
        }

        if (depth.Sets > Context.Options.MaxNesting)
        {
            Report(
                $"The operation is nested {depth.Sets} selection sets deep, more than the limit of {Context.Options.MaxNesting} (MaxNesting).",
                operation);
        }
    }

    private Depth Measure(SelectionSetNode selectionSet)
    {
        var (fields, sets) = (0, 0);
        foreach (var selection in selectionSet.Selections)
        {
            var below = selection switch
            {
                FieldNode { SelectionSet: { } selections } field => OfField(field, Measure(selections)),
                FieldNode field => OfField(field, default),
                InlineFragmentNode inline => Measure(inline.SelectionSet),
                FragmentSpreadNode spread => Measure(spread.Name.Value),
                _ => default,
            };
            (fields, sets) = (Math.Max(fields, below.Fields), Math.Max(sets, below.Sets));
        }

        return new Depth(fields, sets + 1);
    }

    private static Depth OfField(FieldNode field, Depth below) =>
        below with { Fields = Introspection.IsReserved(field.Name.Value) ? 0 : below.Fields + 1 };

    private Depth Measure(string fragmentName)
    {
        if (_depthOfFragments.TryGetValue(fragmentName, out var known))
        {
            return known;
        }

        Context.Descend();

        // The depth counts as 0 until it is known. That ends a cycle, which another rule reports.
        _depthOfFragments[fragmentName] = default;
        var depth = Context.Fragment(fragmentName) is { } fragment ? Measure(fragment.SelectionSet) : default;
        return _depthOfFragments[fragmentName] = depth;
    }

    private readonly record struct Depth(int Fields, int Sets);
}
