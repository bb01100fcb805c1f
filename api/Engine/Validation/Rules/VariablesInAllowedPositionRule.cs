using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Validation.Rules;

/// <summary>A variable is used only where all its possible values are allowed.</summary>
/// <remarks>Specification: 5.8.5 All Variable Usages Are Allowed.</remarks>
internal sealed class VariablesInAllowedPositionRule : ValidationRule
{
    public override string Name => "VariablesInAllowedPosition";

    public override Visits Visits => Visits.EndOfDocument;

    public override void VisitEndOfDocument(DocumentNode document)
    {
        foreach (var operation in document.Definitions.OfType<OperationDefinitionNode>())
        {
            if (operation.VariableDefinitions.Count == 0)
            {
                continue;
            }

            var definitions = new Dictionary<string, (VariableDefinitionNode Node, GraphQLType? Type)>();
            foreach (var definition in operation.VariableDefinitions)
            {
                definitions[definition.Variable.Name.Value] = (definition, definition.Type.Resolve(Context.Schema));
            }

            foreach (var usage in Context.VariableUsages(operation))
            {
                if (definitions.TryGetValue(usage.Node.Name.Value, out var definition))
                {
                    Check(usage, definition.Node, definition.Type);
                }
            }
        }
    }

    private void Check(VariableUsage usage, VariableDefinitionNode definition, GraphQLType? type)
    {
        if (type is null || usage.Type is null)
        {
            return;
        }

        if (!IsVariableUsageAllowed(type, definition.DefaultValue, usage.Type, usage.HasDefault))
        {
            Report(
                $"Variable \"${usage.Node.Name}\" of type \"{type}\" used in position expecting type \"{usage.Type}\".",
                definition,
                usage.Node);
        }

        if (usage.ParentType?.Nullable is InputObjectType { IsOneOf: true } oneOf && type is not NonNullType)
        {
            Report(
                $"Variable \"${usage.Node.Name}\" is of type \"{type}\" but must be non-nullable to be used for OneOf Input Object \"{oneOf}\".",
                definition,
                usage.Node);
        }
    }

    private bool IsVariableUsageAllowed(
        GraphQLType type, ValueNode? variableDefault, GraphQLType expected, bool hasLocationDefault)
    {
        if (expected is NonNullType nonNull && type is not NonNullType)
        {
            var hasNonNullDefault = variableDefault is not (null or NullValueNode);
            return (hasNonNullDefault || hasLocationDefault) && type.IsSubTypeOf(nonNull.OfType, Context.Schema);
        }

        return type.IsSubTypeOf(expected, Context.Schema);
    }
}
