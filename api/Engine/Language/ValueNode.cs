namespace Integration.Graph.Engine.Language;

/// <summary>A value in a document: a literal or a variable.</summary>
/// <remarks>Specification: 2.9 Input Values.</remarks>
public abstract class ValueNode : SyntaxNode;

/// <summary><c>$name</c>.</summary>
public sealed class VariableNode : ValueNode
{
    /// <summary>Name without the <c>$</c>.</summary>
    public required NameNode Name { get; init; }
}

/// <summary>An integer, kept as text because the value may exceed every integer type.</summary>
public sealed class IntValueNode(string value) : ValueNode
{
    /// <summary>The number as written.</summary>
    public string Value { get; } = value;
}

/// <summary>A number with a fraction or an exponent, kept as text.</summary>
public sealed class FloatValueNode(string value) : ValueNode
{
    /// <summary>The number as written.</summary>
    public string Value { get; } = value;
}

/// <summary>A string or block string.</summary>
public sealed class StringValueNode(string value, bool block) : ValueNode
{
    /// <summary>The value: escapes resolved, and for a block string the common indent removed.</summary>
    public string Value { get; } = value;

    /// <summary>Whether the string was written between <c>"""</c>.</summary>
    public bool Block { get; } = block;
}

/// <summary><c>true</c> or <c>false</c>.</summary>
public sealed class BooleanValueNode(bool value) : ValueNode
{
    /// <summary>The value.</summary>
    public bool Value { get; } = value;
}

/// <summary><c>null</c>.</summary>
public sealed class NullValueNode : ValueNode;

/// <summary>A name that is neither <c>true</c>, <c>false</c> nor <c>null</c>.</summary>
public sealed class EnumValueNode(string value) : ValueNode
{
    /// <summary>The name.</summary>
    public string Value { get; } = value;
}

/// <summary><c>[...]</c>.</summary>
public sealed class ListValueNode(IReadOnlyList<ValueNode> values) : ValueNode
{
    /// <summary>Elements in source order.</summary>
    public IReadOnlyList<ValueNode> Values { get; } = values;
}

/// <summary><c>{...}</c> as a value.</summary>
public sealed class ObjectValueNode(IReadOnlyList<ObjectFieldNode> fields) : ValueNode
{
    /// <summary>Fields in source order. A name may occur twice; validation refuses that later.</summary>
    public IReadOnlyList<ObjectFieldNode> Fields { get; } = fields;
}

/// <summary>One field of an <see cref="ObjectValueNode"/>.</summary>
public sealed class ObjectFieldNode : SyntaxNode
{
    /// <summary>The field's name.</summary>
    public required NameNode Name { get; init; }

    /// <summary>The field's value.</summary>
    public required ValueNode Value { get; init; }
}

/// <summary>A reference to a type.</summary>
/// <remarks>Specification: 2.11 Type References.</remarks>
public abstract class TypeNode : SyntaxNode;

/// <summary>A type by its name.</summary>
public sealed class NamedTypeNode(NameNode name) : TypeNode
{
    /// <summary>The type's name.</summary>
    public NameNode Name { get; } = name;
}

/// <summary><c>[T]</c>.</summary>
public sealed class ListTypeNode(TypeNode ofType) : TypeNode
{
    /// <summary>The type of the elements.</summary>
    public TypeNode OfType { get; } = ofType;
}

/// <summary><c>T!</c>.</summary>
public sealed class NonNullTypeNode(TypeNode ofType) : TypeNode
{
    /// <summary>The nullable type inside; a named or list type.</summary>
    public TypeNode OfType { get; } = ofType;
}
