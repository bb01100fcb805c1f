using System.Globalization;
using System.Text;

namespace Integration.Graph.Engine.Planning.Rows;

/// <summary>
/// The normalised form in which text for people is stored beside itself, filtered, searched and ordered: small letters,
/// words parted by one space and each with one before it. Databases compare it byte by byte, so all of them agree.
/// </summary>
/// <remarks>
/// æ, ø and å are letters of their own behind z, in this order; ä and ö are taken for æ and ø, which Danish orders them as.
/// Other letters lose their accents (é is e, ü is u, ł is l), ß is ss, þ is th; aa is not å, because of foreign names.
/// Letters of other alphabets stay. Everything that is neither letter nor digit parts words: Al-Hassan has two.
/// </remarks>
public static class TextKey
{
    // The three ASCII characters behind z: none of them is a letter, so no text has them by itself.
    private const char Ae = '{';
    private const char Oe = '|';
    private const char Aa = '}';

    /// <summary>The form; empty for a text without a letter or digit.</summary>
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

    /// <summary>Each word of a text as the beginning of a word in a key: with its space before it.</summary>
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
