using Integration.Graph.Engine.Language;

namespace Integration.Graph.Engine.Validation.Rules;

/// <summary>A directive is defined and allowed at its location.</summary>
/// <remarks>Specification: 5.7.1 Directives Are Defined and 5.7.2 Directives Are in Valid Locations.</remarks>
internal sealed class KnownDirectivesRule : ValidationRule
{
    public override string Name => "KnownDirectives";

    public override Visits Visits => Visits.Directives;

    public override void VisitDirectives(IReadOnlyList<DirectiveNode> directives, string location)
    {
        foreach (var directive in directives)
        {
            var definition = Context.Schema.Directive(directive.Name.Value);
            if (definition is null)
            {
                Report($"Unknown directive \"@{directive.Name}\".", directive);
            }
            else if (!definition.Locations.Contains(location))
            {
                Report($"Directive \"@{directive.Name}\" may not be used on {location}.", directive);
            }
        }
    }
}
