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

    /// <summary>What was compiled; errors tell places in it.</summary>
    public required DocumentNode Document { get; init; }

    public required OperationType Operation { get; init; }

    public required string Name { get; init; }

    public required IReadOnlyList<VariableDefinitionNode> Variables { get; init; }

    /// <summary>Conditions of <c>@skip</c> and <c>@include</c> that depend on variables; fields refer to them by index.</summary>
    public required IReadOnlyList<IncludeCondition> Conditions { get; init; }

    public required SelectionPlan Root { get; init; }

    /// <summary>How many fields are planned below it, in all types that they may have.</summary>
    public required int FieldCount { get; init; }

    /// <summary>What it may cost.</summary>
    public required OperationCost Cost { get; init; }

    /// <summary>Whether a type that the policy rules by rows is touched, so that values must not stand in a URL.</summary>
    public required bool TouchesRuledRows { get; init; }
}

/// <summary>What is selected of one object type, all fragments resolved and fields merged.</summary>
internal sealed class SelectionPlan(ObjectType type, PlannedField[] fields, List<NullCheck> checks)
{
    // Where the first occurrence of a field can be left out and a later one not, its place depends on the variables.
    private readonly bool _orderVaries = fields.Any(f => f.FirstMayBeLeftOut);

    public ObjectType Type { get; } = type;

    /// <summary>In the order of first encounter, conditions left aside.</summary>
    public PlannedField[] Fields { get; } = fields;

    /// <summary>How many fields keep a value between resolving and writing; 0 if writing alone will do.</summary>
    public int Stored { get; set; }

    /// <summary>The fields in the order of first encounter; those that are left out may be among them.</summary>
    public PlannedField[] InOrder(RequestContext context) => _orderVaries ? Reordered(context) : Fields;

    /// <summary>The first condition that cannot be decided because its variable is null; null if there is none.</summary>
    public NullCheck? Undecided(RequestContext context) => checks.Count == 0 ? null : FirstUndecided(context);

    // These stand apart from the two above, which are called for every object: a lambda's captures are allocated when
    // its method begins.
    private PlannedField[] Reordered(RequestContext context) =>
        [.. Fields.Where(f => f.IsIncluded(context)).OrderBy(f => f.FirstOccurrence(context).Place)];

    private NullCheck? FirstUndecided(RequestContext context) =>
        checks.FirstOrDefault(c => (c.When < 0 || context.Included[c.When]) && context.Variables[c.Variable] is null);
}

/// <summary>A field as it stands in the document.</summary>
/// <param name="Node">The syntax.</param>
/// <param name="Condition">Index of the plan's condition; -1 if it is always included.</param>
/// <param name="Place">When it is met while fields are collected.</param>
internal sealed record FieldOccurrence(FieldNode Node, int Condition, int Place);

/// <summary>One entry of a result object.</summary>
internal sealed class PlannedField(FieldDefinition field, string responseName, FieldOccurrence[] occurrences, DocumentNode document)
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

    /// <summary>Whether objects of the value keep values themselves.</summary>
    public bool HoldsStored { get; set; }

    /// <summary>How the value stands in the parent's row; null if the parent is no row.</summary>
    public RowValue? Row { get; set; }

    /// <summary>The query behind the field; null if there is none.</summary>
    public RowQuery? Query { get; set; }

    /// <summary>The queries behind a field that may answer with several types.</summary>
    public IReadOnlyDictionary<string, KeyedQuery>? Nodes { get; set; }

    /// <summary>The arguments as they are written.</summary>
    public IReadOnlyList<ArgumentNode> SyntaxArguments => occurrences[0].Node.Arguments;

    /// <summary>Whether the value is a list.</summary>
    public bool IsList { get; } = field.Type.Nullable is ListType;

    /// <summary>The scalar or enum of a field that is no list; null for every other.</summary>
    public NamedType? Leaf { get; } = field.Type.Nullable is ScalarType or EnumType ? (NamedType)field.Type.Nullable : null;

    /// <summary>Whether null may stand in its place.</summary>
    public bool IsNullable { get; } = field.Type is not NonNullType;

    /// <summary>Whether it is <c>__typename</c>.</summary>
    public bool IsTypeName { get; } = field.Name == "__typename";

    /// <summary>Whether the first occurrence can be left out while another is not.</summary>
    public bool FirstMayBeLeftOut => occurrences.Length > 1 && occurrences[0].Condition >= 0;

    /// <summary>Whether the request's variables include it.</summary>
    public bool IsIncluded(RequestContext context) => Condition < 0 || context.Included[Condition];

    /// <summary>The first one that the request's variables include; its arguments are those of all.</summary>
    public FieldOccurrence FirstOccurrence(RequestContext context) =>
        occurrences.Length == 1 ? occurrences[0] : Occurrences(context).First();

    /// <summary>Where it stands in the document, or where a part of it does.</summary>
    /// <param name="context">Knows which occurrences are included.</param>
    /// <param name="position">The part's offset; negative for the field.</param>
    public IReadOnlyList<SourceLocation> Locations(RequestContext context, int position) => position >= 0
        ? [document.Location(position)]
        : [.. Occurrences(context).Select(o => o.Node).Distinct().Select(n => document.Location(n.Start))];

    /// <summary>The arguments for one request.</summary>
    public ArgumentValues Arguments(RequestContext context) =>
        Constants ?? InputCoercion.CoerceArgumentValues(Field.Arguments, FirstOccurrence(context).Node.Arguments, context.Variables);

    private IEnumerable<FieldOccurrence> Occurrences(RequestContext context) =>
        occurrences.Where(o => o.Condition < 0 || context.Included[o.Condition]);
}
