namespace Integration.Graph.Engine.Language;

/// <summary>Limits of the parser. They bound the time, memory and stack that one document can use.</summary>
public sealed record ParserOptions
{
    /// <summary>The default limits, suitable for documents from clients.</summary>
    public static ParserOptions Default { get; } = new();

    /// <summary>Limits for the server's own texts, such as a schema: only <see cref="MaxNesting"/> applies.</summary>
    public static ParserOptions Trusted { get; } = new() { MaxTokens = int.MaxValue, MaxDirectives = int.MaxValue };

    /// <summary>Maximum number of tokens in a document; comments and commas are not counted.</summary>
    public int MaxTokens { get; init; } = 10_000;

    /// <summary>Maximum depth of nested selection sets, lists and objects. Also bounds the stack.</summary>
    public int MaxNesting { get; init; } = 200;

    /// <summary>Maximum number of directive uses in a document.</summary>
    public int MaxDirectives { get; init; } = 500;
}
