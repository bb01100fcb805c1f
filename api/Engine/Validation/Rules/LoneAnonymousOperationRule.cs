using Integration.Graph.Engine.Language;

namespace Integration.Graph.Engine.Validation.Rules;

/// <summary>An anonymous operation is the only operation of its document.</summary>
/// <remarks>Specification: 5.2.3.1 Lone Anonymous Operation.</remarks>
internal sealed class LoneAnonymousOperationRule : ValidationRule
{
    private int _operations;

    public override string Name => "LoneAnonymousOperation";

    public override Visits Visits => Visits.Document | Visits.Operation;

    public override void VisitDocument(DocumentNode document)
    {
        foreach (var definition in document.Definitions)
        {
            _operations += definition is OperationDefinitionNode ? 1 : 0;
        }
    }

    public override void VisitOperation(OperationDefinitionNode operation)
    {
        if (operation.Name is null && _operations > 1)
        {
            Report("This anonymous operation must be the only defined operation.", operation);
        }
    }
}
