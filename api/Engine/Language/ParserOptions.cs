namespace Integration.Graph.Engine.Language;

/// <summary>Bounds of the parser, so that no document can take more than its share of time, memory or stack.</summary>
public sealed record ParserOptions
{
    /// <summary>The defaults, which suit documents from clients.</summary>
    public static ParserOptions Default { get; } = new();

    /// <summary>For documents of one's own, such as a schema: nothing but the stack is bounded.</summary>
    public static ParserOptions Trusted { get; } = new() { MaxTokens = int.MaxValue, MaxDirectives = int.MaxValue };

    /// <summary>Tokens in a document; comments and commas do not count.</summary>
    public int MaxTokens { get; init; } = 10_000;

    /// <summary>Selection sets, lists and objects inside each other; it also bounds the stack.</summary>
    public int MaxNesting { get; init; } = 200;

    /// <summary>Uses of directives in a document.</summary>
    public int MaxDirectives { get; init; } = 500;
}
