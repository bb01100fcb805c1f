namespace Integration.Graph.Engine.Execution;

/// <summary>Something that the service lives on is out of reach for now.</summary>
internal sealed class OutageException(Exception cause) : Exception(Text, cause)
{
    /// <summary>After how many seconds it is worth asking again.</summary>
    public const int RetryAfterSeconds = 10;

    private const string Text = "The service cannot answer now, because its database is out of reach. Nothing of this request is half done. Try again in a few seconds.";

    /// <summary>What clients are told.</summary>
    public GraphQLError Error { get; } = new(Text) { Code = ErrorCodes.Unavailable };
}
