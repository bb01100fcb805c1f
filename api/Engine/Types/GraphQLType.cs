using System.Linq.Expressions;
using System.Text;

namespace Integration.Graph.Engine.Types;

/// <summary>The type of a field, argument or variable: named, list or non-null.</summary>
/// <remarks>Specification: 3.4.1 Wrapping Types.</remarks>
public abstract class GraphQLType
{
    /// <summary>The innermost named type.</summary>
    public abstract NamedType Named { get; }

    /// <summary>IsInputType() of the specification.</summary>
    public bool IsInput => Named is ScalarType or EnumType or InputObjectType;

    /// <summary>IsOutputType() of the specification.</summary>
    public bool IsOutput => Named is not InputObjectType;

    /// <summary>The type without its outermost non-null wrapper.</summary>
    public GraphQLType Nullable => this is NonNullType nonNull ? nonNull.OfType : this;
}

/// <summary><c>[T]</c>.</summary>
public sealed class ListType(GraphQLType ofType) : GraphQLType
{
    /// <summary>The type of the elements.</summary>
    public GraphQLType OfType { get; } = ofType;

    /// <inheritdoc />
    public override NamedType Named => OfType.Named;

    /// <inheritdoc />
    public override string ToString() => $"[{OfType}]";
}

/// <summary><c>T!</c>.</summary>
public sealed class NonNullType(GraphQLType ofType) : GraphQLType
{
    /// <summary>The nullable type inside; a named or list type.</summary>
    public GraphQLType OfType { get; } = ofType;

    /// <inheritdoc />
    public override NamedType Named => OfType.Named;

    /// <inheritdoc />
    public override string ToString() => $"{OfType}!";
}

/// <summary>A type with a name.</summary>
public abstract class NamedType(string name) : GraphQLType
{
    /// <summary>Name, unique in the schema.</summary>
    public string Name { get; } = name;

    /// <summary>Description for people, in Markdown; null if there is none.</summary>
    public string? Description { get; init; }

    /// <summary>Directives applied to the type in the printed schema.</summary>
    public IReadOnlyList<AppliedDirective> AppliedDirectives { get; init; } = [];

    /// <summary>The corresponding C# type; null if the schema was not built from C# types.</summary>
    public Type? RuntimeType { get; set; }

    /// <inheritdoc />
    public override NamedType Named => this;

    /// <inheritdoc />
    public override string ToString() => Name;
}

/// <summary>An object or interface: a named type with fields.</summary>
public abstract class FieldsType(string name) : NamedType(name)
{
    private readonly Dictionary<string, FieldDefinition> _byName = [];

    /// <summary>Fields in definition order.</summary>
    public IReadOnlyList<FieldDefinition> Fields { get; private set; } = [];

    /// <summary>The implemented interfaces, including those that its interfaces implement.</summary>
    public IReadOnlyList<InterfaceType> Interfaces { get; set; } = [];

    /// <summary>
    /// Whether the engine generated the type around others: connection, edge, page info, payload, error, node, introspection.
    /// Access to such a type follows from access to what it contains, so the <see cref="IAccessPolicy"/> does not decide on it.
    /// </summary>
    public bool IsGenerated { get; init; }

    /// <summary>Sets the fields. Called once all types that they refer to exist.</summary>
    public void SetFields(IReadOnlyList<FieldDefinition> fields)
    {
        Fields = fields;
        _byName.Clear();
        foreach (var field in fields)
        {
            _byName[field.Name] = field;
            field.DeclaringType = this;
        }
    }

    /// <summary>The field with this name; null if there is none. Does not find introspection's meta fields.</summary>
    public FieldDefinition? Field(string name) => _byName.GetValueOrDefault(name);
}

/// <summary>An object type. Specification: 3.6 Objects.</summary>
public sealed class ObjectType(string name) : FieldsType(name)
{
    /// <summary>Whether objects of the type are rows of the database. They are subject to the policy's row rule.</summary>
    public bool IsRow { get; init; }

