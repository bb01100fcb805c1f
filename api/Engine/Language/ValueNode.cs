namespace Integration.Graph.Engine.Language;

/// <summary>A value in a document: a literal or a variable.</summary>
/// <remarks>Specification: 2.9 Input Values.</remarks>
public abstract class ValueNode : SyntaxNode;

/// <summary><c>$name</c>.</summary>
public sealed class VariableNode : ValueNode
{
    /// <summary>Without the <c>$</c>.</summary>
    public required NameNode Name { get; init; }
}

/// <summary>An integer; its text, because a value may be larger than any integer type.</summary>
public sealed class IntValueNode(string value) : ValueNode
{
    /// <summary>As written.</summary>
    public string Value { get; } = value;
}

/// <summary>A number with a fraction or an exponent; its text.</summary>
public sealed class FloatValueNode(string value) : ValueNode
{
    /// <summary>As written.</summary>
    public string Value { get; } = value;
}

/// <summary>A string or block string.</summary>
public sealed class StringValueNode(string value, bool block) : ValueNode
{
    /// <summary>With escapes resolved and, for a block, the common indent removed.</summary>
    public string Value { get; } = value;

    /// <summary>Whether it was written between <c>"""</c>.</summary>
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
    /// <summary>In the order of the text.</summary>
    public IReadOnlyList<ValueNode> Values { get; } = values;
}

/// <summary><c>{...}</c> as a value.</summary>
public sealed class ObjectValueNode(IReadOnlyList<ObjectFieldNode> fields) : ValueNode
{
    /// <summary>In the order of the text; a name may stand twice until validation.</summary>
    public IReadOnlyList<ObjectFieldNode> Fields { get; } = fields;
}

/// <summary>One field of an <see cref="ObjectValueNode"/>.</summary>
public sealed class ObjectFieldNode : SyntaxNode
{
    /// <summary>The field's name.</summary>
    public required NameNode Name { get; init; }

    /// <summary>Its value.</summary>
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
    /// <summary>A named or list type.</summary>
    public TypeNode OfType { get; } = ofType;
}
