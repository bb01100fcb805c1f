using Integration.Graph.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Disclosures.Storage;

/// <summary>
/// Prevents transactions of the ledger and transactions that change persons from overlapping. SQLite allows only one writer
/// anyway. PostgreSQL uses an advisory lock, which is fair: a waiting transaction is not overtaken again and again.
/// </summary>
internal static class LedgerTurn
{
    // Any number works, if all processes of the product use the same one.
    public const long AdvisoryLock = 0x52_4B_4C_45_44_47_45;

    /// <summary>Waits until no group of entries is being written, and blocks writing groups until the transaction ends.</summary>
    public static async Task TakeAsync(GraphContext db, CancellationToken cancellationToken)
    {
        if (db.Database.IsNpgsql())
        {
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({AdvisoryLock})", cancellationToken);
        }
    }
}
