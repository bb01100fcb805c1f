using System.Text;

namespace Integration.Graph.Engine.Language;

/// <summary>Reads and writes the values of block strings.</summary>
internal static class BlockString
{
    /// <summary>
    /// Returns the value of a block string: removes the common indent and the blank lines at the start and the end. The
    /// first line does not count for the common indent. Only spaces and tabs are indent.
    /// </summary>
    /// <remarks>Specification: BlockStringValue() of 2.9.4 String Value.</remarks>
    /// <param name="raw">The text between the quotes.</param>
    public static string Value(ReadOnlySpan<byte> raw)
    {
        var lines = SplitLines(Encoding.UTF8.GetString(raw).Replace("\\\"\"\"", "\"\"\"", StringComparison.Ordinal));
        var commonIndent = int.MaxValue;
        var first = -1;
        var last = -1;
        for (var i = 0; i < lines.Count; i++)
        {
            var indent = LeadingWhitespace(lines[i]);
            if (indent == lines[i].Length)
            {
                continue;
            }

            first = first < 0 ? i : first;
            last = i;
            if (i > 0)
            {
                commonIndent = Math.Min(commonIndent, indent);
            }
        }

        var result = new StringBuilder(raw.Length);
        for (var i = Math.Max(first, 0); i <= last; i++)
        {
            if (i > Math.Max(first, 0))
            {
                result.Append('\n');
            }

            result.Append(i == 0 ? lines[i] : lines[i].AsSpan(Math.Min(commonIndent, lines[i].Length)));
        }

        return result.ToString();
    }

    /// <summary>Whether the value, printed as a block string, parses back to the same value.</summary>
    public static bool CanHold(string value)
    {
        if (value.Length == 0)
        {
            return true;
        }

        foreach (var c in value)
        {
            if (c is (< ' ' and not '\t' and not '\n' and not (>= '\x10' and <= '\x1F')))
            {
                return false;
            }
        }

        var lines = value.Split('\n');
        if (IsBlank(lines[0]) || IsBlank(lines[^1]))
        {
            return false;
        }

        return lines.Length == 1 || !lines.All(l => IsBlank(l) || IsWhitespace(l[0]));
    }

    /// <summary>Writes a value between triple quotes; a value that is long or has several lines gets lines of its own.</summary>
    /// <param name="value">The value to print.</param>
    /// <param name="isMinimal">Whether to omit line breaks that the value does not need.</param>
    public static string Print(string value, bool isMinimal = false)
    {
        var escaped = value.Replace("\"\"\"", "\\\"\"\"", StringComparison.Ordinal);
        var lines = SplitLines(escaped);
        var indentedAfterFirst = lines.Count > 1 && lines.Skip(1).All(l => l.Length == 0 || IsWhitespace(l[0]));
        var endsWithTripleQuote = escaped.EndsWith("\\\"\"\"", StringComparison.Ordinal);
        var needsBreakAtEnd = (value.EndsWith('"') && !endsWithTripleQuote) || value.EndsWith('\\');
        var onLinesOfItsOwn = !isMinimal && (lines.Count > 1 || value.Length > 70 || needsBreakAtEnd || endsWithTripleQuote);
        var startsIndented = lines.Count == 1 && value.Length > 0 && IsWhitespace(value[0]);

        var before = (onLinesOfItsOwn && !startsIndented) || indentedAfterFirst ? "\n" : "";
        var after = onLinesOfItsOwn || needsBreakAtEnd ? "\n" : "";
        return $"\"\"\"{before}{escaped}{after}\"\"\"";
    }

    private static List<string> SplitLines(string text)
    {
        var lines = new List<string>();
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('\n' or '\r'))
            {
                continue;
            }

            lines.Add(text[start..i]);
            if (text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n')
            {
                i++;
            }

            start = i + 1;
        }

        lines.Add(text[start..]);
        return lines;
    }

    private static int LeadingWhitespace(string line)
    {
        var i = 0;
        while (i < line.Length && IsWhitespace(line[i]))
        {
            i++;
        }

        return i;
    }

    private static bool IsBlank(string line) => LeadingWhitespace(line) == line.Length;

    private static bool IsWhitespace(char c) => c is ' ' or '\t';
}
