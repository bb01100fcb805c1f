using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Validation.Rules;

/// <summary>A named type exists in the schema.</summary>
/// <remarks>Specification: 5.5.1.2 Fragment Spread Type Existence, and 5.8.2 for variables.</remarks>
internal sealed class KnownTypeNamesRule : ValidationRule
{
    public override string Name => "KnownTypeNames";

    public override Visits Visits => Visits.NamedType;

    public override void VisitNamedType(NamedTypeNode type)
    {
        var name = type.Name.Value;
        if (Context.Schema.Type(name) is null)
        {
            var visible = Context.Schema.Types.Where(t => Context.IsVisible(t.Name)).Select(t => t.Name);
            Report($"Unknown type \"{name}\".{Suggestions.DidYouMean(name, visible)}", type);
        }
    }
}
