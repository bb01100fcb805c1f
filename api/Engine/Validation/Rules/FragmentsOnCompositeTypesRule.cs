using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Validation.Rules;

/// <summary>The type condition of a fragment is an object, interface or union.</summary>
/// <remarks>Specification: 5.5.1.3 Fragments on Object, Interface or Union Types.</remarks>
internal sealed class FragmentsOnCompositeTypesRule : ValidationRule
{
    public override string Name => "FragmentsOnCompositeTypes";

    public override Visits Visits => Visits.Fragment | Visits.InlineFragment;

    public override void VisitFragment(FragmentDefinitionNode fragment)
    {
        if (IsLeafOrInput(fragment.TypeCondition))
        {
            Report(
                $"Fragment \"{fragment.Name}\" cannot condition on non composite type \"{fragment.TypeCondition.Name}\".",
                fragment.TypeCondition);
        }
    }

    public override void VisitInlineFragment(InlineFragmentNode fragment, NamedType? type)
    {
        if (fragment.TypeCondition is { } condition && IsLeafOrInput(condition))
        {
            Report($"Fragment cannot condition on non composite type \"{condition.Name}\".", condition);
        }
    }

    private bool IsLeafOrInput(NamedTypeNode condition) =>
        Context.Schema.Type(condition.Name.Value) is not (null or FieldsType or UnionType);
}
