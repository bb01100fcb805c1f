using Integration.Graph.Engine.Language;

namespace Integration.Graph.Engine.Validation.Rules;

/// <summary>A directive that is not repeatable is used once per location.</summary>
/// <remarks>Specification: 5.7.3 Directives Are Unique per Location.</remarks>
internal sealed class UniqueDirectivesPerLocationRule : ValidationRule
{
    public override string Name => "UniqueDirectivesPerLocation";

    public override Visits Visits => Visits.Directives;

    public override void VisitDirectives(IReadOnlyList<DirectiveNode> directives, string location)
    {
        if (directives.Count < 2)
        {
            return;
        }

        var seen = new Dictionary<string, DirectiveNode>();
        foreach (var directive in directives)
        {
            var name = directive.Name.Value;
            if (Context.Schema.Directive(name) is { IsRepeatable: false } && !seen.TryAdd(name, directive))
            {
                Report($"The directive \"@{name}\" can only be used once at this location.", seen[name], directive);
            }
        }
    }
}
