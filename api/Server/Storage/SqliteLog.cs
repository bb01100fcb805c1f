using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Storage;

/// <summary>SQLite's write-ahead log, which holds what was written, and so what was erased, until it is emptied.</summary>
internal static class SqliteLog
{
    // It waits for readers with the writers' lock in its hand.
    private const string Statement = "PRAGMA busy_timeout = 50; PRAGMA wal_checkpoint(TRUNCATE);";

    /// <summary>
    /// Empties it. While somebody reads what is older it cannot be emptied, and nobody is made to wait for that: an erasure tries
    /// at once, then the follow-up every ten minutes, and retention each night. Of the file itself see <see cref="SqliteFile"/>.
    /// </summary>
    public static async Task EmptyAsync(GraphContext db, CancellationToken cancellationToken)
    {
        if (!db.Database.IsSqlite())
            return;
        // One connection for both; whoever opens it next sets its own timeout.
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await db.Database.ExecuteSqlRawAsync(Statement, cancellationToken);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }
}
