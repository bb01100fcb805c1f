namespace Integration.Graph.Engine.Types;

/// <summary>"Did you mean" suggestions: the names most similar to the written one.</summary>
internal static class Suggestions
{
    private const int Most = 5;

    /// <summary>The end of a message, for example <c> Did you mean "name"?</c>; empty if no name is similar.</summary>
    /// <param name="written">The name in the document.</param>
    /// <param name="known">The names that the caller may see.</param>
    /// <param name="before">Text before the names, with a space at its end.</param>
    public static string DidYouMean(string written, IEnumerable<string> known, string before = "")
    {
        var threshold = (int)(written.Length * 0.4) + 1;
        var lowered = written.ToLowerInvariant();
        var near = new List<(string Name, int Distance)>();
        foreach (var name in known)
        {
            var distance = name == written ? 0 : Distance(lowered, name.ToLowerInvariant(), threshold);
            if (distance <= threshold)
            {
                near.Add((name, distance));
            }
        }

        near.Sort(static (a, b) => a.Distance != b.Distance
            ? a.Distance.CompareTo(b.Distance)
            : NaturalCompare(a.Name, b.Name));
        return Sentence(near.ConvertAll(n => n.Name), before);
    }

    /// <summary>The suggestion that names the given names in order; empty if there are none.</summary>
    public static string Sentence(List<string> names, string before = "")
    {
        var quoted = names.Take(Most).Select(n => $"\"{n}\"").ToList();
        return quoted.Count switch
        {
            0 => "",
            1 => $" Did you mean {before}{quoted[0]}?",
            2 => $" Did you mean {before}{quoted[0]} or {quoted[1]}?",
            _ => $" Did you mean {before}{string.Join(", ", quoted[..^1])}, or {quoted[^1]}?",
        };
    }

    /// <summary>
    /// The number of insertions, deletions, replacements and swaps of neighbours between two words, at least 1. Stops at the
    /// threshold: the result is then some number above it.
    /// </summary>
    private static int Distance(string first, string second, int threshold)
    {
        if (first == second)
        {
            return 1;
        }

        if (Math.Abs(first.Length - second.Length) > threshold)
        {
            return int.MaxValue;
        }

        var beforeLast = new int[second.Length + 1];
        var last = new int[second.Length + 1];
        var current = new int[second.Length + 1];
        for (var j = 0; j <= second.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= first.Length; i++)
        {
            current[0] = i;
            var smallest = i;
            for (var j = 1; j <= second.Length; j++)
            {
                var cost = first[i - 1] == second[j - 1] ? 0 : 1;
                var cell = Math.Min(Math.Min(last[j] + 1, current[j - 1] + 1), last[j - 1] + cost);
                if (i > 1 && j > 1 && first[i - 1] == second[j - 2] && first[i - 2] == second[j - 1])
                {
                    cell = Math.Min(cell, beforeLast[j - 2] + 1);
                }

                current[j] = cell;
                smallest = Math.Min(smallest, cell);
            }

            if (smallest > threshold)
            {
                return int.MaxValue;
            }

            (beforeLast, last, current) = (last, current, beforeLast);
        }

        return last[second.Length];
    }

    /// <summary>Compares text with digits read as numbers: <c>a2</c> comes before <c>a10</c>.</summary>
    public static int NaturalCompare(string first, string second)
    {
        int i = 0, j = 0;
        while (i < first.Length && j < second.Length)
        {
            if (char.IsAsciiDigit(first[i]) && char.IsAsciiDigit(second[j]))
            {
                var a = DigitsFrom(first, ref i);
                var b = DigitsFrom(second, ref j);
                var byNumber = a.Length != b.Length ? a.Length - b.Length : a.CompareTo(b, StringComparison.Ordinal);
                if (byNumber != 0)
                {
                    return byNumber;
                }
            }
            else if (first[i] != second[j])
            {
                return first[i] - second[j];
            }
            else
            {
                i++;
                j++;
            }
        }

        return first.Length - second.Length;
    }

    private static ReadOnlySpan<char> DigitsFrom(string text, ref int position)
    {
        var start = position;
        while (position < text.Length && char.IsAsciiDigit(text[position]))
        {
            position++;
        }

        return text.AsSpan(start, position - start).TrimStart('0');
    }
}
