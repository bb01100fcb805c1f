using System.Collections.Concurrent;
using System.Data.Common;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Integration.Graph.Benchmarks.ByHand;

/// <summary>Pool of open connections with their prepared commands. It is as large as the product's pool.</summary>
internal sealed class ByHandConnections(IOptions<DatabaseOptions> options) : IDisposable
{
    private readonly ConcurrentBag<ByHandConnection> _free = [];
    private readonly SemaphoreSlim _slots = new(32);

    public async ValueTask<ByHandConnection> RentAsync()
    {
        await _slots.WaitAsync();
        if (_free.TryTake(out var free))
        {
            return free;
        }

        DbConnection connection = options.Value.IsPostgreSql
            // A separate pool: the product's pool may be too small for both sides.
            ? new NpgsqlConnection(options.Value.ConnectionString + ";Application Name=byhand")
            : new SqliteConnection(options.Value.ConnectionString);
        await connection.OpenAsync();
        SqliteSettings.Apply(connection);
        return new ByHandConnection(connection);
    }

    public void Dispose() => _slots.Dispose();

    public void Return(ByHandConnection connection)
    {
        _free.Add(connection);
        _slots.Release();
    }
}

/// <summary>A connection and its prepared commands.</summary>
internal sealed class ByHandConnection(DbConnection connection)
{
    private readonly Dictionary<string, DbCommand> _commands = [];

    /// <summary>Returns the command for a statement, prepared on first use. Parameter values are in order.</summary>
    public DbCommand Command(string text, ReadOnlySpan<(string Name, object Value)> values)
    {
        var known = _commands.TryGetValue(text, out var command);
        if (!known)
        {
            command = connection.CreateCommand();
            command.CommandText = text;
            foreach (var (name, _) in values)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = name;
                command.Parameters.Add(parameter);
            }
            _commands.Add(text, command);
        }
        for (var i = 0; i < values.Length; i++)
        {
            command!.Parameters[i].Value = values[i].Value;
        }

        if (!known)
        {
            command!.Prepare();
        }

        return command!;
    }
}
