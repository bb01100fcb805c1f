using System.Globalization;
using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Planning.Rows;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Planning;

/// <summary>
/// What an operation may cost at most, before anything is read: each field the weight of its <c>@cost</c>, each object
/// that its lists may hold 1, and what is selected of it. Values of leaves cost nothing.
/// </summary>
/// <remarks>
/// Source: IBM's GraphQL Cost Directives specification, with fields and types added up. Fields under <c>@skip</c> and
/// <c>@include</c> count, whatever their variables say; introspection does not, because its depth is bounded.
/// </remarks>
internal sealed class OperationCost
{
    private readonly SelectionPlan _root;
    private readonly double _fixed;
    private bool _varies;

    public OperationCost(SelectionPlan root)
    {
        _root = root;
        _fixed = Of(root, null, null);
    }

    /// <summary>The cost with these variables, coerced.</summary>
    public double With(IReadOnlyDictionary<string, object?> variables) => _varies ? Of(_root, null, variables) : _fixed;

    private double Of(SelectionPlan selection, int? pageSize, IReadOnlyDictionary<string, object?>? variables)
    {
        var sum = 0d;
        foreach (var field in selection.Fields)
        {
            if (!Introspection.IsReserved(field.Field.Name))
            {
                sum += Of(field, pageSize, variables);
            }
        }

        return sum;
    }

    private double Of(PlannedField field, int? pageSize, IReadOnlyDictionary<string, object?>? variables)
    {
        var (definition, weight) = (field.Field, field.Field.Cost?.Weight ?? 0);
        if (field.Selections.Count == 0)
        {
            return weight;
        }

        var below = 0d;
        int? inner = definition.Paging is { } paging ? SizeOf(field, paging, variables) : null;
        foreach (var possible in field.Selections.Values)
        {
            below = Math.Max(below, Of(possible, inner, variables));
        }

        var size = definition.Type.Nullable is not ListType ? 1
            : definition.IsSizedByParent && pageSize is { } rows ? rows
            : definition.Cost?.AssumedSize ?? 1;
        return weight + (size * (1 + below));
    }

    /// <summary>How many rows a page has at most. More than the limit is refused by the connection itself, in its own words.</summary>
    private int SizeOf(PlannedField field, PagingLimits paging, IReadOnlyDictionary<string, object?>? variables)
    {
        int? asked = null;
        foreach (var argument in field.SyntaxArguments)
        {
            if (!FieldCost.SlicingArguments.Contains(argument.Name.Value))
            {
                continue;
            }

            switch (argument.Value)
            {
                case IntValueNode constant:
                    asked = Math.Max(asked ?? 0, int.TryParse(constant.Value, CultureInfo.InvariantCulture, out var number) ? number : paging.Most);
                    break;
                case VariableNode variable:
                    _varies = true;
                    if (variables?.GetValueOrDefault(variable.Name.Value) is int given)
                    {
                        asked = Math.Max(asked ?? 0, given);
                    }

                    break;
            }
        }

        return Math.Clamp(asked ?? paging.Default, 0, paging.Most);
    }
}
