using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Integration.Graph.Server.Storage;

/// <summary>
/// What SQLite forgets with each connection. The journal is a write-ahead log (kept by the file, set when it is
/// made), so readers and the writer do not wait for each other; two writers do, up to the busy timeout.
/// </summary>
internal sealed class SqliteSettings : DbConnectionInterceptor
{
    // A commit is on the disk when it is answered (synchronous): a power cut does not take back a withdrawal.
    // Each commit empties the cache of every other connection, and the ledger commits all the time: a file that is mapped into
    // memory (its first GiB) is read again without a copy.
    private const string Statements =
        "PRAGMA busy_timeout = 10000; PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA mmap_size = 1073741824;";

    // SQLITE_DBCONFIG_ENABLE_QPSG, "query planner stability guarantee".
    private const int StablePlans = 1007;

    public static readonly SqliteSettings Instance = new();

    /// <summary>For connections opened without EF Core.</summary>
    public static void Apply(DbConnection connection)
    {
        if (connection is not SqliteConnection)
            return;
        // Otherwise a statement is compiled again whenever a value is bound that another plan might suit better, which is
        // nearly every time; and with the same plan for all values, none can be told by the time that it takes.
        _ = SQLitePCL.raw.sqlite3_db_config(((SqliteConnection)connection).Handle, StablePlans, 1, out _);
        using var command = connection.CreateCommand();
        command.CommandText = Statements;
        command.ExecuteNonQuery();
    }

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Apply(connection);

    public override Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        // SQLite has no asynchronous calls: waiting for one would only cost.
        Apply(connection);
        return Task.CompletedTask;
    }
}
