using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Integration.Graph.Server.Storage;

/// <summary>
/// A statement of SQLite's that is run again and again and gives no rows. Its values are bound by their place: a command
/// of the library looks for each by name, and that costs more than the row that is written.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    // As the library, and with it EF Core, writes an instant.
    private const string InstantFormat = @"yyyy\-MM\-dd HH\:mm\:ss.FFFFFFF";

    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;
    private byte[] _text = [];

    /// <param name="connection">Is open, and stays so.</param>
    /// <param name="text">One statement, with a question mark for each value.</param>
    /// <exception cref="SqliteException">The statement is none.</exception>
    public SqliteStatement(SqliteConnection connection, string text)
    {
        _connection = connection.Handle!;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(_connection, text, out _statement), _connection);
    }

    /// <summary>Runs the statement.</summary>
    /// <param name="values">In the order of the question marks; null for NULL.</param>
    /// <exception cref="SqliteException">As for a command.</exception>
    public void Run(params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
            SqliteException.ThrowExceptionForRC(Bind(i + 1, values[i]), _connection);
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

    // SQLite copies what it is given: the same room serves every text.
    private int Bind(int place, string text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_text.Length < most)
            _text = new byte[most];
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
