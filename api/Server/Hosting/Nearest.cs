namespace Integration.Graph.Server.Hosting;

/// <summary>Suggests the intended word for a misspelt word of the command line.</summary>
internal static class Nearest
{
    private const int Most = 3;

    public static string DidYouMean(string written, IReadOnlyList<string> known) => DidYouMean(written, [.. known.Select(x => (x, x))]);

    /// <summary>
    /// Returns the end of a message, for example <c> Did you mean verify-ledger?</c>; empty if no word is similar.
    /// </summary>
    /// <param name="written">The misspelt word.</param>
    /// <param name="known">The known words: the form to compare with, and the form to suggest.</param>
    public static string DidYouMean(string written, IReadOnlyList<(string Compared, string Shown)> known)
    {
        var near = known
            .Select(x => (x.Shown, Distance: Distance(written.ToUpperInvariant(), x.Compared.ToUpperInvariant())))
            .Where(x => x.Distance <= 1 + (written.Length / 4))
            .OrderBy(x => x.Distance).ThenBy(x => x.Shown, StringComparer.Ordinal)
            .ToList();
        // Suggests only the nearest words. If a known word differs in one letter, words that differ in more letters are
        // not suggested.
        var best = near.Where(x => x.Distance == near[0].Distance).Select(x => x.Shown).Distinct().Take(Most).ToList();
        return best.Count == 0 ? "" : $" Did you mean {string.Join(" or ", best)}?";
    }

    /// <summary>Levenshtein distance: how many letters must be inserted, deleted or replaced.</summary>
    private static int Distance(string first, string second)
    {
        var row = Enumerable.Range(0, second.Length + 1).ToArray();
        for (var i = 1; i <= first.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= second.Length; j++)
            {
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (first[i - 1] == second[j - 1] ? 0 : 1)));
            }
        }

        return row[^1];
    }
}
