using System.Collections.Concurrent;
using System.Data.Common;

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

    /// <summary>How a column that is not null is read; found once, because it is used for every cell.</summary>
    public static Func<DbDataReader, int, object> For(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsEnum)
        {
            return (reader, ordinal) => Enums.GetOrAdd((type, reader.GetInt32(ordinal)), static key => Enum.ToObject(key.Item1, key.Item2));
        }

        return Readers.TryGetValue(type, out var read)
            ? read
            : throw new InvalidOperationException($"A column of type {type} cannot be read.");
    }

    private static object Boxed(int value) => (uint)value < Small.Length ? Small[value] : value;
}
