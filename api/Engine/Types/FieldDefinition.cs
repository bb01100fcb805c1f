using System.Linq.Expressions;
using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Types.Resolvers;

namespace Integration.Graph.Engine.Types;

/// <summary>A field of an object or interface.</summary>
public sealed class FieldDefinition(string name, GraphQLType type)
{
    private Dictionary<string, InputValueDefinition>? _arguments;

    /// <summary>Name, unique in its type.</summary>
    public string Name { get; } = name;

    /// <summary>Type of the field's value.</summary>
    public GraphQLType Type { get; } = type;

    /// <summary>Description for people; null if there is none.</summary>
    public string? Description { get; init; }

    /// <summary>Arguments in definition order.</summary>
    public IReadOnlyList<InputValueDefinition> Arguments { get; init; } = [];

    /// <summary>Reason of the deprecation; null if the field is not deprecated.</summary>
    public string? DeprecationReason { get; init; }

    /// <summary>Directives applied to the field in the printed schema.</summary>
    public IReadOnlyList<AppliedDirective> AppliedDirectives { get; set; } = [];

    /// <summary>The type that declares the field.</summary>
    public FieldsType DeclaringType { get; internal set; } = null!;

    /// <summary>How the value is resolved; null in a schema used only for validation.</summary>
    internal FieldBinding? Binding { get; set; }

    /// <summary>ResolveFieldEventStream() of the specification; null except for fields of the subscription root.</summary>
    internal Func<ArgumentValues, RequestContext, IAsyncEnumerable<object?>>? Events { get; init; }

    /// <summary>The id conversion if the C# value is a database id and the schema type is <c>ID</c>; otherwise null.</summary>
    internal IdOf? Id { get; init; }

    /// <summary>The stored keys that filters and orders compare instead of the text; null if the value has none.</summary>
    internal TextKeys? Text { get; init; }

    /// <summary>Page sizes of a connection; null for any other field.</summary>
    internal PagingLimits? Paging { get; init; }

    /// <summary>Assumed number of objects in the list for the cost calculation; null for the default.</summary>
    internal int? AssumedSize { get; init; }

    /// <summary>Whether the list has the size of the page of its connection.</summary>
    internal bool IsSizedByParent { get; init; }

    /// <summary>The field's part of an operation's cost; null in a schema used only for validation.</summary>
    internal FieldCost? Cost { get; set; }

    /// <summary>The schema coordinate, for example <c>Refugee.phone</c>.</summary>
    public string Coordinate => $"{DeclaringType.Name}.{Name}";

    /// <summary>The argument with this name; null if there is none.</summary>
    public InputValueDefinition? Argument(string name) =>
        (_arguments ??= Arguments.ToDictionary(a => a.Name)).GetValueOrDefault(name);
}

/// <summary>The stored keys of a text, as expressions over the entity.</summary>
internal sealed record TextKeys(LambdaExpression Filter, LambdaExpression Order, Func<string, string> Normalize);

/// <summary>An argument or a field of an input object.</summary>
public sealed class InputValueDefinition(string name, GraphQLType type)
{
    /// <summary>Name, unique among its siblings.</summary>
    public string Name { get; } = name;

    /// <summary>Type of the value.</summary>
    public GraphQLType Type { get; } = type;

    /// <summary>Description for people; null if there is none.</summary>
    public string? Description { get; init; }

    /// <summary>The constant used if the value is absent; null if there is no default.</summary>
    public ValueNode? DefaultValue { get; init; }

    /// <summary>Reason of the deprecation; null if the value is not deprecated.</summary>
    public string? DeprecationReason { get; init; }

    /// <summary>Directives applied to the value in the printed schema.</summary>
    public IReadOnlyList<AppliedDirective> AppliedDirectives { get; init; } = [];

    /// <summary>The id conversion if the C# value is a database id and the schema type is <c>ID</c>; otherwise null.</summary>
    internal IdOf? Id { get; init; }

    /// <summary>The member that the field filters or sorts by; null for others. Views without the member omit the field.</summary>
    internal MemberReference? Member { get; init; }

    /// <summary>Whether the value is non-null and has no default. IsRequired of the specification.</summary>
    public bool IsRequired => Type is NonNullType && DefaultValue is null;
}

/// <summary>A use of a directive in a printed schema.</summary>
/// <param name="Name">Name without the <c>@</c>.</param>
/// <param name="Arguments">Names and constant values of the arguments.</param>
public sealed record AppliedDirective(string Name, IReadOnlyList<(string Name, ValueNode Value)> Arguments);

/// <summary>The definition of a directive. Specification: 3.13 Directives.</summary>
public sealed class DirectiveDefinition(string name)
{
    /// <summary>Name without the <c>@</c>.</summary>
    public string Name { get; } = name;

    /// <summary>Description for people; null if there is none.</summary>
    public string? Description { get; init; }

    /// <summary>Arguments in definition order.</summary>
    public IReadOnlyList<InputValueDefinition> Arguments { get; init; } = [];

    /// <summary>Whether the directive may be used more than once at one location.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>Locations where the directive is allowed, by the specification's names, for example <c>FIELD</c>.</summary>
    public IReadOnlyList<string> Locations { get; init; } = [];

    /// <summary>Reason of the deprecation; null if the directive is not deprecated.</summary>
    public string? DeprecationReason { get; init; }
}
