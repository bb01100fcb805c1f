namespace Integration.Graph.Engine.Language;

/// <summary>A definition or an extension of the type system.</summary>
/// <remarks>Specification: 3.1 and 3.2 Type System. <see cref="IsExtension"/> marks the <c>extend</c> form.</remarks>
public abstract class TypeSystemNode : DefinitionNode
{
    /// <summary>Whether the node begins with <c>extend</c>.</summary>
    public bool IsExtension { get; init; }

    /// <summary>Directives in source order; empty if there are none.</summary>
    public IReadOnlyList<DirectiveNode> Directives { get; init; } = [];
}

/// <summary><c>SchemaDefinition</c> and <c>SchemaExtension</c>.</summary>
public sealed class SchemaDefinitionNode : TypeSystemNode
{
    /// <summary>Root operation types in source order.</summary>
    public IReadOnlyList<OperationTypeDefinitionNode> OperationTypes { get; init; } = [];
}

/// <summary><c>RootOperationTypeDefinition</c>.</summary>
public sealed class OperationTypeDefinitionNode : SyntaxNode
{
    /// <summary>Kind of the operation.</summary>
    public required OperationType Operation { get; init; }

    /// <summary>Root type of the operation.</summary>
    public required NamedTypeNode Type { get; init; }
}

/// <summary>A definition or extension of a named type.</summary>
public abstract class TypeDefinitionNode : TypeSystemNode
{
    /// <summary>The type's name.</summary>
    public required NameNode Name { get; init; }
}

/// <summary><c>ScalarTypeDefinition</c>.</summary>
public sealed class ScalarTypeDefinitionNode : TypeDefinitionNode;

/// <summary><c>ObjectTypeDefinition</c>.</summary>
public sealed class ObjectTypeDefinitionNode : TypeDefinitionNode
{
    /// <summary>The types after <c>implements</c>.</summary>
    public IReadOnlyList<NamedTypeNode> Interfaces { get; init; } = [];

    /// <summary>Fields in source order.</summary>
    public IReadOnlyList<FieldDefinitionNode> Fields { get; init; } = [];
}

/// <summary><c>InterfaceTypeDefinition</c>.</summary>
public sealed class InterfaceTypeDefinitionNode : TypeDefinitionNode
{
    /// <summary>The types after <c>implements</c>.</summary>
    public IReadOnlyList<NamedTypeNode> Interfaces { get; init; } = [];

    /// <summary>Fields in source order.</summary>
    public IReadOnlyList<FieldDefinitionNode> Fields { get; init; } = [];
}

/// <summary><c>UnionTypeDefinition</c>.</summary>
public sealed class UnionTypeDefinitionNode : TypeDefinitionNode
{
    /// <summary>The member types.</summary>
    public IReadOnlyList<NamedTypeNode> Types { get; init; } = [];
}

/// <summary><c>EnumTypeDefinition</c>.</summary>
public sealed class EnumTypeDefinitionNode : TypeDefinitionNode
{
    /// <summary>Values in source order.</summary>
    public IReadOnlyList<EnumValueDefinitionNode> Values { get; init; } = [];
}

/// <summary><c>InputObjectTypeDefinition</c>.</summary>
public sealed class InputObjectTypeDefinitionNode : TypeDefinitionNode
{
    /// <summary>Fields in source order.</summary>
    public IReadOnlyList<InputValueDefinitionNode> Fields { get; init; } = [];
}

/// <summary><c>FieldDefinition</c>.</summary>
public sealed class FieldDefinitionNode : SyntaxNode
{
    /// <summary>Description; null if there is none.</summary>
    public StringValueNode? Description { get; init; }

    /// <summary>The field's name.</summary>
    public required NameNode Name { get; init; }

    /// <summary>Arguments in source order; empty if there are none.</summary>
    public IReadOnlyList<InputValueDefinitionNode> Arguments { get; init; } = [];

    /// <summary>The field's type.</summary>
    public required TypeNode Type { get; init; }

    /// <summary>Directives in source order; empty if there are none.</summary>
    public IReadOnlyList<DirectiveNode> Directives { get; init; } = [];
}

/// <summary><c>InputValueDefinition</c>: an argument or an input field.</summary>
public sealed class InputValueDefinitionNode : SyntaxNode
{
    /// <summary>Description; null if there is none.</summary>
    public StringValueNode? Description { get; init; }

    /// <summary>Name of the argument or input field.</summary>
    public required NameNode Name { get; init; }

    /// <summary>Type of the argument or input field.</summary>
    public required TypeNode Type { get; init; }

    /// <summary>Default value, a constant; null if there is none.</summary>
    public ValueNode? DefaultValue { get; init; }

    /// <summary>Directives in source order; empty if there are none.</summary>
    public IReadOnlyList<DirectiveNode> Directives { get; init; } = [];
}

/// <summary><c>EnumValueDefinition</c>.</summary>
public sealed class EnumValueDefinitionNode : SyntaxNode
{
    /// <summary>Description; null if there is none.</summary>
    public StringValueNode? Description { get; init; }

    /// <summary>The value's name.</summary>
    public required NameNode Name { get; init; }

    /// <summary>Directives in source order; empty if there are none.</summary>
    public IReadOnlyList<DirectiveNode> Directives { get; init; } = [];
}

/// <summary><c>DirectiveDefinition</c>.</summary>
public sealed class DirectiveDefinitionNode : TypeSystemNode
{
    /// <summary>Name without the <c>@</c>.</summary>
    public required NameNode Name { get; init; }

    /// <summary>Arguments in source order; empty if there are none.</summary>
    public IReadOnlyList<InputValueDefinitionNode> Arguments { get; init; } = [];

    /// <summary>Whether the directive may be used more than once at one location.</summary>
    public bool Repeatable { get; init; }

    /// <summary>Names of the locations where the directive is allowed.</summary>
    public IReadOnlyList<NameNode> Locations { get; init; } = [];
}
