using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Integration.Graph.Engine.EntityFramework;

/// <summary>Recognises failures that mean that the database cannot be reached.</summary>
internal static class DatabaseOutage
{
    // SQLite's result codes: https://www.sqlite.org/rescode.html
    private const int InputOutput = 10;
    private const int CannotOpen = 14;

    // PostgreSQL's classes of errors: https://www.postgresql.org/docs/current/errcodes-appendix.html
    private const string ConnectionException = "08";
    private const string OperatorIntervention = "57P";

    public static bool Is(Exception exception) => exception switch
    {
        PostgresException told => told.SqlState.StartsWith(ConnectionException, StringComparison.Ordinal)
            || told.SqlState.StartsWith(OperatorIntervention, StringComparison.Ordinal)
            || told.SqlState == PostgresErrorCodes.TooManyConnections,
        NpgsqlException { InnerException: SocketException or IOException or TimeoutException } => true,
        SqliteException { SqliteErrorCode: InputOutput or CannotOpen } => true,
        // EF Core wraps the database's exception.
        { InnerException: { } inner } => Is(inner),
        _ => false,
    };
}
