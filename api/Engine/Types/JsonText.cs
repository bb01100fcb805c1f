using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Integration.Graph.Engine.Types;

/// <summary>Formats values for messages in JavaScript notation; long values are shortened.</summary>
internal static class JsonText
{
    private const int MostItems = 10;
    private const int MostLevels = 2;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Formats a JSON value, for example <c>{ a: [1, "b"] }</c>.</summary>
    public static string Inspect(JsonElement json) => Inspect(json, 0);

    /// <summary>Formats a C# value that a scalar cannot represent.</summary>
    public static string Inspect(object value) => value switch
    {
        string text => Quote(text),
        bool boolean => boolean ? "true" : "false",
        _ => Number(value) ?? $"[{value.GetType().Name}]",
    };

    /// <summary>The digits of a number; null if the value is not a number.</summary>
    public static string? Number(object value) => value switch
    {
        int or long or short or sbyte or byte or ushort or uint or ulong or decimal or double or float =>
            ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>The digits of a JSON number without a fraction; null if it has one.</summary>
    public static string? Integer(JsonElement number)
    {
        if (number.TryGetInt64(out var integer))
        {
            return integer.ToString(CultureInfo.InvariantCulture);
        }

        return number.TryGetDouble(out var value) && double.IsInteger(value)
            ? (value == 0 ? "0" : value.ToString("F0", CultureInfo.InvariantCulture))
            : null;
    }

    private static string Inspect(JsonElement json, int level) => json.ValueKind switch
    {
        JsonValueKind.String => Quote(json.GetString()!),
        JsonValueKind.Number => Integer(json) ?? json.GetRawText(),
        JsonValueKind.Array when json.GetArrayLength() == 0 => "[]",
        JsonValueKind.Array when level >= MostLevels => "[Array]",
        JsonValueKind.Array => $"[{string.Join(", ", Items(json, level))}]",
        JsonValueKind.Object when !json.EnumerateObject().Any() => "{}",
        JsonValueKind.Object when level >= MostLevels => "[Object]",
        JsonValueKind.Object =>
            $"{{ {string.Join(", ", json.EnumerateObject().Select(p => $"{p.Name}: {Inspect(p.Value, level + 1)}"))} }}",
        _ => json.GetRawText(),
    };

    private static IEnumerable<string> Items(JsonElement array, int level)
    {
        foreach (var item in array.EnumerateArray().Take(MostItems))
        {
            yield return Inspect(item, level + 1);
        }

        var remaining = array.GetArrayLength() - MostItems;
        if (remaining > 0)
        {
            yield return remaining == 1 ? "... 1 more item" : $"... {remaining} more items";
        }
    }

    private static string Quote(string text) => JsonSerializer.Serialize(text, Plain);
}
