using Integration.Graph.Engine.Language;

namespace Integration.Graph.Engine.Validation.Rules;

/// <summary>A variable is defined once per operation.</summary>
/// <remarks>Specification: 5.8.1 Variable Uniqueness.</remarks>
internal sealed class UniqueVariableNamesRule : ValidationRule
{
    public override string Name => "UniqueVariableNames";

    public override Visits Visits => Visits.Operation;

    public override void VisitOperation(OperationDefinitionNode operation)
    {
        var definitions = operation.VariableDefinitions;
        if (definitions.Count < 2)
        {
            return;
        }

        foreach (var group in definitions.GroupBy(d => d.Variable.Name.Value))
        {
            if (group.Skip(1).Any())
            {
                Report(
                    $"There can be only one variable named \"${group.Key}\".", [.. group.Select(d => d.Variable.Name)]);
            }
        }
    }
}
