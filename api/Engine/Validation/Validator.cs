using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Validation;

/// <summary>Checks whether a document can be executed against a schema.</summary>
/// <remarks>Specification: 5 Validation.</remarks>
public static class Validator
{
    /// <summary>Returns all errors of rules and limits; empty if the document can be executed.</summary>
    /// <param name="schema">A valid schema.</param>
    /// <param name="document">A parsed document.</param>
    /// <param name="options">Limits; null for the defaults.</param>
    public static IReadOnlyList<ValidationError> Validate(
        Schema schema, DocumentNode document, ValidationOptions? options = null)
    {
        var context = new ValidationContext(schema, document, options ?? ValidationOptions.Default);
        if (TooManyFragments(context))
        {
            return context.Errors;
        }

        var rules = ValidationRules.Create();
        foreach (var rule in rules)
        {
            rule.Context = context;
        }

        try
        {
            new DocumentWalker(context, rules, ValidationRules.CalledAt).Walk(document);
        }
        catch (ValidationAbortedException)
        {
            // The last error names the limit that was exceeded.
            return context.Errors;
        }

        return context.Errors;
    }

    private static bool TooManyFragments(ValidationContext context)
    {
        var limit = context.Options.MaxFragments;
        var fragments = 0;
        foreach (var definition in context.Document.Definitions)
        {
            if (definition is FragmentDefinitionNode && ++fragments > limit)
            {
                context.Report("MaxFragments", $"Document has more than {limit} fragments (MaxFragments).", [definition]);
                return true;
            }
        }

        return false;
    }
}
