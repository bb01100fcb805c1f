using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;

namespace Integration.Graph.Server.Storage;

/// <summary>Reads a column as the C# type that the query's expression has.</summary>
internal static class ColumnReader
{
    private static readonly object True = true;
    private static readonly object False = false;
    private static readonly object[] Small = [.. Enumerable.Range(0, 256).Select(i => (object)i)];
    private static readonly ConcurrentDictionary<(Type, int), object> Enums = new();

    public static object Read(DbDataReader reader, int ordinal, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
        {
            return reader.GetString(ordinal);
        }

        if (type == typeof(long))
        {
            return reader.GetInt64(ordinal);
        }

        if (type == typeof(int))
        {
            var value = reader.GetInt32(ordinal);
            return (uint)value < Small.Length ? Small[value] : value;
        }

        if (type == typeof(bool))
        {
            return reader.GetBoolean(ordinal) ? True : False;
        }

        if (type == typeof(DateOnly))
        {
            return reader.GetFieldValue<DateOnly>(ordinal);
        }

        if (type == typeof(DateTime))
        {
            return DateTime.SpecifyKind(reader.GetDateTime(ordinal), DateTimeKind.Utc);
        }

        if (type == typeof(double))
        {
            return reader.GetDouble(ordinal);
        }

        return type.IsEnum
            ? Enums.GetOrAdd((type, reader.GetInt32(ordinal)), static key => Enum.ToObject(key.Item1, key.Item2))
            : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"A column of type {type} cannot be read."));
    }
}
