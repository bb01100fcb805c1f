using Integration.Graph.Engine.Language;

namespace Integration.Graph.Engine.Validation.Rules;

/// <summary>A defined variable is used by the operation or by its fragments.</summary>
/// <remarks>Specification: 5.8.4 All Variables Used.</remarks>
internal sealed class NoUnusedVariablesRule : ValidationRule
{
    public override string Name => "NoUnusedVariables";

    public override Visits Visits => Visits.EndOfDocument;

    public override void VisitEndOfDocument(DocumentNode document)
    {
        foreach (var operation in document.Definitions.OfType<OperationDefinitionNode>())
        {
            if (operation.VariableDefinitions.Count == 0)
            {
                continue;
            }

            var used = Context.VariableUsages(operation).Select(u => u.Node.Name.Value).ToHashSet();
            foreach (var definition in operation.VariableDefinitions)
            {
                if (!used.Contains(definition.Variable.Name.Value))
                {
                    var by = operation.Name is { } name ? $" in operation \"{name}\"" : "";
                    Report($"Variable \"${definition.Variable.Name}\" is never used{by}.", definition);
                }
            }
        }
    }
}
