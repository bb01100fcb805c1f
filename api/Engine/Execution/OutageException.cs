using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Execution;

/// <summary>A service that the API depends on cannot be reached at the moment.</summary>
/// <param name="cause">The original exception.</param>
/// <param name="mayBeDone">Whether a field of a mutation was completed before.</param>
internal sealed class OutageException(Exception cause, bool mayBeDone = false) : Exception(OutOfReach, cause)
{
    /// <summary>Number of seconds after which a retry is useful.</summary>
    public const int RetryAfterSeconds = 10;

    private const string OutOfReach = "The service is unavailable, because its database cannot be reached.";
    private const string NothingDone = OutOfReach + " Nothing of this request is half done. Try again in a few seconds.";

    private const string MayBeDone = OutOfReach + " " + MutationMayBeDone;

    /// <summary>Message part for an aborted mutation. Changes of fields that were completed before remain.</summary>
    public const string MutationMayBeDone = "All or part of this mutation may have been executed. Try again in a few seconds with the same "
        + "Idempotency-Key; nothing is then executed twice. Without a key, query the current state first.";

    /// <summary>The error for the client.</summary>
    public GraphQLError Error { get; } = new(mayBeDone ? MayBeDone : NothingDone) { Code = ErrorCodes.Unavailable };
}
