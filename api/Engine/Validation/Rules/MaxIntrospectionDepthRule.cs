using Integration.Graph.Engine.Language;

namespace Integration.Graph.Engine.Validation.Rules;

/// <summary>Limits nested lists in introspection, because each level multiplies the size of the response.</summary>
/// <remarks>Not a rule of the specification; the reference implementation has it for the same reason.</remarks>
internal sealed class MaxIntrospectionDepthRule : ValidationRule
{
    private readonly Dictionary<string, int> _passedAt = [];
    private readonly Dictionary<string, int> _exceededAt = [];

    // Fields inside a reported field are not reported again.
    private readonly HashSet<FieldNode> _reported = new(ReferenceEqualityComparer.Instance);

    public override string Name => "MaxIntrospectionDepth";

    public override Visits Visits => Visits.Field;

    public override void VisitField(FieldNode field)
    {
        if (field.Name.Value is "__schema" or "__type" && field.SelectionSet is { } selections && !_reported.Contains(field) && Exceeds(selections, 0, []))
        {
            AddWithin(selections);
            Report(
                $"Introspection nests more than {Context.Options.MaxIntrospectionDepth} lists (MaxIntrospectionDepth).", field);
        }
    }

    private void AddWithin(SelectionSetNode selectionSet)
    {
        foreach (var selection in selectionSet.Selections)
        {
            var field = selection as FieldNode;
            if (field is not null)
            {
                _reported.Add(field);
            }

            if ((field?.SelectionSet ?? (selection as InlineFragmentNode)?.SelectionSet) is { } inner)
            {
                AddWithin(inner);
            }
        }
    }

    private bool Exceeds(SelectionSetNode selectionSet, int lists, Dictionary<string, int> underWay)
    {
        foreach (var selection in selectionSet.Selections)
        {
            Context.Spend(1);
            var exceeds = selection switch
            {
                FieldNode field => Exceeds(field, lists, underWay),
                InlineFragmentNode inline => Exceeds(inline.SelectionSet, lists, underWay),
                FragmentSpreadNode spread => Exceeds(spread, lists, underWay),
                _ => false,
            };
            if (exceeds)
            {
                return true;
            }
        }

        return false;
    }

    private bool Exceeds(FieldNode field, int lists, Dictionary<string, int> underWay)
    {
        if (field.Name.Value is "fields" or "interfaces" or "possibleTypes" or "inputFields" && ++lists > Context.Options.MaxIntrospectionDepth)
        {
            return true;
        }

        return field.SelectionSet is { } selections && Exceeds(selections, lists, underWay);
    }

    private bool Exceeds(FragmentSpreadNode spread, int lists, Dictionary<string, int> underWay)
    {
        var name = spread.Name.Value;
        if (_exceededAt.TryGetValue(name, out var exceeded) && exceeded <= lists)
        {
            return true;
        }

        if ((underWay.TryGetValue(name, out var entered) && entered >= lists)
            || (_passedAt.TryGetValue(name, out var passed) && passed >= lists)
            || Context.Fragment(name) is not { } fragment)
        {
            return false;
        }

        Context.Descend();
        underWay[name] = lists;
        var exceeds = Exceeds(fragment.SelectionSet, lists, underWay);
        (exceeds ? _exceededAt : _passedAt)[name] = lists;
        return exceeds;
    }
}
