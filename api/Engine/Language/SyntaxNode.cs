using System.Security.Cryptography;

namespace Integration.Graph.Engine.Language;

/// <summary>A node of a parsed document. Positions are byte offsets into the UTF-8 source.</summary>
/// <remarks>Specification: appendix "Grammar Summary". Nodes have the names of the grammar rules.</remarks>
public abstract class SyntaxNode
{
    /// <summary>Offset of the node's first byte.</summary>
    public int Start { get; init; }

    /// <summary>Offset after the node's last byte.</summary>
    public int End { get; init; }
}

/// <summary>A name, as <c>Name</c> in the grammar.</summary>
public sealed class NameNode(string value) : SyntaxNode
{
    /// <summary>The name's text.</summary>
    public string Value { get; } = value;

    /// <inheritdoc />
    public override string ToString() => Value;
}

/// <summary>A whole document: executable definitions, type system definitions, or both.</summary>
public sealed class DocumentNode(IReadOnlyList<DefinitionNode> definitions, ReadOnlyMemory<byte> source) : SyntaxNode
{
    private string? _hash;

    /// <summary>Definitions in source order.</summary>
    public IReadOnlyList<DefinitionNode> Definitions { get; } = definitions;

    /// <summary>The UTF-8 text, kept to convert positions to lines and columns.</summary>
    public ReadOnlyMemory<byte> Source { get; } = source;

    /// <summary>SHA-256 of the text, in lower-case hexadecimal digits.</summary>
    public string Hash => _hash ??= Convert.ToHexStringLower(SHA256.HashData(Source.Span));

    /// <summary>Line and column of a byte offset, for example of a node's <see cref="SyntaxNode.Start"/>.</summary>
    public SourceLocation Location(int offset) => SourcePosition.Locate(Source.Span, offset);
}

/// <summary>A definition at the top of a document.</summary>
public abstract class DefinitionNode : SyntaxNode
{
    /// <summary>Description; null if there is none.</summary>
    public StringValueNode? Description { get; init; }
}

/// <summary>The three kinds of operation.</summary>
public enum OperationType
{
    /// <summary>Reads data.</summary>
    Query,

    /// <summary>Changes data, then reads it.</summary>
    Mutation,

    /// <summary>Reads data for each event of a stream.</summary>
    Subscription,
}

/// <summary><c>OperationDefinition</c>.</summary>
public sealed class OperationDefinitionNode : DefinitionNode
{
    /// <summary>Kind of the operation; <see cref="OperationType.Query"/> for the shorthand form.</summary>
    public required OperationType Operation { get; init; }

    /// <summary>Name of the operation; null if it is anonymous.</summary>
    public NameNode? Name { get; init; }

    /// <summary>Variable definitions in source order; empty if there are none.</summary>
    public IReadOnlyList<VariableDefinitionNode> VariableDefinitions { get; init; } = [];

    /// <summary>Directives in source order; empty if there are none.</summary>
    public IReadOnlyList<DirectiveNode> Directives { get; init; } = [];

    /// <summary>The operation's selections.</summary>
    public required SelectionSetNode SelectionSet { get; init; }
}

/// <summary><c>FragmentDefinition</c>.</summary>
public sealed class FragmentDefinitionNode : DefinitionNode
{
    /// <summary>Name of the fragment; never <c>on</c>.</summary>
    public required NameNode Name { get; init; }

    /// <summary>The type condition, which follows <c>on</c>.</summary>
    public required NamedTypeNode TypeCondition { get; init; }

    /// <summary>Directives in source order; empty if there are none.</summary>
    public IReadOnlyList<DirectiveNode> Directives { get; init; } = [];

    /// <summary>The fragment's selections.</summary>
    public required SelectionSetNode SelectionSet { get; init; }
}

/// <summary><c>VariableDefinition</c>.</summary>
public sealed class VariableDefinitionNode : SyntaxNode
{
    /// <summary>Description; null if there is none.</summary>
    public StringValueNode? Description { get; init; }

    /// <summary>The variable.</summary>
    public required VariableNode Variable { get; init; }

    /// <summary>The variable's type.</summary>
    public required TypeNode Type { get; init; }

    /// <summary>Default value, a constant; null if there is none.</summary>
    public ValueNode? DefaultValue { get; init; }

    /// <summary>Directives in source order; empty if there are none.</summary>
    public IReadOnlyList<DirectiveNode> Directives { get; init; } = [];
}

/// <summary><c>SelectionSet</c>.</summary>
public sealed class SelectionSetNode(IReadOnlyList<SelectionNode> selections) : SyntaxNode
{
    /// <summary>The selections: at least one, except where the empty set <c>{ }</c> is allowed.</summary>
    public IReadOnlyList<SelectionNode> Selections { get; } = selections;
}

/// <summary>A field, a fragment spread or an inline fragment.</summary>
public abstract class SelectionNode : SyntaxNode
{
    /// <summary>Directives in source order; empty if there are none.</summary>
    public IReadOnlyList<DirectiveNode> Directives { get; init; } = [];
}

/// <summary><c>Field</c>.</summary>
public sealed class FieldNode : SelectionNode
{
    /// <summary>The alias; null if the response uses the field's own name.</summary>
    public NameNode? Alias { get; init; }

    /// <summary>The field's name.</summary>
    public required NameNode Name { get; init; }

    /// <summary>Arguments in source order; empty if there are none.</summary>
    public IReadOnlyList<ArgumentNode> Arguments { get; init; } = [];

    /// <summary>Selections on the field's value; null for a leaf field.</summary>
    public SelectionSetNode? SelectionSet { get; init; }

    /// <summary>The key in the result: the alias, or the name.</summary>
    public string ResponseName => (Alias ?? Name).Value;
}

/// <summary><c>FragmentSpread</c>.</summary>
public sealed class FragmentSpreadNode : SelectionNode
{
    /// <summary>The fragment's name.</summary>
    public required NameNode Name { get; init; }
}

/// <summary><c>InlineFragment</c>.</summary>
public sealed class InlineFragmentNode : SelectionNode
{
    /// <summary>The type condition; null for the enclosing type.</summary>
    public NamedTypeNode? TypeCondition { get; init; }

    /// <summary>The fragment's selections.</summary>
    public required SelectionSetNode SelectionSet { get; init; }
}

/// <summary><c>Argument</c>.</summary>
public sealed class ArgumentNode : SyntaxNode
{
    /// <summary>The argument's name.</summary>
    public required NameNode Name { get; init; }

    /// <summary>The argument's value.</summary>
    public required ValueNode Value { get; init; }
}

/// <summary><c>Directive</c>: one use of a directive.</summary>
public sealed class DirectiveNode : SyntaxNode
{
    /// <summary>Name without the <c>@</c>.</summary>
    public required NameNode Name { get; init; }

    /// <summary>Arguments in source order; empty if there are none.</summary>
    public IReadOnlyList<ArgumentNode> Arguments { get; init; } = [];
}
