namespace Integration.Graph.Engine.Language;

/// <summary>The document does not follow the grammar or exceeds a limit of the parser.</summary>
/// <param name="message">What was found and what was expected. Begins with <c>Syntax Error: </c>.</param>
/// <param name="location">Line and column, both 1-based; the column counts UTF-16 code units.</param>
public sealed class GraphQLSyntaxException(string message, SourceLocation location) : Exception(message)
{
    /// <summary>Position of the error in the document.</summary>
    public SourceLocation Location { get; } = location;

    /// <summary>Name of the limit of <see cref="ParserOptions"/> that was exceeded; null for a grammar error.</summary>
    public string? Limit { get; init; }
}

/// <summary>A position in a document, as error messages show it.</summary>
/// <param name="Line">Line number, 1-based.</param>
/// <param name="Column">Column number, 1-based, in UTF-16 code units as in the reference implementation.</param>
public readonly record struct SourceLocation(int Line, int Column);
