using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Validation.Rules;

/// <summary>A field of a scalar or enum type has no selections; every other field has some.</summary>
/// <remarks>Specification: 5.3.3 Leaf Field Selections.</remarks>
internal sealed class ScalarLeafsRule : ValidationRule
{
    public override string Name => "ScalarLeafs";

    public override Visits Visits => Visits.Field;

    public override void VisitField(FieldNode field)
    {
        if (Context.Field is not { } definition)
        {
            return;
        }

        var isLeaf = definition.Type.Named is ScalarType or EnumType;
        if (isLeaf && field.SelectionSet is { } selectionSet)
        {
            Report(
                $"Field \"{field.Name}\" must not have a selection since type \"{definition.Type}\" has no subfields.",
                selectionSet);
        }
        else if (!isLeaf && field.SelectionSet is null)
        {
            Report(
                $"Field \"{field.Name}\" of type \"{definition.Type}\" must have a selection of subfields. Did you mean \"{field.Name} {{ ... }}\"?",
                field);
        }
    }
}
