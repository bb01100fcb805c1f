using System.Text.RegularExpressions;

namespace Integration.Graph.Engine.Tests.Generation;

/// <summary>Converts documents to lists of tokens, and back.</summary>
internal static partial class Tokens
{
    public static List<string> Split(string text) => [.. Pattern().Matches(text).Select(m => m.Value)];

    /// <summary>Returns the text, with random insignificant line breaks, commas and comments.</summary>
    public static string Join(IReadOnlyList<string> tokens, Random random) => string.Concat(tokens.Select(t => t + random.Next(24) switch
    {
        0 => "\n",
        1 => "\r\n  ",
        2 => " # æ 😀 {\n",
        3 => ", ",
        4 => "\t",
        _ => " ",
    }));

    /// <summary>
    /// Returns the position after the bracket that closes the one at a position, or after the token if it is no opening
    /// bracket.
    /// </summary>
    public static int EndOfGroup(IReadOnlyList<string> tokens, int start)
    {
        var depth = 0;
        for (var i = start; i < tokens.Count; i++)
        {
            depth += tokens[i] is "{" or "(" or "[" ? 1 : tokens[i] is "}" or ")" or "]" ? -1 : 0;
            if (depth <= 0)
            {
                return i + 1;
            }
        }

        return tokens.Count;
    }

    [GeneratedRegex("""
        \.\.\.|""\"(?s:.*?)""\"|"(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*|[_A-Za-z][_0-9A-Za-z]*|[\uD800-\uDBFF][\uDC00-\uDFFF]|[^\s,]
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Pattern();
}
