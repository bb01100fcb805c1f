using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server.Mutations;

/// <summary>One mutation, one transaction: an error leaves nothing behind, in the database or in the context.</summary>
internal static class MutationTransaction
{
    /// <summary>Runs the mutation, which saves what it changes, and commits.</summary>
    /// <remarks>
    /// On SQLite writers queue for the one lock that the transaction takes when it begins. On PostgreSQL the second of
    /// two writers finds another version of the row, or a unique index, in its way. A mutation that has been done under
    /// the same <see cref="IdempotencyKey"/> is not run: its result is given again.
    /// </remarks>
    /// <exception cref="ConflictException">Somebody else changed the same at the same time.</exception>
    public static Task<T> RunAsync<T>(GraphContext db, Func<Task<T>> mutation, CancellationToken cancellationToken) =>
        RunAsync(db, mutation, attempts: 1, cancellationToken);

    /// <summary>The same for a mutation that is to win over a concurrent one: it is tried again with what is there then.</summary>
    public static async Task<T> RunAsync<T>(
        GraphContext db, Func<Task<T>> mutation, int attempts, CancellationToken cancellationToken)
    {
        var repetition = db.Repetition;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
                if (repetition is not null && await repetition.TakeAsync(db, cancellationToken) is { } kept)
                    return Repetition.ResultOf<T>(kept);
                var result = await mutation();
                if (repetition is not null)
                    await repetition.KeepAsync(db, result, cancellationToken);
                await transaction.CommitAsync(cancellationToken);
                return result;
            }
            catch (Exception exception) when (WriteConflict.Is(exception))
            {
                if (attempt == attempts)
                    throw new ConflictException();
            }
            finally
            {
                db.ChangeTracker.Clear();
            }
        }
    }
}
