using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Validation.Rules;

/// <summary>A fragment can apply where it is spread: some object type belongs to both types.</summary>
/// <remarks>Specification: 5.5.2.3 Fragment Spread Is Possible.</remarks>
internal sealed class PossibleFragmentSpreadsRule : ValidationRule
{
    public override string Name => "PossibleFragmentSpreads";

    public override Visits Visits => Visits.FragmentSpread | Visits.InlineFragment;

    public override void VisitInlineFragment(InlineFragmentNode fragment, NamedType? type)
    {
        if (type is FieldsType or UnionType
            && Context.ParentType is { } parent
            && !TypeReferences.Overlaps(type, parent, Context.Schema))
        {
            Report(
                $"Fragment cannot be spread here as objects of type \"{parent}\" can never be of type \"{type}\".", fragment);
        }
    }

    public override void VisitFragmentSpread(FragmentSpreadNode spread)
    {
        if (Context.ParentType is { } parent
            && Context.Fragment(spread.Name.Value) is { } fragment
            && Context.Schema.Type(fragment.TypeCondition.Name.Value) is { } type and (FieldsType or UnionType)
            && !TypeReferences.Overlaps(type, parent, Context.Schema))
        {
            Report(
                $"Fragment \"{spread.Name}\" cannot be spread here as objects of type \"{parent}\" can never be of type \"{type}\".",
                spread);
        }
    }
}
