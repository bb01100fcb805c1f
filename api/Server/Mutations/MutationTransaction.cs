using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server.Mutations;

/// <summary>Runs each mutation in one transaction. A failed mutation changes neither the database nor the context.</summary>
internal static class MutationTransaction
{
    /// <summary>Runs the mutation, which saves its own changes, and commits.</summary>
    /// <remarks>
    /// On SQLite writers queue for the one lock that the transaction takes when it begins. On PostgreSQL the second of two writers
    /// fails because of the row's version or a unique index. A mutation that was executed with the same <see cref="IdempotencyKey"/>
    /// is not run; its stored result is returned.
    /// </remarks>
    /// <exception cref="ConflictException">Another transaction changed the same rows at the same time.</exception>
    public static Task<T> RunAsync<T>(GraphContext db, Func<Task<T>> mutation, CancellationToken cancellationToken) =>
        RunAsync(db, mutation, attempts: 1, cancellationToken);

    /// <summary>As the other overload, but retries after a conflict, with newly read data.</summary>
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
                {
                    return Repetition.ResultOf<T>(kept);
                }

                var result = await mutation();
                if (repetition is not null)
                {
                    await repetition.KeepAsync(db, result, cancellationToken);
                }

                await transaction.CommitAsync(cancellationToken);
                return result;
            }
            catch (Exception exception) when (WriteConflict.Is(exception))
            {
                if (attempt == attempts)
                {
                    throw new ConflictException();
                }
            }
            finally
            {
                db.ChangeTracker.Clear();
            }
        }
    }
}
