using Integration.Graph.Engine.Language;

namespace Integration.Graph.Engine.Validation.Rules;

/// <summary>The schema has a root type for the kind of each operation.</summary>
/// <remarks>Specification: 5.2.1.1 Operation Type Existence.</remarks>
internal sealed class KnownOperationTypesRule : ValidationRule
{
    public override string Name => "KnownOperationTypes";

    public override Visits Visits => Visits.Operation;

    public override void VisitOperation(OperationDefinitionNode operation)
    {
        if ((operation.Operation == OperationType.Mutation && Context.Schema.Mutation is null)
            || (operation.Operation == OperationType.Subscription && Context.Schema.Subscription is null))
        {
            Report($"The {Printer.Keyword(operation.Operation)} operation is not supported by the schema.", operation);
        }
    }
}
