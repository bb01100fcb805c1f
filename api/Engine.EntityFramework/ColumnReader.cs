using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Integration.Graph.Engine.EntityFramework;

/// <summary>Reads the cells of a row as the C# types of the query's expressions.</summary>
internal sealed class ColumnReader
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

    private readonly Cell[] _cells;
    private readonly int _width;

    /// <summary>Determines once how to read each cell, because this runs for every row.</summary>
    /// <param name="columns">C# type and ordinal of each cell; -1 for a cell that is not read.</param>
    public ColumnReader(IReadOnlyList<(Type Type, int Ordinal)> columns)
    {
        _width = columns.Count;
        _cells = [.. columns.Select((c, i) => (c.Type, c.Ordinal, Place: i)).Where(c => c.Ordinal >= 0).Select(c =>
            columns.Take(c.Place).ToList().IndexOf((c.Type, c.Ordinal)) is >= 0 and var known
                ? new Cell(c.Place, known, Kind.Known, For(c.Type))
                : new Cell(c.Place, c.Ordinal, KindOf(c.Type), For(c.Type)))];
    }

    private enum Kind
    {
        Other,
        Text,
        Long,
        Int,
        Bool,

        // Already in the row. Reading it again would allocate a string a second time.
        Known,
    }

    /// <summary>Returns the current row of the reader.</summary>
    public object?[] Read(DbDataReader reader)
    {
        var row = new object?[_width];
        if (reader is SqliteDataReader sqlite)
        {
            var present = new SqliteRow(sqlite);
            foreach (ref readonly var cell in _cells.AsSpan())
            {
                row[cell.Place] = cell.Kind switch
                {
                    Kind.Text => present.Text(cell.Ordinal),
                    Kind.Long => present.Number(cell.Ordinal),
                    Kind.Int => present.Number(cell.Ordinal) is { } number ? Boxed((int)number) : null,
                    Kind.Bool => present.Number(cell.Ordinal) is { } truth ? (truth != 0 ? True : False) : null,
                    Kind.Known => row[cell.Ordinal],
                    _ => cell.Read(reader, cell.Ordinal),
                };
            }
        }
        else
        {
            foreach (ref readonly var cell in _cells.AsSpan())
            {
                row[cell.Place] = cell.Kind == Kind.Known ? row[cell.Ordinal] : cell.Read(reader, cell.Ordinal);
            }
        }

        return row;
    }

    private static Kind KindOf(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(string) ? Kind.Text
            : type == typeof(long) ? Kind.Long
            : type == typeof(int) ? Kind.Int
            : type == typeof(bool) ? Kind.Bool
            : Kind.Other;
    }

    private static Func<DbDataReader, int, object?> For(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        var read = type.IsEnum
            ? (reader, ordinal) => Enums.GetOrAdd((type, reader.GetInt32(ordinal)), static key => Enum.ToObject(key.Item1, key.Item2))
            : Readers.GetValueOrDefault(type) ?? throw new InvalidOperationException($"A column of type {type} cannot be read.");
        return (reader, ordinal) => reader.IsDBNull(ordinal) ? null : read(reader, ordinal);
    }

    private static object Boxed(int value) => (uint)value < Small.Length ? Small[value] : value;

    /// <param name="Place">Position in the row.</param>
    /// <param name="Ordinal">Ordinal in the reader; for <see cref="Kind.Known"/>, the position in the row that already has
    /// the value.</param>
    private readonly record struct Cell(int Place, int Ordinal, Kind Kind, Func<DbDataReader, int, object?> Read);
}
