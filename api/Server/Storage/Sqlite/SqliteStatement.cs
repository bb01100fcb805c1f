using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Integration.Graph.Server.Storage.Sqlite;

/// <summary>
/// A SQLite statement that runs repeatedly and returns no rows. Values are bound by position. A command of the library looks up
/// each value by name, which costs more than writing the row.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    // The format in which the library, and so EF Core, writes an instant.
    private const string InstantFormat = @"yyyy\-MM\-dd HH\:mm\:ss.FFFFFFF";

    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;
    private byte[] _text = [];

    /// <param name="connection">An open connection, which must stay open.</param>
    /// <param name="text">One statement, with a question mark for each value.</param>
    /// <exception cref="SqliteException">The statement is not valid.</exception>
    public SqliteStatement(SqliteConnection connection, string text)
    {
        _connection = connection.Handle!;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(_connection, text, out _statement), _connection);
    }

    /// <summary>Runs the statement.</summary>
    /// <param name="values">Values in the order of the question marks; null for NULL.</param>
    /// <exception cref="SqliteException">As for a command.</exception>
    public void Run(params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            SqliteException.ThrowExceptionForRC(Bind(i + 1, values[i]), _connection);
        }

        var result = raw.sqlite3_step(_statement);
        try
        {
            SqliteException.ThrowExceptionForRC(result == raw.SQLITE_DONE ? raw.SQLITE_OK : result, _connection);
        }
        finally
        {
            _ = raw.sqlite3_reset(_statement);
        }
    }

    public void Dispose() => _statement.Dispose();

    // SQLite copies the text, so the same buffer serves every value.
    private int Bind(int place, string text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_text.Length < most)
        {
            _text = new byte[most];
        }

        return raw.sqlite3_bind_text(_statement, place, _text.AsSpan(0, Encoding.UTF8.GetBytes(text, _text)));
    }

    private int Bind(int place, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(_statement, place),
        string text => Bind(place, text),
        long number => raw.sqlite3_bind_int64(_statement, place, number),
        int number => raw.sqlite3_bind_int(_statement, place, number),
        byte[] bytes => raw.sqlite3_bind_blob(_statement, place, bytes),
        DateTime at => raw.sqlite3_bind_text(_statement, place, at.ToString(InstantFormat, CultureInfo.InvariantCulture)),
        _ => throw new ArgumentException($"No value of type {value.GetType()} can be bound.", nameof(value)),
    };
}
