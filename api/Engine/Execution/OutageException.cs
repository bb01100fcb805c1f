namespace Integration.Graph.Engine.Execution;

/// <summary>Something that the service lives on is out of reach for now.</summary>
/// <param name="cause">What it met.</param>
/// <param name="mayBeDone">Whether a field of a mutation was finished before.</param>
internal sealed class OutageException(Exception cause, bool mayBeDone = false) : Exception(OutOfReach, cause)
{
    /// <summary>After how many seconds it is worth asking again.</summary>
    public const int RetryAfterSeconds = 10;

    private const string OutOfReach = "The service cannot answer now, because its database is out of reach.";
    private const string NothingDone = OutOfReach + " Nothing of this request is half done. Try again in a few seconds.";

    private const string MayBeDone = OutOfReach + " " + MutationMayBeDone;

    /// <summary>What is said of a mutation that was broken off: what a field has done by then stays done.</summary>
    public const string MutationMayBeDone = "All or part of this mutation may have been done. Try again in a few seconds with the same "
        + "Idempotency-Key, and nothing is done twice; if there was none, look first at what is there.";

    /// <summary>What clients are told.</summary>
    public GraphQLError Error { get; } = new(mayBeDone ? MayBeDone : NothingDone) { Code = ErrorCodes.Unavailable };
}
