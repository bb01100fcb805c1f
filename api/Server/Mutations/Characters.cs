using System.Globalization;
using System.Text;

namespace Integration.Graph.Server.Mutations;

/// <summary>Checks which characters a text from a user may contain.</summary>
/// <remarks>
/// The zero width joiner and non-joiner are allowed inside a text: names in Persian and in Indic scripts need them.
/// Source: the Unicode Standard, chapters 23.2 (layout controls) and 23.7 (noncharacters).
/// </remarks>
internal static class Characters
{
    /// <summary>
    /// Whether the text is free of control characters, line and paragraph separators, controls of the direction of text,
    /// noncharacters and halves of surrogate pairs.
    /// </summary>
    public static bool AreAllowed(string text)
    {
        foreach (var character in text.EnumerateRunes())
        {
            // Half of a surrogate pair is enumerated as the replacement character, which is not allowed either.
            if (Rune.IsControl(character) || character == Rune.ReplacementChar || IsNoncharacter(character.Value)
                || character.Value is 0x061C or 0x200E or 0x200F or 0x2028 or 0x2029 or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the text has a visible character.</summary>
    public static bool AreVisible(string text) => text.EnumerateRunes().Any(character => !IsBlank(character.Value) && Rune.GetUnicodeCategory(character) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark));

    /// <summary>Whether the text has a visible letter of any script.</summary>
    public static bool HaveLetter(string text) => text.EnumerateRunes().Any(character => Rune.IsLetter(character) && !IsBlank(character.Value));

    private static bool IsNoncharacter(int value) => value is >= 0xFDD0 and <= 0xFDEF || (value & 0xFFFE) == 0xFFFE;

    // Letters and symbols without a visible form: the Hangul fillers, the blank Braille pattern, the null notehead.
    private static bool IsBlank(int value) => value is 0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800 or 0x1D159;
}
