using System.Data.Common;
using Integration.Graph.Engine.Planning.Rows;
using Integration.Graph.Engine.Types.Resolvers;
using Microsoft.Data.Sqlite;

namespace Integration.Graph.Engine.EntityFramework;

/// <summary>Runs a command that EF Core has translated, any number of times.</summary>
internal sealed class RowCommand : IRowCommand
{
    private readonly RowConnections _connections;
    private readonly string _text;
    private readonly IReadOnlyList<(string Name, QueryParameter Source)> _parameters;
    private readonly string[] _names;
    private readonly Type[] _columns;
    private readonly int[] _places;
    private readonly string _countText;
    private ColumnReader? _reader;

    // Number of rows of the last run. With this capacity, the list is not copied while it grows.
    private int _usual;

    public RowCommand(RowConnections connections, DbCommand translated, ParameterCapture captured, Type[] columns, int[] places)
        : this(connections, translated.CommandText, [.. translated.Parameters.Cast<DbParameter>().Select(p => (p.ParameterName, captured.Named(p.ParameterName)))], columns, places)
    {
    }

    private RowCommand(RowConnections connections, string text, IReadOnlyList<(string, QueryParameter)> parameters, Type[] columns, int[] places)
    {
        _connections = connections;
        _text = text;
        _countText = $"SELECT COUNT(*) FROM ({text}) AS counted";
        _parameters = parameters;
        _names = [.. parameters.Select(p => p.Item1)];
        _columns = columns;
        _places = places;
    }

    /// <summary>The SQL as it is sent.</summary>
    public string Text => _text;

    /// <summary>Returns the command that counts the same rows.</summary>
    public RowCommand Counting() => new(_connections, _countText, _parameters, [typeof(int)], [0]);

    public async ValueTask<List<object?[]>> ReadAsync(RowArguments arguments)
    {
        await using (var connection = await _connections.RentAsync(arguments.Context.Cancellation))
        {
            try
            {
                return await ReadAsync(connection, arguments);
            }
            catch (Exception lost) when (connection.IsLost && DatabaseOutage.Is(lost))
            {
                // Perhaps only this connection is broken, and the database is available again.
            }
        }

        await using var other = await _connections.RentAsync(arguments.Context.Cancellation);
        return await ReadAsync(other, arguments);
    }

    private async ValueTask<List<object?[]>> ReadAsync(RowConnections.Lease connection, RowArguments arguments)
    {
        var command = connection.Prepared(this, _text, _names);
        for (var i = 0; i < _parameters.Count; i++)
        {
            var value = _parameters[i].Source.Read(arguments);
            NullCharacter.Refuse(value);
            command.Parameters[i].Value = connection.ToDatabase(value) ?? DBNull.Value;
        }

        var rows = new List<object?[]>(_usual);
        using var interruption = connection.InterruptedBy(arguments.Context.Cancellation);
        try
        {
            await ReadAsync(command, rows, arguments.Context.Cancellation);
        }
        catch (SqliteException interrupted) when (interrupted.SqliteErrorCode == SQLitePCL.raw.SQLITE_INTERRUPT)
        {
            throw new OperationCanceledException("The statement was interrupted.", interrupted, arguments.Context.Cancellation);
        }

        _usual = Math.Min(rows.Count, 128);
        return rows;
    }

    private async Task ReadAsync(DbCommand command, List<object?[]> rows, CancellationToken cancellation)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var cells = _reader ??= Reader(reader);
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(cells.Read(reader));
        }
    }

    // A merged column is read at the position of the column that it was merged with.
    private ColumnReader Reader(DbDataReader reader)
    {
        var byName = _columns.Length == 1 ? null : Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName);
        return new ColumnReader([.. _places.Select(place => place < 0 ? (typeof(object), -1) : (_columns[place], byName is null ? 0 : byName[ColumnAliases.Name(place)]))]);
    }
}
