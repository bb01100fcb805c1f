namespace Integration.Graph.Server.Storage.Seeding;

/// <summary>What loading does, or would do, with one row.</summary>
/// <param name="File">The file that the row is, or was, in.</param>
/// <param name="Kind">What happens to it.</param>
/// <param name="Key">The row's key.</param>
/// <param name="Name">What people call it; null where it has no name but its key.</param>
internal sealed record SeedChange(string File, SeedChangeKind Kind, string Key, string? Name);

/// <summary>What happens to a row.</summary>
internal enum SeedChangeKind
{
    /// <summary>The database does not have it.</summary>
    Added = 1,

    /// <summary>The database has other values.</summary>
    Changed = 2,

    /// <summary>It is no longer loaded, and nothing refers to it.</summary>
    Removed = 3,

    /// <summary>It stays as it is: people have changed it, or it is no longer loaded but something refers to it.</summary>
    Kept = 4,
}
