namespace Integration.Graph.Server.Storage;

/// <summary>
/// Short lists of keys (languages, activity types) that are always read and written whole stand in one column,
/// parted by single spaces, so that reading a person needs no further query. Keys hold no space.
/// </summary>
internal static class KeyList
{
    /// <summary>The column's text for these keys, repeated ones dropped.</summary>
    public static string Join(IEnumerable<string> keys) => string.Join(' ', keys.Distinct());

    /// <summary>The keys of a column's text.</summary>
    public static string[] Split(string column) => column.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
