namespace Integration.Graph.Server.ReferenceData;

/// <summary>The change that loading makes, or would make, to one row.</summary>
/// <param name="File">The file that contains, or contained, the row.</param>
/// <param name="Kind">Kind of change.</param>
/// <param name="Key">Key of the row.</param>
/// <param name="Name">Display name of the row; null if it has only a key.</param>
internal sealed record SeedChange(string File, SeedChangeKind Kind, string Key, string? Name);

/// <summary>Kind of change to a row.</summary>
internal enum SeedChangeKind
{
    /// <summary>The row is added, because the database does not have it.</summary>
    Added = 1,

    /// <summary>The row is updated, because the database has other values.</summary>
    Changed = 2,

    /// <summary>The row is deleted, because it is no longer loaded and nothing refers to it.</summary>
    Removed = 3,

    /// <summary>The row is not changed: people have changed it, or it is no longer loaded but something refers to it.</summary>
    Kept = 4,
}
