using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Integration.Graph.Server.Storage;

/// <summary>Recognises failures of a write that conflicted with another writer.</summary>
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
        // EF Core wraps the database's exception, and Npgsql's execution strategy wraps it once more.
        { InnerException: { } inner } => Is(inner),
        _ => false,
    };
}
