using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Integration.Graph.Server.Storage;

/// <summary>
/// The cells of the row that SQLite stands at, read without <see cref="SqliteDataReader"/>, which for each of them asks
/// several times for the type, counts references to the statement, and leaves and enters the runtime. A page has a
/// thousand cells.
/// </summary>
/// <remarks>
/// Source: SQLite, "Result Values From A Query". All of these return at once, as a call without a transition must. The
/// reader keeps the statement alive; nobody else may use its connection meanwhile.
/// </remarks>
internal readonly unsafe partial struct SqliteRow(SqliteDataReader reader)
{
    private const string Library = "e_sqlite3";
    private const int NullType = 5;
    private readonly nint _statement = reader.Handle!.DangerousGetHandle();

    /// <summary>The text; null for null.</summary>
    public string? Text(int column)
    {
        var text = sqlite3_column_text(_statement, column);
        return text is null ? null : Encoding.UTF8.GetString(text, sqlite3_column_bytes(_statement, column));
    }

    /// <summary>The number; null for null.</summary>
    public long? Number(int column)
    {
        var value = sqlite3_column_int64(_statement, column);
        // 0 is what null reads as: only then has the type to be asked for.
        return value == 0 && sqlite3_column_type(_statement, column) == NullType ? null : value;
    }

    [LibraryImport(Library)]
    [SuppressGCTransition]
    private static partial byte* sqlite3_column_text(nint statement, int column);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    private static partial int sqlite3_column_bytes(nint statement, int column);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    private static partial long sqlite3_column_int64(nint statement, int column);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    private static partial int sqlite3_column_type(nint statement, int column);
}
