using Integration.Graph.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Mutations;

/// <summary>Deletes expired idempotency keys.</summary>
internal sealed class KeyCleaning(IDbContextFactory<GraphContext> contexts, TimeProvider clock)
{
    /// <summary>Deletes the expired keys.</summary>
    /// <returns>The number of deleted keys.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var oldest = clock.GetUtcNow().UtcDateTime - Repetition.Lifetime;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.IdempotencyKeys.Where(x => x.At <= oldest).ExecuteDeleteAsync(cancellationToken);
    }
}
