using System.Buffers.Text;
using System.Text;

namespace Integration.Graph.Engine.Types;

/// <summary>An <c>ID</c> as clients see it: type name and database id, in base64url, opaque by convention.</summary>
/// <remarks>Source: GraphQL Global Object Identification Specification.</remarks>
public static class GlobalId
{
    /// <summary>Returns the global id of a row.</summary>
    public static string Encode(string type, long id)
    {
        Span<char> text = stackalloc char[type.Length + 21];
        Span<byte> plain = stackalloc byte[text.Length];
        text.TryWrite(System.Globalization.CultureInfo.InvariantCulture, $"{type}:{id}", out var length);
        // Type names and digits are ASCII.
        return Base64Url.EncodeToString(plain[..Encoding.ASCII.GetBytes(text[..length], plain)]);
    }

    /// <summary>Reads type name and database id; returns false for a text that <see cref="Encode"/> cannot have produced.</summary>
    public static bool TryDecode(string text, out string type, out long id)
    {
        type = "";
        id = 0;
        if (text.Length > 100 || !Base64Url.IsValid(text))
        {
            return false;
        }

        var decoded = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text));
        var colon = decoded.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || !long.TryParse(decoded.AsSpan(colon + 1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out id))
        {
            return false;
        }

        type = decoded[..colon];
        return true;
    }
}
