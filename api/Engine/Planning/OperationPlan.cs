using System.Text;
using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Planning.Rows;
using Integration.Graph.Engine.Types;
using Integration.Graph.Engine.Types.Resolvers;

namespace Integration.Graph.Engine.Planning;

/// <summary>An operation compiled for one view. Execution does not read the document again.</summary>
internal sealed class OperationPlan
{
    public required SchemaView View { get; init; }

    /// <summary>The compiled document; errors take their locations from it.</summary>
    public required DocumentNode Document { get; init; }

    public required OperationType Operation { get; init; }

    public required string Name { get; init; }

    public required IReadOnlyList<VariableDefinitionNode> Variables { get; init; }

    /// <summary>Conditions of <c>@skip</c> and <c>@include</c> that depend on variables. Fields refer to them by index.</summary>
    public required IReadOnlyList<IncludeCondition> Conditions { get; init; }

    public required SelectionPlan Root { get; init; }

    /// <summary>Number of planned fields in the whole operation, counted for every possible type.</summary>
    public required int FieldCount { get; init; }

    /// <summary>The cost of the operation.</summary>
    public required OperationCost Cost { get; init; }

    /// <summary>Whether the operation reads confidential data. Such an operation is not allowed in a URL.</summary>
    public required bool TouchesRuledRows { get; init; }
}

/// <summary>The selections on one object type, with fragments resolved and fields merged.</summary>
internal sealed class SelectionPlan(ObjectType type, PlannedField[] fields, List<NullCheck> checks)
{
    // If the first occurrence of a field can be excluded and a later one not, the field's position depends on the variables.
    private readonly bool _orderVaries = fields.Any(f => f.FirstMayBeLeftOut);

    public ObjectType Type { get; } = type;

    /// <summary>Fields in the order of first encounter, regardless of conditions.</summary>
    public PlannedField[] Fields { get; } = fields;

    /// <summary>Number of fields that keep a value between resolving and writing; 0 if writing needs no resolved values.</summary>
    public int Stored { get; set; }

    /// <summary>The fields in the order of first encounter. Can contain excluded fields.</summary>
    public PlannedField[] InOrder(RequestContext context) => _orderVaries ? Reordered(context) : Fields;

    /// <summary>The first condition that cannot be evaluated because its variable is null; null if there is none.</summary>
    public NullCheck? Undecided(RequestContext context) => checks.Count == 0 ? null : FirstUndecided(context);

    // Separate from the two methods above, which are called for every object: the captures of a lambda are allocated at the
    // start of its method.
    private PlannedField[] Reordered(RequestContext context) =>
        [.. Fields.Where(f => f.IsIncluded(context)).OrderBy(f => f.FirstOccurrence(context).Place)];

    private NullCheck? FirstUndecided(RequestContext context) =>
        checks.FirstOrDefault(c => (c.When < 0 || context.Included[c.When]) && context.Variables[c.Variable] is null);
}

/// <summary>An occurrence of a field in the document.</summary>
/// <param name="Node">The syntax node.</param>
/// <param name="Condition">Index of the plan's condition; -1 if the occurrence is always included.</param>
/// <param name="Place">Position in the order in which fields are collected.</param>
internal sealed record FieldOccurrence(FieldNode Node, int Condition, int Place);

/// <summary>A field of a result object.</summary>
internal sealed class PlannedField(FieldDefinition field, string responseName, FieldOccurrence[] occurrences, DocumentNode document)
{
    public FieldDefinition Field { get; } = field;

    public string ResponseName { get; } = responseName;

    /// <summary><c>"name":</c> in UTF-8, ready to write.</summary>
    public byte[] Label { get; } = Encoding.UTF8.GetBytes($"\"{responseName}\":");

    /// <summary>Index of the plan's condition; -1 if the field is always included.</summary>
    public int Condition { get; init; } = -1;

    /// <summary>Coerced arguments without variables; null if each request has to coerce them.</summary>
    public ArgumentValues? Constants { get; init; }

    /// <summary>The selections by the possible object types of the value; empty for leaf fields.</summary>
    public required IReadOnlyDictionary<ObjectType, SelectionPlan> Selections { get; init; }

    /// <summary>The selections if the field's type is an object type; otherwise null.</summary>
    public SelectionPlan? Selection { get; init; }

    /// <summary>Slot of the value between resolving and writing; -1 if it is resolved while writing.</summary>
    public int StoredAt { get; set; } = -1;

    /// <summary>Whether the objects of the value have stored values themselves.</summary>
    public bool HoldsStored { get; set; }

    /// <summary>How the value is read from the parent's row; null if the parent is not a row.</summary>
    public RowValue? Row { get; set; }

    /// <summary>The query that resolves the field; null if there is none.</summary>
    public RowQuery? Query { get; set; }

    /// <summary>The queries that resolve a <c>node</c> or <c>nodes</c> field, by type name; null for other fields.</summary>
    public IReadOnlyDictionary<string, KeyedQuery>? Nodes { get; set; }

    /// <summary>The arguments in the document.</summary>
    public IReadOnlyList<ArgumentNode> SyntaxArguments => occurrences[0].Node.Arguments;

    /// <summary>Whether the value is a list.</summary>
    public bool IsList { get; } = field.Type.Nullable is ListType;

    /// <summary>The scalar or enum type of a field that is not a list; null for all other fields.</summary>
    public NamedType? Leaf { get; } = field.Type.Nullable is ScalarType or EnumType ? (NamedType)field.Type.Nullable : null;

    /// <summary>Whether the value can be null.</summary>
    public bool IsNullable { get; } = field.Type is not NonNullType;

    /// <summary>Whether the field is <c>__typename</c>.</summary>
    public bool IsTypeName { get; } = field.Name == "__typename";

    /// <summary>Whether the first occurrence can be excluded while another is included.</summary>
    public bool FirstMayBeLeftOut => occurrences.Length > 1 && occurrences[0].Condition >= 0;

    /// <summary>Whether the request's variables include the field.</summary>
    public bool IsIncluded(RequestContext context) => Condition < 0 || context.Included[Condition];

    /// <summary>The first occurrence that the request's variables include. All occurrences have the same arguments.</summary>
    public FieldOccurrence FirstOccurrence(RequestContext context) =>
        occurrences.Length == 1 ? occurrences[0] : Occurrences(context).First();

    /// <summary>The location of the field, or of a part of it, in the document.</summary>
    /// <param name="context">The request, which decides which occurrences are included.</param>
    /// <param name="position">Offset of the part; negative for the field itself.</param>
    public IReadOnlyList<SourceLocation> Locations(RequestContext context, int position) => position >= 0
        ? [document.Location(position)]
        : [.. Occurrences(context).Select(o => o.Node).Distinct().Select(n => document.Location(n.Start))];

    /// <summary>The coerced arguments for one request.</summary>
    public ArgumentValues Arguments(RequestContext context) =>
        Constants ?? InputCoercion.CoerceArgumentValues(Field.Arguments, FirstOccurrence(context).Node.Arguments, context.Variables);

    private IEnumerable<FieldOccurrence> Occurrences(RequestContext context) =>
        occurrences.Where(o => o.Condition < 0 || context.Included[o.Condition]);
}
