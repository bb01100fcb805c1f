namespace Integration.Graph.Engine.Execution;

/// <summary>
/// An error whose message is meant for the client. Any other exception that a resolver throws is logged under an id,
/// and only that id leaves the server.
/// </summary>
public sealed class GraphQLException(string message, string? code = null) : Exception(message)
{
    /// <summary><c>extensions.code</c>; null if there is none.</summary>
    public string? Code { get; } = code;
}
