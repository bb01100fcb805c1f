using Integration.Graph.Engine.Language;

namespace Integration.Graph.Engine.Validation.Rules;

/// <summary>A used variable, also one used in a fragment, is defined by the operation.</summary>
/// <remarks>Specification: 5.8.3 All Variable Uses Defined.</remarks>
internal sealed class NoUndefinedVariablesRule : ValidationRule
{
    public override string Name => "NoUndefinedVariables";

    public override Visits Visits => Visits.EndOfDocument;

    public override void VisitEndOfDocument(DocumentNode document)
    {
        foreach (var operation in document.Definitions.OfType<OperationDefinitionNode>())
        {
            var usages = Context.VariableUsages(operation);
            if (usages.Count == 0)
            {
                continue;
            }

            var defined = operation.VariableDefinitions.Select(d => d.Variable.Name.Value).ToHashSet();
            foreach (var usage in usages)
            {
                if (!defined.Contains(usage.Node.Name.Value))
                {
                    var by = operation.Name is { } name ? $" by operation \"{name}\"" : "";
                    Report($"Variable \"${usage.Node.Name}\" is not defined{by}.", usage.Node, operation);
                }
            }
        }
    }
}
