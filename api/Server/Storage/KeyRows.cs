using Integration.Graph.Server.Mutations;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Storage;

/// <summary>Inserts idempotency keys by a statement that EF Core cannot express.</summary>
internal static class KeyRows
{
    /// <summary>
    /// Inserts the key, unless the database has a row with its id. Waits for an open transaction that has inserted the same id.
    /// </summary>
    /// <returns>Whether the row was inserted.</returns>
    public static async Task<bool> TryInsertAsync(GraphContext db, IdempotencyKey key, CancellationToken cancellationToken) =>
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO idempotency_keys (id, input, result, at) VALUES ({key.Id}, {key.Input}, {key.Result}, {key.At}) ON CONFLICT (id) DO NOTHING",
            cancellationToken) > 0;
}
