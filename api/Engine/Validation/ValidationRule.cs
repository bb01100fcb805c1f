using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Validation;

/// <summary>The places of a walk where a rule wants to be called.</summary>
[Flags]
internal enum Visits
{
    None = 0,
    Document = 1 << 0,
    Operation = 1 << 1,
    Fragment = 1 << 2,
    VariableDefinition = 1 << 3,
    SelectionSet = 1 << 4,
    Field = 1 << 5,
    FragmentSpread = 1 << 6,
    InlineFragment = 1 << 7,
    Directives = 1 << 8,
    Arguments = 1 << 9,
    NamedType = 1 << 10,
    Value = 1 << 11,
    ObjectValue = 1 << 12,
    EndOfDocument = 1 << 13,
}

/// <summary>
/// One rule of the specification. An instance serves one validation and may keep what it has seen. It is called only
/// where it says in <see cref="Visits"/>, so that a walk costs what its rules need and no more.
/// </summary>
internal abstract class ValidationRule
{
    /// <summary>The rule's name in the specification's reference implementation.</summary>
    public abstract string Name { get; }

    /// <summary>Where the rule wants to be called; the same for all instances.</summary>
    public abstract Visits Visits { get; }

    /// <summary>What all rules share; set before the walk.</summary>
    public ValidationContext Context { get; set; } = null!;

    /// <summary>Before anything else.</summary>
    public virtual void VisitDocument(DocumentNode document)
    {
    }

    /// <summary>An operation, before its parts.</summary>
    public virtual void VisitOperation(OperationDefinitionNode operation)
    {
    }

    /// <summary>A fragment definition, before its parts.</summary>
    public virtual void VisitFragment(FragmentDefinitionNode fragment)
    {
    }

    /// <summary>The definition of a variable.</summary>
    public virtual void VisitVariableDefinition(VariableDefinitionNode definition)
    {
    }

    /// <summary>A selection set, whose type is the context's parent type, and the node that it belongs to.</summary>
    public virtual void VisitSelectionSet(SelectionSetNode selectionSet, SyntaxNode owner)
    {
    }

    /// <summary>A field; the context knows its parent type and definition.</summary>
    public virtual void VisitField(FieldNode field)
    {
    }

    /// <summary>A spread; the context knows the parent type.</summary>
    public virtual void VisitFragmentSpread(FragmentSpreadNode spread)
    {
    }

    /// <summary>An inline fragment and its type; the context knows the parent type.</summary>
    public virtual void VisitInlineFragment(InlineFragmentNode fragment, NamedType? type)
    {
    }

    /// <summary>The directives at one place, of which there is at least one.</summary>
    public virtual void VisitDirectives(IReadOnlyList<DirectiveNode> directives, string location)
    {
    }

    /// <summary>The arguments of a field or a directive, of which there is at least one.</summary>
    public virtual void VisitArguments(IReadOnlyList<ArgumentNode> arguments)
    {
    }

    /// <summary>The name of a type, of a variable or after <c>on</c>.</summary>
    public virtual void VisitNamedType(NamedTypeNode type)
    {
    }

    /// <summary>A whole value of an argument or a default, and the type that is expected; null if that is unknown.</summary>
    public virtual void VisitValue(ValueNode value, GraphQLType? expected)
    {
    }

    /// <summary>An input object at any depth of a value.</summary>
    public virtual void VisitObjectValue(ObjectValueNode value)
    {
    }

    /// <summary>After everything; variable usages are complete.</summary>
    public virtual void VisitEndOfDocument(DocumentNode document)
    {
    }

    /// <summary>Reports a contradiction to this rule.</summary>
    protected void Report(string message, params ReadOnlySpan<SyntaxNode> nodes) => Context.Report(Name, message, nodes);
}
