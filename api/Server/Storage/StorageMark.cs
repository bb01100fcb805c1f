namespace Integration.Graph.Server.Storage;

/// <summary>What the storage has noted about itself, such as which seed data it has loaded.</summary>
internal sealed class StorageMark
{
    /// <summary>The mark of a database that a demonstration world has been made in.</summary>
    public const string DemonstrationWorld = "demonstration-world";

    public required string Name { get; init; }
    public required string Value { get; set; }
}
