using Integration.Graph.Server.Storage.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Storage;

/// <summary>Removes what deleted rows leave in the database's files.</summary>
/// <remarks>
/// PostgreSQL needs neither step: its vacuum and the retention of its log do this, see decisions/0009.
/// </remarks>
internal static class StorageMaintenance
{
    /// <summary>Empties the log of changes, if the database allows it now. An erasure calls this, and a job every ten minutes.</summary>
    public static Task EmptyLogAsync(GraphContext db, CancellationToken cancellationToken) =>
        db.Database.IsSqlite() ? SqliteLog.EmptyAsync(db, cancellationToken) : Task.CompletedTask;

    /// <summary>Rewrites the database's file with only the current data. Writers wait meanwhile, so it runs at night.</summary>
    public static Task RewriteFileAsync(GraphContext db, CancellationToken cancellationToken) =>
        db.Database.IsSqlite() ? SqliteFile.WriteAnewAsync(db, cancellationToken) : Task.CompletedTask;
}
