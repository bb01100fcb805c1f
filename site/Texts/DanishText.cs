using System.Globalization;
using System.Text;

namespace Integration.Graph.Site.Texts;

/// <summary>
/// Converts Danish texts to forms for searching and sorting, for the site and the API. Both forms have lower-case
/// letters, and each word begins with one space. The forms are compared byte by byte, because the collations of systems
/// and databases differ.
/// </summary>
/// <remarks>
/// æ, ø and å are letters of their own after z, in this order. ä and ö become æ and ø, as Danish orders them. Other
/// letters lose their accents (é becomes e, ü becomes u, ł becomes l); ß becomes ss, and þ becomes th. Letters of other
/// alphabets are kept. Every character that is neither letter nor digit separates words: Al-Hassan is two words. Danish
/// dictionaries sort aa as å; a search for "Sa" still finds Saad, so the search form keeps aa.
/// </remarks>
internal sealed class DanishText : IComparer<string>
{
    public static DanishText Order { get; } = new();

    // The three ASCII characters after z. None is a letter or digit, so they cannot come from the text.
    private const char Ae = '{';
    private const char Oe = '|';
    private const char Aa = '}';

    /// <summary>Returns the form for searching; empty for a text without a letter or digit.</summary>
    public static string SearchKey(string text)
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

    /// <summary>Returns the form for sorting: the form for searching with aa as å.</summary>
    public static string SortKey(string text) => SearchKey(text).Replace("aa", "}", StringComparison.Ordinal);

    /// <summary>Compares texts by their sort keys, and equal ones by their characters.</summary>
    public int Compare(string? x, string? y)
    {
        var byKey = string.CompareOrdinal(SortKey(x ?? ""), SortKey(y ?? ""));
        return byKey != 0 ? byKey : string.CompareOrdinal(x, y);
    }

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
