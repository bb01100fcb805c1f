using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Storage;

/// <summary>SQLite's file.</summary>
internal static class SqliteFile
{
    /// <summary>
    /// Writes it anew, with what is there and nothing else: what is freed is overwritten at once (see <see cref="SqliteSettings"/>),
    /// but when a page is full and rows move to another one, SQLite leaves copies of some where they were, and does not overwrite
    /// those when the rows are deleted. Whoever writes meanwhile waits, so it is done at night. PostgreSQL has its vacuum for this.
    /// </summary>
    public static async Task WriteAnewAsync(GraphContext db, CancellationToken cancellationToken)
    {
        if (!db.Database.IsSqlite())
            return;
        await db.Database.ExecuteSqlRawAsync("VACUUM", cancellationToken);
        await SqliteLog.EmptyAsync(db, cancellationToken);
    }
}
