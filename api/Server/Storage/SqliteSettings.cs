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
    private const string Statements =
        "PRAGMA busy_timeout = 10000; PRAGMA foreign_keys = ON; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON;";

    public static readonly SqliteSettings Instance = new();

    /// <summary>For connections opened without EF Core.</summary>
    public static void Apply(DbConnection connection)
    {
        if (connection is not SqliteConnection)
            return;
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
