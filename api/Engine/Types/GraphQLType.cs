using System.Linq.Expressions;
using System.Text;

namespace Integration.Graph.Engine.Types;

/// <summary>A type as a field, argument or variable refers to it: named, list or non-null.</summary>
/// <remarks>Specification: 3.4.1 Wrapping Types.</remarks>
public abstract class GraphQLType
{
    /// <summary>The innermost named type.</summary>
    public abstract NamedType Named { get; }

    /// <summary>IsInputType() of the specification.</summary>
    public bool IsInput => Named is ScalarType or EnumType or InputObjectType;

    /// <summary>IsOutputType() of the specification.</summary>
    public bool IsOutput => Named is not InputObjectType;

    /// <summary>The type without its outermost non-null.</summary>
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
    /// <summary>A named or list type.</summary>
    public GraphQLType OfType { get; } = ofType;

    /// <inheritdoc />
    public override NamedType Named => OfType.Named;

    /// <inheritdoc />
    public override string ToString() => $"{OfType}!";
}

/// <summary>A type with a name.</summary>
public abstract class NamedType(string name) : GraphQLType
{
    /// <summary>Unique in the schema.</summary>
    public string Name { get; } = name;

    /// <summary>For people, in Markdown; null if there is none.</summary>
    public string? Description { get; init; }

    /// <summary>Applied directives that are printed with the type.</summary>
    public IReadOnlyList<AppliedDirective> AppliedDirectives { get; init; } = [];

    /// <summary>The C# type behind it; null if the schema was not made from C#.</summary>
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

    /// <summary>In the order of definition.</summary>
    public IReadOnlyList<FieldDefinition> Fields { get; private set; } = [];

    /// <summary>The interfaces it implements, those of its interfaces included.</summary>
    public IReadOnlyList<InterfaceType> Interfaces { get; set; } = [];

    /// <summary>Sets the fields, once all types that they refer to exist.</summary>
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

    /// <summary>The field with this name, or null; introspection's meta fields are not among them.</summary>
    public FieldDefinition? Field(string name) => _byName.GetValueOrDefault(name);
}

/// <summary>Specification: 3.6 Objects.</summary>
public sealed class ObjectType(string name) : FieldsType(name)
{
    /// <summary>For a view, what tells rows apart in connections; null for their number. See <see cref="RowKeyAttribute"/>.</summary>
    internal Func<string, LambdaExpression[]>? RowKey { get; init; }
}

/// <summary>Specification: 3.7 Interfaces.</summary>
public sealed class InterfaceType(string name) : FieldsType(name)
{
    /// <summary>The objects that implement it; set by the <see cref="Schema"/>.</summary>
    public IReadOnlyList<ObjectType> PossibleTypes { get; internal set; } = [];
}

/// <summary>Specification: 3.8 Unions.</summary>
public sealed class UnionType(string name) : NamedType(name)
{
    /// <summary>The member types.</summary>
    public IReadOnlyList<ObjectType> Types { get; set; } = [];
}

/// <summary>Specification: 3.10 Input Objects.</summary>
public sealed class InputObjectType(string name) : NamedType(name)
{
    private readonly Dictionary<string, InputValueDefinition> _byName = [];

    /// <summary>In the order of definition.</summary>
    public IReadOnlyList<InputValueDefinition> Fields { get; private set; } = [];

    /// <summary>Whether exactly one field must be given (<c>@oneOf</c>).</summary>
    public bool IsOneOf { get; init; }

    /// <summary>Sets the fields, once all types that they refer to exist.</summary>
    public void SetFields(IReadOnlyList<InputValueDefinition> fields)
    {
        Fields = fields;
        _byName.Clear();
        foreach (var field in fields)
        {
            _byName[field.Name] = field;
        }
    }

    /// <summary>The field with this name, or null.</summary>
    public InputValueDefinition? Field(string name) => _byName.GetValueOrDefault(name);
}

/// <summary>Specification: 3.9 Enums.</summary>
public sealed class EnumType(string name, IReadOnlyList<EnumValueDefinition> values) : NamedType(name)
{
    private readonly Dictionary<string, EnumValueDefinition> _byName = values.ToDictionary(v => v.Name);
    private readonly Dictionary<object, string> _byValue = values.Where(v => v.Value is not null).ToDictionary(v => v.Value!, v => v.Name);
    private readonly Dictionary<object, byte[]> _json = values.Where(v => v.Value is not null).ToDictionary(v => v.Value!, v => Json(v.Name));

    /// <summary>In the order of definition.</summary>
    public IReadOnlyList<EnumValueDefinition> Values { get; } = values;

    /// <summary>The value with this name, or null.</summary>
    public EnumValueDefinition? Value(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The name of a C# value, or of a name itself; null if it is none of the enum's.</summary>
    public string? NameOf(object value) =>
        _byValue.TryGetValue(value, out var name) ? name : value is string text && _byName.ContainsKey(text) ? text : null;

    /// <summary>The same, as it stands in a result.</summary>
    internal byte[]? JsonOf(object value) =>
        _json.TryGetValue(value, out var json) ? json : NameOf(value) is { } name ? Json(name) : null;

    // Names are ASCII letters, digits and underscores.
    private static byte[] Json(string name) => Encoding.ASCII.GetBytes($"\"{name}\"");
}

/// <summary>One value of an enum.</summary>
public sealed class EnumValueDefinition(string name)
{
    /// <summary>As it stands in documents and results.</summary>
    public string Name { get; } = name;

    /// <summary>For people; null if there is none.</summary>
    public string? Description { get; init; }

    /// <summary>Why not to use it; null if it is not deprecated.</summary>
    public string? DeprecationReason { get; init; }

    /// <summary>The C# value; the name itself if the schema was not made from C#.</summary>
    public object? Value { get; init; }
}
