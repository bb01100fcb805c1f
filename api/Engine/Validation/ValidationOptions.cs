namespace Integration.Graph.Engine.Validation;

/// <summary>Limits for documents that follow the grammar, and the names that suggestions may contain.</summary>
public sealed record ValidationOptions
{
    /// <summary>The default limits.</summary>
    public static ValidationOptions Default { get; } = new();

    /// <summary>Maximum number of errors before validation stops.</summary>
    public int MaxErrors { get; init; } = 100;

    /// <summary>
    /// Maximum depth of nested fields, including fields in spread fragments. Introspection fields are not counted, so that
    /// the usual introspection query passes.
    /// </summary>
    public int MaxDepth { get; init; } = 15;

    /// <summary>
    /// Maximum depth of nested selection sets, including introspection, inline fragments and spread fragments. The default is
    /// the parser's limit, which does not count spreads. Bounds the stack of the code that follows spreads.
    /// </summary>
    public int MaxNesting { get; init; } = 200;

    /// <summary>Maximum depth of nested lists of types, fields or input fields in introspection.</summary>
    public int MaxIntrospectionDepth { get; init; } = 2;

    /// <summary>Maximum number of aliases in a document.</summary>
    public int MaxAliases { get; init; } = 100;

    /// <summary>Maximum number of fragment definitions in a document.</summary>
    public int MaxFragments { get; init; } = 500;

    /// <summary>Maximum number of steps in rules whose work can grow faster than the document.</summary>
    public int MaxWork { get; init; } = 500_000;

    /// <summary>
    /// Whether the caller sees a type (member null), or a field, input field or enum value of it. Suggestions contain only
    /// visible names. Null if the caller sees everything.
    /// </summary>
    public Func<string, string?, bool>? IsVisible { get; init; }
}
