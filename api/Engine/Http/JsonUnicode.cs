using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace Integration.Graph.Engine.Http;

/// <summary>
/// Checks that all names and strings of a JSON text are valid Unicode. The framework's reader finds an error only when a
/// string is read, and then throws.
/// </summary>
/// <remarks>Source: RFC 8259, 8.2 Unicode Characters.</remarks>
internal static class JsonUnicode
{
    private const int EscapeLength = 6;

    /// <summary>Returns false if the text has bytes that are not UTF-8, or half of a surrogate pair.</summary>
    public static bool IsValid(JsonElement json)
    {
        var text = JsonMarshal.GetRawUtf8Value(json);
        if (!Utf8.IsValid(text))
        {
            return false;
        }

        // The parser has accepted the text, so each backslash is inside a string and begins a complete escape sequence.
        for (var next = text.IndexOf((byte)'\\'); next >= 0; next = text.IndexOf((byte)'\\'))
        {
            text = text[next..];
            var unit = CodeUnit(text);
            if (unit is null)
            {
                text = text[2..];
                continue;
            }

            if (!char.IsSurrogate(unit.Value))
            {
                text = text[EscapeLength..];
                continue;
            }

            if (!char.IsHighSurrogate(unit.Value) || CodeUnit(text[EscapeLength..]) is not { } low || !char.IsLowSurrogate(low))
            {
                return false;
            }

            text = text[(2 * EscapeLength)..];
        }

        return true;
    }

    /// <summary>The code unit if the text begins with <c>\uXXXX</c>; otherwise null.</summary>
    private static char? CodeUnit(ReadOnlySpan<byte> text) =>
        text.StartsWith("\\u"u8) ? (char)ushort.Parse(text[2..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) : null;
}
