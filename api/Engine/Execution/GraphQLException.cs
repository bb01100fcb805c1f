namespace Integration.Graph.Engine.Execution;

/// <summary>
/// An error whose message is meant for the client. Any other exception that a resolver throws is logged under an id,
/// and only that id leaves the server.
/// </summary>
public sealed class GraphQLException(string message, string? code = null) : Exception(message)
{
    /// <summary><c>extensions.code</c>; null if there is none.</summary>
    public string? Code { get; } = code;

    /// <summary>Offset of what is wrong in the document; negative if it is the field.</summary>
    internal int Position { get; init; } = -1;
}
