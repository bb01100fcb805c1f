using Integration.Graph.Engine.Language;

namespace Integration.Graph.Engine.Validation.Rules;

/// <summary>A document to execute contains only operations and fragments.</summary>
/// <remarks>Specification: 5.1.1 Executable Definitions.</remarks>
internal sealed class ExecutableDefinitionsRule : ValidationRule
{
    public override string Name => "ExecutableDefinitions";

    public override Visits Visits => Visits.Document;

    public override void VisitDocument(DocumentNode document)
    {
        foreach (var definition in document.Definitions)
        {
            var name = definition switch
            {
                TypeDefinitionNode type => $"\"{type.Name}\"",
                DirectiveDefinitionNode directive => $"\"{directive.Name}\"",
                SchemaDefinitionNode => "schema",
                _ => null,
            };
            if (name is not null)
            {
                Report($"The {name} definition is not executable.", definition);
            }
        }
    }
}
