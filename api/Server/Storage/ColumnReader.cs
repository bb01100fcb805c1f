using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Integration.Graph.Server.Storage;

/// <summary>Reads a column as the C# type that the query's expression has.</summary>
internal static class ColumnReader
{
    private static readonly object True = true;
    private static readonly object False = false;
    private static readonly object[] Small = [.. Enumerable.Range(0, 256).Select(i => (object)i)];
    private static readonly ConcurrentDictionary<(Type, int), object> Enums = new();

    private static readonly Dictionary<Type, Func<DbDataReader, int, object>> Readers = new()
    {
        [typeof(string)] = static (reader, ordinal) => reader.GetString(ordinal),
        [typeof(long)] = static (reader, ordinal) => reader.GetInt64(ordinal),
        [typeof(int)] = static (reader, ordinal) => Boxed(reader.GetInt32(ordinal)),
        [typeof(bool)] = static (reader, ordinal) => reader.GetBoolean(ordinal) ? True : False,
        [typeof(DateOnly)] = static (reader, ordinal) => reader.GetFieldValue<DateOnly>(ordinal),
        [typeof(DateTime)] = static (reader, ordinal) => DateTime.SpecifyKind(reader.GetDateTime(ordinal), DateTimeKind.Utc),
        [typeof(double)] = static (reader, ordinal) => reader.GetDouble(ordinal),
    };

    /// <summary>Without the reader, which asks SQLite for the column's type before it asks for the value, and again.</summary>
    private static readonly Dictionary<Type, Func<sqlite3_stmt, int, object?>> SqliteReaders = new()
    {
        // Null comes back as no text.
        [typeof(string)] = static (row, ordinal) => raw.sqlite3_column_text(row, ordinal).utf8_to_string(),
        [typeof(long)] = static (row, ordinal) => IsNull(row, ordinal) ? null : raw.sqlite3_column_int64(row, ordinal),
        [typeof(int)] = static (row, ordinal) => IsNull(row, ordinal) ? null : Boxed(raw.sqlite3_column_int(row, ordinal)),
        [typeof(bool)] = static (row, ordinal) => IsNull(row, ordinal) ? null : raw.sqlite3_column_int(row, ordinal) != 0 ? True : False,
    };

    /// <summary>How a column is read, null included; found once, because it is used for every cell.</summary>
    public static Func<DbDataReader, int, object?> For(Type type, bool isSqlite)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (isSqlite && SqliteReaders.TryGetValue(type, out var direct))
        {
            return (reader, ordinal) => direct(((SqliteDataReader)reader).Handle!, ordinal);
        }

        var read = type.IsEnum
            ? (reader, ordinal) => Enums.GetOrAdd((type, reader.GetInt32(ordinal)), static key => Enum.ToObject(key.Item1, key.Item2))
            : Readers.GetValueOrDefault(type) ?? throw new InvalidOperationException($"A column of type {type} cannot be read.");
        return (reader, ordinal) => reader.IsDBNull(ordinal) ? null : read(reader, ordinal);
    }

    private static bool IsNull(sqlite3_stmt row, int ordinal) => raw.sqlite3_column_type(row, ordinal) == raw.SQLITE_NULL;

    private static object Boxed(int value) => (uint)value < Small.Length ? Small[value] : value;
}
