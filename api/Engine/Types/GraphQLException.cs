namespace Integration.Graph.Engine.Types;

/// <summary>
/// An error whose message is meant for the client. Any other exception of a resolver is logged under an id, and the
/// response contains only that id.
/// </summary>
public sealed class GraphQLException(string message, string? code = null) : Exception(message)
{
    /// <summary><c>extensions.code</c>; null if there is none.</summary>
    public string? Code { get; } = code;

    /// <summary>Offset of the invalid part in the document; negative for the field itself.</summary>
    internal int Position { get; init; } = -1;
}
