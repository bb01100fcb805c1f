using System.Collections;
using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Integration.Graph.Server.Storage;

/// <summary>Open connections for reading, each with the commands that it has prepared already.</summary>
internal sealed class RowConnections(IOptions<DatabaseOptions> options) : IDisposable
{
    private const int MostKept = 32;
    private const int MostCommands = 256;
    private readonly ConcurrentBag<RowConnection> _free = [];
    private readonly SemaphoreSlim _slots = new(MostKept);

    // PostgreSQL plans a statement that comes again only once. These connections stay open, so they have a pool apart
    // from the one that transactions take theirs from.
    private readonly Lazy<string> _postgreSql = new(() => new NpgsqlConnectionStringBuilder(options.Value.ConnectionString)
    {
        MaxAutoPrepare = MostCommands,
        AutoPrepareMinUsages = 2,
    }.ToString());

    /// <summary>Is told the text of every command before it is sent; it has no values in it.</summary>
    public event Action<string>? Sending;

    /// <summary>Which database it is, for what its library does too slowly.</summary>
    public bool IsSqlite => options.Value.IsSqlite;

    /// <summary>A connection for one command; disposing gives it back.</summary>
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
        DbConnection connection = options.Value.IsPostgreSql
            ? new NpgsqlConnection(_postgreSql.Value)
            : new SqliteConnection(options.Value.ConnectionString);
        await connection.OpenAsync(cancellation);
        SqliteSettings.Apply(connection);
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
            // The others were open to the same server: each would fail once, and its request with it.
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
        /// <summary>It has served before, and cannot any more.</summary>
        public bool IsLost => connection is { HasServed: true, IsUsable: false };

        /// <summary>The command, prepared on this connection when it is first asked for.</summary>
        public DbCommand Prepared(object key, string text, string[] parameters)
        {
            owner.Sending?.Invoke(text);
            return connection.Prepared(key, text, parameters);
        }

        /// <summary>Ends a running statement with the request: SQLite's calls do not return before they are done.</summary>
        public CancellationTokenRegistration InterruptedBy(CancellationToken cancellation) => connection.InterruptedBy(cancellation);

        /// <summary>The value as the provider takes it.</summary>
        public object? ToDatabase(object? value) => connection.ToDatabase(value);

        public ValueTask DisposeAsync()
        {
            owner.Return(connection);
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>A connection and its commands.</summary>
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
                // Otherwise its text is parsed again for every run. Npgsql prepares by itself what comes again.
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
            // EF Core's translation for SQLite unpacks a list with json_each.
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
