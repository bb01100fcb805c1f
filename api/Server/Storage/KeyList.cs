namespace Integration.Graph.Server.Storage;

/// <summary>
/// Format of short lists of keys (languages, activity types) that are always read and written as a whole. They are stored in one
/// column, separated by single spaces, so that reading a person needs no further query. Keys contain no spaces.
/// </summary>
internal static class KeyList
{
    /// <summary>Returns the column's text for these keys, without duplicates.</summary>
    public static string Join(IEnumerable<string> keys) => string.Join(' ', keys.Distinct());

    /// <summary>Returns the keys in a column's text.</summary>
    public static string[] Split(string column) => column.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
