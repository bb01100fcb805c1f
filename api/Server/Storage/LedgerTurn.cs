using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Storage;

/// <summary>
/// Keeps apart the transactions of the ledger and those of steps on persons. SQLite lets one writer in at a time anyway.
/// PostgreSQL does it with an advisory lock, which is fair: whoever waits for it is not overtaken for ever.
/// </summary>
internal static class LedgerTurn
{
    // Any number will do, as long as every process of the product uses the same.
    public const long AdvisoryLock = 0x52_4B_4C_45_44_47_45;

    /// <summary>Waits until no group of entries is being written, and keeps all from being written until the transaction ends.</summary>
    public static async Task TakeAsync(GraphContext db, CancellationToken cancellationToken)
    {
        if (db.Database.IsNpgsql())
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({AdvisoryLock})", cancellationToken);
    }
}
