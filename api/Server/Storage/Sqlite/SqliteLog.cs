using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Storage.Sqlite;

/// <summary>
/// SQLite's write-ahead log. Until it is emptied, it contains everything that was written, including erased data.
/// </summary>
internal static class SqliteLog
{
    // Low timeout: the statement waits for readers while it holds the writers' lock.
    private const string Statement = "PRAGMA busy_timeout = 50; PRAGMA wal_checkpoint(TRUNCATE);";

    /// <summary>Empties the log, if possible.</summary>
    /// <remarks>
    /// The log cannot be emptied while a reader uses older data, and nothing waits for that. An erasure tries immediately, the
    /// follow-up job tries every ten minutes, and retention every night. For the file itself see <see cref="SqliteFile"/>.
    /// </remarks>
    public static async Task EmptyAsync(GraphContext db, CancellationToken cancellationToken)
    {
        // One connection for both statements. The next user of the connection sets its own timeout.
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
