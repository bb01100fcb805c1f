using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Validation.Rules;

/// <summary>A variable has an input type.</summary>
/// <remarks>Specification: 5.8.2 Variables Are Input Types.</remarks>
internal sealed class VariablesAreInputTypesRule : ValidationRule
{
    public override string Name => "VariablesAreInputTypes";

    public override Visits Visits => Visits.VariableDefinition;

    public override void VisitVariableDefinition(VariableDefinitionNode definition)
    {
        if (Context.Schema.Type(definition.Type.Named().Name.Value) is FieldsType or UnionType)
        {
            Report(
                $"Variable \"${definition.Variable.Name}\" cannot be non-input type \"{Printer.Print(definition.Type)}\".",
                definition.Type);
        }
    }
}
