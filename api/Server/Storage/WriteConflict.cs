using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Integration.Graph.Server.Storage;

/// <summary>Tells the failure of a write that met another writer from every other failure.</summary>
internal static class WriteConflict
{
    // SQLite's result codes: https://www.sqlite.org/rescode.html
    private const int Busy = 5;
    private const int Locked = 6;
    private const int UniqueConstraint = 2067;

    public static bool Is(Exception exception) => exception switch
    {
        DbUpdateConcurrencyException => true,
        PostgresException
        {
            SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.SerializationFailure
            or PostgresErrorCodes.DeadlockDetected
        } => true,
        SqliteException { SqliteExtendedErrorCode: UniqueConstraint } or SqliteException { SqliteErrorCode: Busy or Locked } => true,
        // EF Core wraps what the database says, Npgsql's execution strategy once more.
        { InnerException: { } inner } => Is(inner),
        _ => false,
    };
}
