using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Validation;

/// <summary>The points of a walk at which a rule is called.</summary>
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
/// One rule of the specification. An instance serves one validation and can keep state. It is called only at the points
/// in <see cref="Visits"/>, so that a walk costs no more than its rules need.
/// </summary>
internal abstract class ValidationRule
{
    /// <summary>The rule's name in the reference implementation, without "Rule".</summary>
    public abstract string Name { get; }

    /// <summary>The points at which the rule is called; the same for all instances.</summary>
    public abstract Visits Visits { get; }

    /// <summary>State shared by all rules; set before the walk.</summary>
    public ValidationContext Context { get; set; } = null!;

    /// <summary>Called before everything else.</summary>
    public virtual void VisitDocument(DocumentNode document)
    {
    }

    /// <summary>Called for an operation, before its parts.</summary>
    public virtual void VisitOperation(OperationDefinitionNode operation)
    {
    }

    /// <summary>Called for a fragment definition, before its parts.</summary>
    public virtual void VisitFragment(FragmentDefinitionNode fragment)
    {
    }

    /// <summary>Called for a variable definition.</summary>
    public virtual void VisitVariableDefinition(VariableDefinitionNode definition)
    {
    }

    /// <summary>Called for a selection set and the node that owns it. The context's parent type is the set's type.</summary>
    public virtual void VisitSelectionSet(SelectionSetNode selectionSet, SyntaxNode owner)
    {
    }

    /// <summary>Called for a field. The context holds its parent type and definition.</summary>
    public virtual void VisitField(FieldNode field)
    {
    }

    /// <summary>Called for a fragment spread. The context holds the parent type.</summary>
    public virtual void VisitFragmentSpread(FragmentSpreadNode spread)
    {
    }

    /// <summary>Called for an inline fragment and its type. The context holds the parent type.</summary>
    public virtual void VisitInlineFragment(InlineFragmentNode fragment, NamedType? type)
    {
    }

    /// <summary>Called for the directives at one location, if there is at least one.</summary>
    public virtual void VisitDirectives(IReadOnlyList<DirectiveNode> directives, string location)
    {
    }

    /// <summary>Called for the arguments of a field or directive, if there is at least one.</summary>
    public virtual void VisitArguments(IReadOnlyList<ArgumentNode> arguments)
    {
    }

    /// <summary>Called for the name of a type in a type condition or variable definition.</summary>
    public virtual void VisitNamedType(NamedTypeNode type)
    {
    }

    /// <summary>Called for a whole argument value or default, and the expected type; null if that is unknown.</summary>
    public virtual void VisitValue(ValueNode value, GraphQLType? expected)
    {
    }

    /// <summary>Called for an input object at any depth of a value.</summary>
    public virtual void VisitObjectValue(ObjectValueNode value)
    {
    }

    /// <summary>Called after everything else, when all uses of variables are known.</summary>
    public virtual void VisitEndOfDocument(DocumentNode document)
    {
    }

    /// <summary>Reports an error of this rule.</summary>
    protected void Report(string message, params ReadOnlySpan<SyntaxNode> nodes) => Context.Report(Name, message, nodes);
}
