using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Integration.Graph.Engine.EntityFramework;

/// <summary>
/// Reads the cells of SQLite's current row without <see cref="SqliteDataReader"/>. For each cell, that class asks for the type
/// several times, counts references to the statement, and leaves and enters the runtime. A page has a thousand cells.
/// </summary>
/// <remarks>
/// Source: SQLite, "Result Values From A Query". All these functions return immediately, which a call without a GC transition
/// requires. The reader keeps the statement alive. No other code may use its connection meanwhile.
/// </remarks>
internal readonly unsafe partial struct SqliteRow(SqliteDataReader reader)
{
    private const string Library = "e_sqlite3";
    private const int NullType = 5;
    private readonly nint _statement = reader.Handle!.DangerousGetHandle();

    /// <summary>Returns the text of a cell; null for NULL.</summary>
    public string? Text(int column)
    {
        var text = sqlite3_column_text(_statement, column);
        return text is null ? null : Encoding.UTF8.GetString(text, sqlite3_column_bytes(_statement, column));
    }

    /// <summary>Returns the number in a cell; null for NULL.</summary>
    public long? Number(int column)
    {
        var value = sqlite3_column_int64(_statement, column);
        // NULL reads as 0, so the type is needed only for 0.
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
