using Integration.Graph.Engine.Language;

namespace Integration.Graph.Engine.Validation.Rules;

/// <summary>An operation name is unique in the document.</summary>
/// <remarks>Specification: 5.2.2.1 Operation Name Uniqueness.</remarks>
internal sealed class UniqueOperationNamesRule : ValidationRule
{
    private Dictionary<string, NameNode>? _known;

    public override string Name => "UniqueOperationNames";

    public override Visits Visits => Visits.Operation;

    public override void VisitOperation(OperationDefinitionNode operation)
    {
        if (operation.Name is { } name && !(_known ??= []).TryAdd(name.Value, name))
        {
            Report($"There can be only one operation named \"{name}\".", _known[name.Value], name);
        }
    }
}
