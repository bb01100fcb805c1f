namespace Integration.Graph.Engine.Validation;

/// <summary>Bounds of a document that follows the grammar, and what suggestions may name.</summary>
public sealed record ValidationOptions
{
    /// <summary>The defaults.</summary>
    public static ValidationOptions Default { get; } = new();

    /// <summary>Errors that are collected before validation stops.</summary>
    public int MaxErrors { get; init; } = 100;

    /// <summary>
    /// Fields inside each other, those that fragments bring included. Introspection does not count, so that the usual
    /// introspection query passes.
    /// </summary>
    public int MaxDepth { get; init; } = 15;

    /// <summary>
    /// Selection sets inside each other, those of introspection, of inline fragments and of spread fragments included: as
    /// many as the parser takes without spreads. It bounds the stack of whatever follows spreads.
    /// </summary>
    public int MaxNesting { get; init; } = 200;

    /// <summary>Lists of types, fields or input fields inside each other in introspection.</summary>
    public int MaxIntrospectionDepth { get; init; } = 2;

    /// <summary>Aliases in a document.</summary>
    public int MaxAliases { get; init; } = 100;

    /// <summary>Fragment definitions in a document.</summary>
    public int MaxFragments { get; init; } = 500;

    /// <summary>Steps that rules may take where the work can grow faster than the document.</summary>
    public int MaxWork { get; init; } = 500_000;

    /// <summary>
    /// Whether the caller sees a type (member null), or a field, input field or enum value of it. Suggestions name
    /// nothing else. Null if the caller sees everything.
    /// </summary>
    public Func<string, string?, bool>? IsVisible { get; init; }
}
