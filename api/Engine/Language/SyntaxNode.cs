using System.Security.Cryptography;

namespace Integration.Graph.Engine.Language;

/// <summary>A node of a parsed document. Positions are byte offsets into the UTF-8 source.</summary>
/// <remarks>Specification: appendix "Grammar Summary". Names of nodes follow the grammar's.</remarks>
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

    /// <summary>In the order of the text.</summary>
    public IReadOnlyList<DefinitionNode> Definitions { get; } = definitions;

    /// <summary>The UTF-8 text, kept so that positions can be told as lines and columns.</summary>
    public ReadOnlyMemory<byte> Source { get; } = source;

    /// <summary>SHA-256 of the text, in hexadecimal digits.</summary>
    public string Hash => _hash ??= Convert.ToHexStringLower(SHA256.HashData(Source.Span));

    /// <summary>The place of a node's <see cref="SyntaxNode.Start"/> as it is told to people.</summary>
    public SourceLocation Location(int offset) => SourcePosition.Locate(Source.Span, offset);
}

/// <summary>A definition at the top of a document.</summary>
public abstract class DefinitionNode : SyntaxNode
{
    /// <summary>The description before it, or null.</summary>
    public StringValueNode? Description { get; init; }
}

/// <summary>The three kinds of operation.</summary>
public enum OperationType
{
    /// <summary>A read.</summary>
    Query,

    /// <summary>A write followed by a read.</summary>
    Mutation,

    /// <summary>A read for each event of a stream.</summary>
    Subscription,
}

/// <summary><c>OperationDefinition</c>.</summary>
public sealed class OperationDefinitionNode : DefinitionNode
{
    /// <summary>Query for the shorthand form.</summary>
    public required OperationType Operation { get; init; }

    /// <summary>Null for an anonymous operation.</summary>
    public NameNode? Name { get; init; }

    /// <summary>Empty if there are none.</summary>
    public IReadOnlyList<VariableDefinitionNode> VariableDefinitions { get; init; } = [];

    /// <summary>Empty if there are none.</summary>
    public IReadOnlyList<DirectiveNode> Directives { get; init; } = [];

    /// <summary>What is asked for.</summary>
    public required SelectionSetNode SelectionSet { get; init; }
}

/// <summary><c>FragmentDefinition</c>.</summary>
public sealed class FragmentDefinitionNode : DefinitionNode
{
    /// <summary>Never <c>on</c>.</summary>
    public required NameNode Name { get; init; }

    /// <summary>The type after <c>on</c>.</summary>
    public required NamedTypeNode TypeCondition { get; init; }

    /// <summary>Empty if there are none.</summary>
    public IReadOnlyList<DirectiveNode> Directives { get; init; } = [];

    /// <summary>What the fragment selects.</summary>
    public required SelectionSetNode SelectionSet { get; init; }
}

/// <summary><c>VariableDefinition</c>.</summary>
public sealed class VariableDefinitionNode : SyntaxNode
{
    /// <summary>The description before it, or null.</summary>
    public StringValueNode? Description { get; init; }

    /// <summary>The variable.</summary>
    public required VariableNode Variable { get; init; }

    /// <summary>Its type.</summary>
    public required TypeNode Type { get; init; }

    /// <summary>A constant, or null.</summary>
    public ValueNode? DefaultValue { get; init; }

    /// <summary>Empty if there are none.</summary>
    public IReadOnlyList<DirectiveNode> Directives { get; init; } = [];
}

/// <summary><c>SelectionSet</c>.</summary>
public sealed class SelectionSetNode(IReadOnlyList<SelectionNode> selections) : SyntaxNode
{
    /// <summary>At least one, except where the empty set <c>{ }</c> is allowed.</summary>
    public IReadOnlyList<SelectionNode> Selections { get; } = selections;
}

/// <summary>A field, a fragment spread or an inline fragment.</summary>
public abstract class SelectionNode : SyntaxNode
{
    /// <summary>Empty if there are none.</summary>
    public IReadOnlyList<DirectiveNode> Directives { get; init; } = [];
}

/// <summary><c>Field</c>.</summary>
public sealed class FieldNode : SelectionNode
{
    /// <summary>Null if the field answers under its own name.</summary>
    public NameNode? Alias { get; init; }

    /// <summary>The field's name.</summary>
    public required NameNode Name { get; init; }

    /// <summary>Empty if there are none.</summary>
    public IReadOnlyList<ArgumentNode> Arguments { get; init; } = [];

    /// <summary>Null for leaves.</summary>
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
    /// <summary>Null if the enclosing type is meant.</summary>
    public NamedTypeNode? TypeCondition { get; init; }

    /// <summary>What it selects.</summary>
    public required SelectionSetNode SelectionSet { get; init; }
}

/// <summary><c>Argument</c>.</summary>
public sealed class ArgumentNode : SyntaxNode
{
    /// <summary>The argument's name.</summary>
    public required NameNode Name { get; init; }

    /// <summary>Its value.</summary>
    public required ValueNode Value { get; init; }
}

/// <summary><c>Directive</c>: one use of a directive.</summary>
public sealed class DirectiveNode : SyntaxNode
{
    /// <summary>Without the <c>@</c>.</summary>
    public required NameNode Name { get; init; }

    /// <summary>Empty if there are none.</summary>
    public IReadOnlyList<ArgumentNode> Arguments { get; init; } = [];
}