    /// <summary>
    /// For a view, the key that distinguishes rows in connections; null if it is the database id. See
    /// <see cref="RowKeyAttribute"/>.
    /// </summary>
    internal Func<string, LambdaExpression[]>? RowKey { get; init; }
}

/// <summary>An interface type. Specification: 3.7 Interfaces.</summary>
public sealed class InterfaceType(string name) : FieldsType(name)
{
    /// <summary>The object types that implement the interface. Set by the <see cref="Schema"/>.</summary>
    public IReadOnlyList<ObjectType> PossibleTypes { get; internal set; } = [];
}

/// <summary>A union type. Specification: 3.8 Unions.</summary>
public sealed class UnionType(string name) : NamedType(name)
{
    /// <summary>The member types.</summary>
    public IReadOnlyList<ObjectType> Types { get; set; } = [];
}

/// <summary>An input object type. Specification: 3.10 Input Objects.</summary>
public sealed class InputObjectType(string name) : NamedType(name)
{
    private readonly Dictionary<string, InputValueDefinition> _byName = [];

    /// <summary>Fields in definition order.</summary>
    public IReadOnlyList<InputValueDefinition> Fields { get; private set; } = [];

    /// <summary>Whether the type has <c>@oneOf</c>: exactly one field must be given.</summary>
    public bool IsOneOf { get; init; }

    /// <summary>Sets the fields. Called once all types that they refer to exist.</summary>
    public void SetFields(IReadOnlyList<InputValueDefinition> fields)
    {
        Fields = fields;
        _byName.Clear();
        foreach (var field in fields)
        {
            _byName[field.Name] = field;
        }
    }

    /// <summary>The field with this name; null if there is none.</summary>
    public InputValueDefinition? Field(string name) => _byName.GetValueOrDefault(name);
}

/// <summary>An enum type. Specification: 3.9 Enums.</summary>
public sealed class EnumType(string name, IReadOnlyList<EnumValueDefinition> values) : NamedType(name)
{
    private readonly Dictionary<string, EnumValueDefinition> _byName = values.ToDictionary(v => v.Name);
    private readonly Dictionary<object, string> _byValue = values.Where(v => v.Value is not null).ToDictionary(v => v.Value!, v => v.Name);
    private readonly Dictionary<object, byte[]> _json = values.Where(v => v.Value is not null).ToDictionary(v => v.Value!, v => Json(v.Name));

    /// <summary>Values in definition order.</summary>
    public IReadOnlyList<EnumValueDefinition> Values { get; } = values;

    /// <summary>The value with this name; null if there is none.</summary>
    public EnumValueDefinition? Value(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The name of a C# value. Also accepts the name itself. Null if the enum has no such value.</summary>
    public string? NameOf(object value) =>
        _byValue.TryGetValue(value, out var name) ? name : value is string text && _byName.ContainsKey(text) ? text : null;

    /// <summary>The name as JSON text; null if the enum has no such value.</summary>
    internal byte[]? JsonOf(object value) =>
        _json.TryGetValue(value, out var json) ? json : NameOf(value) is { } name ? Json(name) : null;

    // Names are ASCII letters, digits and underscores.
    private static byte[] Json(string name) => Encoding.ASCII.GetBytes($"\"{name}\"");
}

/// <summary>One value of an enum.</summary>
public sealed class EnumValueDefinition(string name)
{
    /// <summary>Name in documents and results.</summary>
    public string Name { get; } = name;

    /// <summary>Description for people; null if there is none.</summary>
    public string? Description { get; init; }

    /// <summary>Reason of the deprecation; null if the value is not deprecated.</summary>
    public string? DeprecationReason { get; init; }

    /// <summary>The C# value; the name itself if the schema was not built from C# types.</summary>
    public object? Value { get; init; }
}
