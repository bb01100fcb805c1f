using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Integration.Graph.Server.Storage;

/// <summary>
/// Inserts many new rows at once without the change tracker: with a prepared statement on SQLite, and with a binary copy on
/// PostgreSQL. Tables, columns and conversions are those of the model. Runs inside the caller's transaction.
/// </summary>
internal sealed class BulkWriter(GraphContext context)
{
    /// <summary>Checks references between rows at the commit, and not with each row. Lasts until the transaction ends.</summary>
    public Task DeferReferencesAsync(CancellationToken cancellationToken = default) => context.Database.ExecuteSqlRawAsync(
        context.Database.IsNpgsql() ? "SET CONSTRAINTS ALL DEFERRED" : "PRAGMA defer_foreign_keys = ON", cancellationToken);

    /// <summary>Inserts rows into one table.</summary>
    public async Task InsertAsync<T>(IReadOnlyCollection<T> rows, CancellationToken cancellationToken = default)
        where T : class
    {
        if (rows.Count == 0)
        {
            return;
        }

        var entity = context.Model.FindEntityType(typeof(T))!;
        var table = StoreObjectIdentifier.Create(entity, StoreObjectType.Table)!.Value;
        var columns = entity.GetProperties().Select(x => new Column(x, table)).ToList();
        var names = string.Join(", ", columns.Select(x => $"\"{x.Name}\""));
        if (context.Database.GetDbConnection() is NpgsqlConnection connection)
        {
            await CopyAsync(connection, $"COPY \"{table.Name}\" ({names}) FROM STDIN (FORMAT BINARY)", columns, rows, cancellationToken);
        }
        else
        {
            InsertEach($"INSERT INTO \"{table.Name}\" ({names}) VALUES ({string.Join(", ", columns.Select((_, i) => "$" + i))})", columns, rows);
        }
    }

    private void InsertEach<T>(string statement, List<Column> columns, IReadOnlyCollection<T> rows)
        where T : class
    {
        using var command = ((SqliteConnection)context.Database.GetDbConnection()).CreateCommand();
        command.Transaction = (SqliteTransaction?)context.Database.CurrentTransaction?.GetDbTransaction();
        command.CommandText = statement;
        var parameters = columns.Select((_, i) => command.Parameters.AddWithValue("$" + i, DBNull.Value)).ToList<DbParameter>();
        command.Prepare();
        foreach (var row in rows)
        {
            for (var i = 0; i < columns.Count; i++)
            {
                parameters[i].Value = columns[i].ValueOf(row) ?? DBNull.Value;
            }

            command.ExecuteNonQuery();
        }
    }

    private static async Task CopyAsync<T>(
        NpgsqlConnection connection, string statement, List<Column> columns, IReadOnlyCollection<T> rows, CancellationToken cancellationToken)
        where T : class
    {
        await using var import = await connection.BeginBinaryImportAsync(statement, cancellationToken);
        foreach (var row in rows)
        {
            await import.StartRowAsync(cancellationToken);
            foreach (var column in columns)
            {
                if (column.ValueOf(row) is { } value)
                {
                    await import.WriteAsync(value, column.StoreType, cancellationToken);
                }
                else
                {
                    await import.WriteNullAsync(cancellationToken);
                }
            }
        }
        await import.CompleteAsync(cancellationToken);
    }

    private sealed class Column(IProperty property, StoreObjectIdentifier table)
    {
        private readonly IClrPropertyGetter _getter = property.GetGetter();
        private readonly Func<object?, object?>? _convert = property.GetTypeMapping().Converter?.ConvertToProvider;

        public string Name { get; } = property.GetColumnName(table)!;

        public string StoreType { get; } = property.GetRelationalTypeMapping().StoreType;

        public object? ValueOf(object row) => _getter.GetClrValue(row) is not { } value ? null : _convert is null ? value : _convert(value);
    }
}
