using System.Linq.Expressions;
using Integration.Graph.Engine.Execution;
using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Planning.Rows;

namespace Integration.Graph.Engine.Types;

/// <summary>A field of an object or interface.</summary>
public sealed class FieldDefinition(string name, GraphQLType type)
{
    private Dictionary<string, InputValueDefinition>? _arguments;

    /// <summary>Unique in its type.</summary>
    public string Name { get; } = name;

    /// <summary>What it answers.</summary>
    public GraphQLType Type { get; } = type;

    /// <summary>For people; null if there is none.</summary>
    public string? Description { get; init; }

    /// <summary>In the order of definition.</summary>
    public IReadOnlyList<InputValueDefinition> Arguments { get; init; } = [];

    /// <summary>Why not to use it; null if it is not deprecated.</summary>
    public string? DeprecationReason { get; init; }

    /// <summary>Applied directives that are printed with the field.</summary>
    public IReadOnlyList<AppliedDirective> AppliedDirectives { get; set; } = [];

    /// <summary>The type it belongs to.</summary>
    public FieldsType DeclaringType { get; internal set; } = null!;

    /// <summary>How a value is found; null in a schema that is only validated against.</summary>
    internal FieldBinding? Binding { get; set; }

    /// <summary>ResolveFieldEventStream() of the specification; set for the fields of the subscription root.</summary>
    internal Func<ArgumentValues, RequestContext, IAsyncEnumerable<object?>>? Events { get; init; }

    /// <summary>Set where the C# value is a number and the schema's an <c>ID</c>.</summary>
    internal IdOf? Id { get; init; }

    /// <summary>Set where the value is text for people: what filters and orders compare instead of it.</summary>
    internal TextKeys? Text { get; init; }

    /// <summary>Set for connections.</summary>
    internal PagingLimits? Paging { get; init; }

    /// <summary>How many objects the list is taken to hold when cost is computed; null for the default.</summary>
    internal int? AssumedSize { get; init; }

    /// <summary>Whether the list is as long as the page of the connection that it belongs to.</summary>
    internal bool IsSizedByParent { get; init; }

    /// <summary>What the field adds to an operation's cost; null in a schema that is only validated against.</summary>
    internal FieldCost? Cost { get; set; }

    /// <summary>The schema coordinate, such as <c>Refugee.phone</c>.</summary>
    public string Coordinate => $"{DeclaringType.Name}.{Name}";

    /// <summary>The argument with this name, or null.</summary>
    public InputValueDefinition? Argument(string name) =>
        (_arguments ??= Arguments.ToDictionary(a => a.Name)).GetValueOrDefault(name);
}

/// <summary>The stored keys of a text: expressions over the entity.</summary>
internal sealed record TextKeys(LambdaExpression Filter, LambdaExpression Order);

/// <summary>An argument or a field of an input object.</summary>
public sealed class InputValueDefinition(string name, GraphQLType type)
{
    /// <summary>Unique beside its siblings.</summary>
    public string Name { get; } = name;

    /// <summary>What it takes.</summary>
    public GraphQLType Type { get; } = type;

    /// <summary>For people; null if there is none.</summary>
    public string? Description { get; init; }

    /// <summary>The constant that stands in when nothing is given; null if there is none.</summary>
    public ValueNode? DefaultValue { get; init; }

    /// <summary>Why not to use it; null if it is not deprecated.</summary>
    public string? DeprecationReason { get; init; }

    /// <summary>Applied directives that are printed with it.</summary>
    public IReadOnlyList<AppliedDirective> AppliedDirectives { get; init; } = [];

    /// <summary>Set where the C# value is a number and the schema's an <c>ID</c>.</summary>
    internal IdOf? Id { get; init; }

    /// <summary>The member that it filters or sorts by; a view that lacks the member lacks this too.</summary>
    internal MemberReference? Member { get; init; }

    /// <summary>Non-null and without a default: the specification's IsRequired.</summary>
    public bool IsRequired => Type is NonNullType && DefaultValue is null;
}

/// <summary>A directive as it stands in a printed schema.</summary>
/// <param name="Name">Without the <c>@</c>.</param>
/// <param name="Arguments">Constants by name.</param>
public sealed record AppliedDirective(string Name, IReadOnlyList<(string Name, ValueNode Value)> Arguments);

/// <summary>Specification: 3.13 Directives.</summary>
public sealed class DirectiveDefinition(string name)
{
    /// <summary>Without the <c>@</c>.</summary>
    public string Name { get; } = name;

    /// <summary>For people; null if there is none.</summary>
    public string? Description { get; init; }

    /// <summary>In the order of definition.</summary>
    public IReadOnlyList<InputValueDefinition> Arguments { get; init; } = [];

    /// <summary>Whether it may stand more than once at a place.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>Where it may stand: names of the specification, such as <c>FIELD</c>.</summary>
    public IReadOnlyList<string> Locations { get; init; } = [];

    /// <summary>Why not to use it; null if it is not deprecated.</summary>
    public string? DeprecationReason { get; init; }
}
