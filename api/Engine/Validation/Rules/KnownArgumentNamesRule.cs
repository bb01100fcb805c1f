using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Validation.Rules;

/// <summary>An argument is defined by its field or directive.</summary>
/// <remarks>Specification: 5.4.1 Argument Names.</remarks>
internal sealed class KnownArgumentNamesRule : ValidationRule
{
    public override string Name => "KnownArgumentNames";

    public override Visits Visits => Visits.Field | Visits.Directives;

    public override void VisitField(FieldNode field)
    {
        if (field.Arguments.Count == 0 || Context.Field is not { } definition)
        {
            return;
        }

        foreach (var argument in field.Arguments)
        {
            if (definition.Argument(argument.Name.Value) is null)
            {
                var name = argument.Name.Value;
                var owner = Context.ParentType!;
                var suggestion = Context.IsVisible(owner.Name, definition.Name)
                    ? Suggestions.DidYouMean(name, definition.Arguments.Select(a => a.Name))
                    : "";
                Context.Report(
                    Name,
                    $"Unknown argument \"{name}\" on field \"{owner}.{definition.Name}\".{suggestion}",
                    [argument],
                    $"{owner}.{definition.Name}({name}:)");
            }
        }
    }

    public override void VisitDirectives(IReadOnlyList<DirectiveNode> directives, string location)
    {
        foreach (var directive in directives)
        {
            if (directive.Arguments.Count == 0 || Context.Schema.Directive(directive.Name.Value) is not { } definition)
            {
                continue;
            }

            foreach (var argument in directive.Arguments)
            {
                var name = argument.Name.Value;
                if (!definition.Arguments.Any(a => a.Name == name))
                {
                    Report(
                        $"Unknown argument \"{name}\" on directive \"@{directive.Name}\"."
                            + Suggestions.DidYouMean(name, definition.Arguments.Select(a => a.Name)),
                        argument);
                }
            }
        }
    }
}
