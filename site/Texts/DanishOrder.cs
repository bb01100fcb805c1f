namespace Integration.Graph.Site.Texts;

/// <summary>
/// The order of the Danish alphabet: æ, ø, å after z, and aa as å. Written out, because what the machine's own
/// collation does depends on how it was built.
/// </summary>
internal sealed class DanishOrder : IComparer<string>
{
    public static DanishOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        var byLetters = string.CompareOrdinal(Key(x ?? ""), Key(y ?? ""));
        return byLetters != 0 ? byLetters : string.CompareOrdinal(x, y);
    }

    // The three characters after 'z' in the code table stand in for the three letters.
    private static string Key(string text) => text.ToLowerInvariant()
        .Replace("aa", "å", StringComparison.Ordinal)
        .Replace('æ', '{').Replace('ø', '|').Replace('å', '}')
        .Replace('é', 'e').Replace('ü', 'y').Replace('ö', '|').Replace('ä', '{');
}
