using System.Collections;
using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Integration.Graph.Engine.EntityFramework;

/// <summary>Pool of open connections for reading, each with its prepared commands.</summary>
internal sealed class RowConnections(RowDatabase database) : IDisposable
{
    private const int MostKept = 32;
    private const int MostCommands = 256;
    private readonly ConcurrentBag<RowConnection> _free = [];
    private readonly SemaphoreSlim _slots = new(MostKept);

    // PostgreSQL plans a repeated statement only once. These connections stay open, so they have a pool separate from the one for
    // transactions.
    private readonly Lazy<string> _postgreSql = new(() => new NpgsqlConnectionStringBuilder(database.ConnectionString)
    {
        MaxAutoPrepare = MostCommands,
        AutoPrepareMinUsages = 2,
    }.ToString());

    /// <summary>Raised with the text of every command before it is sent. The text contains no values.</summary>
    public event Action<string>? Sending;

    /// <summary>Whether the database is SQLite, which needs special treatment where its library is too slow.</summary>
    public bool IsSqlite => database.IsSqlite;

    /// <summary>Returns a connection for one command. Disposing returns it to the pool.</summary>
    public async ValueTask<Lease> RentAsync(CancellationToken cancellation)
    {
        await _slots.WaitAsync(cancellation);
        try
        {
            return new Lease(this, _free.TryTake(out var free) ? free : await OpenAsync(cancellation));
        }
        catch
        {
            _slots.Release();
            throw;
        }
    }

    public void Dispose()
    {
        while (_free.TryTake(out var connection))
        {
            connection.Dispose();
        }

        _slots.Dispose();
    }

    private async Task<RowConnection> OpenAsync(CancellationToken cancellation)
    {
        DbConnection connection = database.IsSqlite
            ? new SqliteConnection(database.ConnectionString)
            : new NpgsqlConnection(_postgreSql.Value);
        await connection.OpenAsync(cancellation);
        database.Opened(connection);
        return new RowConnection(connection);
    }

    private void Return(RowConnection connection)
    {
        if (connection.IsUsable)
        {
            connection.HasServed = true;
            _free.Add(connection);
        }
        else
        {
            // The other connections were open to the same server. Each would fail once, and its request with it.
            connection.Dispose();
            while (_free.TryTake(out var other))
            {
                other.Dispose();
            }
        }

        _slots.Release();
    }

    /// <summary>A connection that is in use.</summary>
    internal readonly struct Lease(RowConnections owner, RowConnection connection) : IAsyncDisposable
    {
        /// <summary>Whether the connection has been used before and is broken now.</summary>
        public bool IsLost => connection is { HasServed: true, IsUsable: false };

        /// <summary>Returns the command, and prepares it on this connection when it is first used.</summary>
        public DbCommand Prepared(object key, string text, string[] parameters)
        {
            owner.Sending?.Invoke(text);
            return connection.Prepared(key, text, parameters);
        }

        /// <summary>Interrupts a running statement when the request is cancelled: SQLite's calls are synchronous.</summary>
        public CancellationTokenRegistration InterruptedBy(CancellationToken cancellation) => connection.InterruptedBy(cancellation);

        /// <summary>Returns the value in the form that the provider accepts.</summary>
        public object? ToDatabase(object? value) => connection.ToDatabase(value);

        public ValueTask DisposeAsync()
        {
            owner.Return(connection);
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>A connection and its prepared commands.</summary>
    internal sealed class RowConnection(DbConnection connection) : IDisposable
    {
        private readonly Dictionary<object, DbCommand> _commands = [];
        private readonly bool _isSqlite = connection is SqliteConnection;

        public bool IsUsable => connection.State == System.Data.ConnectionState.Open;

        public bool HasServed { get; set; }

        public DbCommand Prepared(object key, string text, string[] parameters)
        {
            if (_commands.TryGetValue(key, out var known))
            {
                return known;
            }

            if (_commands.Count >= MostCommands)
            {
                DisposeCommands();
            }

            var command = connection.CreateCommand();
            command.CommandText = text;
            foreach (var name in parameters)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = name;
                command.Parameters.Add(parameter);
            }

            if (_isSqlite)
            {
                // Otherwise its text is parsed again for every run. Npgsql prepares repeated commands itself.
                command.Prepare();
            }

            _commands.Add(key, command);
            return command;
        }

        public CancellationTokenRegistration InterruptedBy(CancellationToken cancellation) => connection is SqliteConnection sqlite
            ? cancellation.UnsafeRegister(static state => SQLitePCL.raw.sqlite3_interrupt(((SqliteConnection)state!).Handle), sqlite)
            : default;

        public object? ToDatabase(object? value) => value switch
        {
            Enum => Convert.ToInt32(value, CultureInfo.InvariantCulture),
            Array { Length: >= 0 } list when list.GetType().GetElementType()!.IsEnum => ToDatabase(list.Cast<object>().Select(e => Convert.ToInt32(e, CultureInfo.InvariantCulture)).ToArray()),
            // EF Core's translation for SQLite reads a list with json_each.
            IEnumerable and not string when _isSqlite => JsonSerializer.Serialize(value, value.GetType()),
            _ => value,
        };

        public void Dispose()
        {
            DisposeCommands();
            connection.Dispose();
        }

        private void DisposeCommands()
        {
            foreach (var command in _commands.Values)
            {
                command.Dispose();
            }

            _commands.Clear();
        }
    }
}
