namespace Integration.Graph.Engine.Language;

/// <summary>A document that does not follow the grammar, or is over a limit of the parser.</summary>
/// <param name="message">What was found and expected; begins with <c>Syntax Error: </c> for the grammar.</param>
/// <param name="location">Where; line and column are 1-based, the column counts UTF-16 code units.</param>
public sealed class GraphQLSyntaxException(string message, SourceLocation location) : Exception(message)
{
    /// <summary>Where in the text.</summary>
    public SourceLocation Location { get; } = location;

    /// <summary>The name of the limit of <see cref="ParserOptions"/> that was passed; null if the grammar was not followed.</summary>
    public string? Limit { get; init; }
}

/// <summary>A place in a document as it is told to people.</summary>
/// <param name="Line">1-based.</param>
/// <param name="Column">1-based, in UTF-16 code units, as the reference implementation counts.</param>
public readonly record struct SourceLocation(int Line, int Column);
