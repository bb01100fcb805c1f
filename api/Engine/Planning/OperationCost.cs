using System.Globalization;
using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Types;
using Integration.Graph.Engine.Types.Resolvers;

namespace Integration.Graph.Engine.Planning;

/// <summary>
/// The maximum cost of an operation, computed before any data is read. It adds the weight of each field (<c>@cost</c>) and
/// 1 for each object that a list can contain, multiplied through nested lists. Leaf values cost nothing.
/// </summary>
/// <remarks>
/// Source: IBM's GraphQL Cost Directives specification, with field cost and type cost added up. Fields under <c>@skip</c>
/// and <c>@include</c> always count, whatever their variables. Introspection does not count, because its depth is bounded.
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

    /// <summary>The cost for the given coerced variables.</summary>
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

    /// <summary>The maximum number of rows of a page. The connection itself refuses a size above the limit.</summary>
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
