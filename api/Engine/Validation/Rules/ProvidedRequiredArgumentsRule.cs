using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Validation.Rules;

/// <summary>A required argument, non-null and without a default, is given.</summary>
/// <remarks>Specification: 5.4.3 Required Arguments.</remarks>
internal sealed class ProvidedRequiredArgumentsRule : ValidationRule
{
    public override string Name => "ProvidedRequiredArguments";

    public override Visits Visits => Visits.Field | Visits.Directives;

    public override void VisitField(FieldNode field)
    {
        if (Context.Field is { Arguments.Count: > 0 } definition)
        {
            var owner = $"{Context.ParentType}.{definition.Name}";
            Check(definition.Arguments, field.Arguments, owner, field);
        }
    }

    public override void VisitDirectives(IReadOnlyList<DirectiveNode> directives, string location)
    {
        foreach (var directive in directives)
        {
            if (Context.Schema.Directive(directive.Name.Value) is { } definition)
            {
                Check(definition.Arguments, directive.Arguments, $"@{directive.Name}", directive);
            }
        }
    }

    private void Check(
        IReadOnlyList<InputValueDefinition> definitions, IReadOnlyList<ArgumentNode> arguments, string owner, SyntaxNode node)
    {
        foreach (var definition in definitions)
        {
            if (definition.IsRequired && !IsGiven(arguments, definition.Name))
            {
                Report(
                    $"Argument \"{owner}({definition.Name}:)\" of type \"{definition.Type}\" is required, but it was not provided.",
                    node);
            }
        }
    }

    private static bool IsGiven(IReadOnlyList<ArgumentNode> arguments, string name)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            if (arguments[i].Name.Value == name)
            {
                return true;
            }
        }

        return false;
    }
}
