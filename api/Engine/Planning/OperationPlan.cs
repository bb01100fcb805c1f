using System.Text;
using Integration.Graph.Engine.Execution;
using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Planning.Rows;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Planning;

/// <summary>An operation made ready for one view: nothing of the document is looked at again when it runs.</summary>
internal sealed class OperationPlan
{
    public required SchemaView View { get; init; }

    public required OperationType Operation { get; init; }

    public required string Name { get; init; }

    public required IReadOnlyList<VariableDefinitionNode> Variables { get; init; }

    /// <summary>Conditions of <c>@skip</c> and <c>@include</c> that depend on variables; fields refer to them by index.</summary>
    public required IReadOnlyList<IncludeCondition> Conditions { get; init; }

    public required SelectionPlan Root { get; init; }

    /// <summary>What it may cost.</summary>
    public required OperationCost Cost { get; init; }

    /// <summary>Whether a type that the policy rules by rows is touched, so that values must not stand in a URL.</summary>
    public required bool TouchesRuledRows { get; init; }
}

/// <summary>When a field is included: if any of its occurrences is, and an occurrence is if all its variables are as said.</summary>
internal sealed record IncludeCondition(IReadOnlyList<IReadOnlyList<(string Variable, bool Expected)>> Occurrences)
{
    public bool Holds(IReadOnlyDictionary<string, object?> variables)
    {
        foreach (var occurrence in Occurrences)
        {
            var all = true;
            foreach (var (variable, expected) in occurrence)
            {
                all &= (bool)variables[variable]! == expected;
            }

            if (all)
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>What is selected of one object type, all fragments resolved and fields merged.</summary>
internal sealed class SelectionPlan(ObjectType type, PlannedField[] fields)
{
    public ObjectType Type { get; } = type;

    public PlannedField[] Fields { get; } = fields;

    /// <summary>How many fields keep a value between resolving and writing; 0 if writing alone will do.</summary>
    public int Stored { get; set; }
}

/// <summary>One entry of a result object.</summary>
internal sealed class PlannedField(FieldDefinition field, string responseName, IReadOnlyList<FieldNode> nodes, DocumentNode document)
{
    public FieldDefinition Field { get; } = field;

    public string ResponseName { get; } = responseName;

    /// <summary><c>"name":</c>, ready to be written.</summary>
    public byte[] Label { get; } = Encoding.UTF8.GetBytes($"\"{responseName}\":");

    /// <summary>Index of the plan's condition; -1 if it is always included.</summary>
    public int Condition { get; init; } = -1;

    /// <summary>Arguments without variables, coerced; null if they have to be coerced for each request.</summary>
    public ArgumentValues? Constants { get; init; }

    /// <summary>What is selected, by the object type that the value turns out to be; empty for leaves.</summary>
    public required IReadOnlyDictionary<ObjectType, SelectionPlan> Selections { get; init; }

    /// <summary>What is selected if the field's type is an object; null otherwise.</summary>
    public SelectionPlan? Selection { get; init; }

    /// <summary>Where the value is kept between resolving and writing; -1 if it is found while writing.</summary>
    public int StoredAt { get; set; } = -1;

    /// <summary>How the value stands in the parent's row; null if the parent is no row.</summary>
    public RowValue? Row { get; set; }

    /// <summary>The query behind the field; null if there is none.</summary>
    public RowQuery? Query { get; set; }

    /// <summary>The queries behind a field that may answer with several types.</summary>
    public IReadOnlyDictionary<string, KeyedQuery>? Nodes { get; set; }

    /// <summary>The arguments as they are written.</summary>
    public IReadOnlyList<ArgumentNode> SyntaxArguments => nodes[0].Arguments;

    /// <summary>Where it stands in the document.</summary>
    public IReadOnlyList<SourceLocation> Locations => [.. nodes.Select(n => document.Location(n.Start))];

    /// <summary>The arguments for one request.</summary>
    public ArgumentValues Arguments(RequestContext context) =>
        Constants ?? InputCoercion.CoerceArgumentValues(Field.Arguments, nodes[0].Arguments, context.Variables);
}
