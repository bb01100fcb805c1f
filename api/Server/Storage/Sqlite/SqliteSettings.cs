using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Integration.Graph.Server.Storage.Sqlite;

/// <summary>
/// Sets what SQLite does not keep from one connection to the next. The journal is a write-ahead log (a property of the file,
/// set when it is created), so readers and the writer do not wait for each other. Two writers do, up to the busy timeout.
/// </summary>
internal sealed class SqliteSettings : DbConnectionInterceptor
{
    // A commit returns when it is on the disk (synchronous), so that a power failure does not undo a withdrawal. Each commit
    // empties the cache of every other connection, and the ledger commits all the time. A file that is mapped into memory
    // (its first GiB) is read again without a copy.
    private const string Statements =
        "PRAGMA busy_timeout = 10000; PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA mmap_size = 1073741824;";

    // SQLITE_DBCONFIG_ENABLE_QPSG, "query planner stability guarantee".
    private const int StablePlans = 1007;

    public static readonly SqliteSettings Instance = new();

    /// <summary>Applies the settings to a connection that was opened without EF Core.</summary>
    public static void Apply(DbConnection connection)
    {
        if (connection is not SqliteConnection)
        {
            return;
        }
        // Otherwise SQLite compiles a statement again whenever a bound value might suit another plan better, which is nearly
        // every time. With the same plan for all values, the execution time also reveals none of them.
        _ = SQLitePCL.raw.sqlite3_db_config(((SqliteConnection)connection).Handle, StablePlans, 1, out _);
        using var command = connection.CreateCommand();
        command.CommandText = Statements;
        command.ExecuteNonQuery();
    }

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Apply(connection);

    public override Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        // SQLite has no asynchronous calls, so an asynchronous version would only cost time.
        Apply(connection);
        return Task.CompletedTask;
    }
}
