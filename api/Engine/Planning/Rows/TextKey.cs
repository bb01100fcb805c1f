using System.Globalization;
using System.Text;

namespace Integration.Graph.Engine.Planning.Rows;

/// <summary>
/// The normalised form of a text, stored beside it, by which texts are filtered, searched and ordered. It has lower-case
/// letters, and each word begins with one space. Databases compare it byte by byte, so that all of them agree.
/// </summary>
/// <remarks>
/// æ, ø and å are letters of their own after z, in this order. ä and ö become æ and ø, as Danish orders them. Other letters
/// lose their accents (é becomes e, ü becomes u, ł becomes l); ß becomes ss, and þ becomes th. aa does not become å,
/// because of foreign names. Letters of other alphabets stay. Every character that is neither letter nor digit separates
/// words: Al-Hassan has two.
/// </remarks>
public static class TextKey
{
    // The three ASCII characters after z. None is a letter or digit, so they cannot come from the text.
    private const char Ae = '{';
    private const char Oe = '|';
    private const char Aa = '}';

    /// <summary>The key of a text; empty for a text without a letter or digit.</summary>
    public static string Of(string text)
    {
        var key = new StringBuilder(text.Length + 1);
        var isBetweenWords = true;
        foreach (var rune in text.Normalize(NormalizationForm.FormKC).EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format or UnicodeCategory.SpacingCombiningMark)
            {
                continue;
            }

            if (!Rune.IsLetterOrDigit(rune))
            {
                isBetweenWords = true;
                continue;
            }

            if (isBetweenWords)
            {
                key.Append(' ');
                isBetweenWords = false;
            }

            Fold(Rune.ToLowerInvariant(rune), key);
        }

        return key.ToString();
    }

    /// <summary>The words of a text, each with a leading space, so that it matches the start of a word in a key.</summary>
    public static IEnumerable<string> Words(string text) =>
        Of(text).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => " " + word);

    private static void Fold(Rune letter, StringBuilder key)
    {
        switch (letter.Value)
        {
            case 'æ' or 'ä' or 'ǽ' or 'ǣ':
                key.Append(Ae);
                break;
            case 'ø' or 'ö' or 'ő' or 'ǿ':
                key.Append(Oe);
                break;
            case 'å' or 'ǻ':
                key.Append(Aa);
                break;
            case 'ß':
                key.Append("ss");
                break;
            case 'þ':
                key.Append("th");
                break;
            case 'ð' or 'đ':
                key.Append('d');
                break;
            case 'ł':
                key.Append('l');
                break;
            case 'ı':
                key.Append('i');
                break;
            case 'œ':
                key.Append("oe");
                break;
            default:
                foreach (var part in letter.ToString().Normalize(NormalizationForm.FormD).EnumerateRunes())
                {
                    if (Rune.GetUnicodeCategory(part) != UnicodeCategory.NonSpacingMark)
                    {
                        key.Append(part.ToString());
                    }
                }

                break;
        }
    }
}
