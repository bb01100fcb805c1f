namespace Integration.Graph.Server.Storage;

/// <summary>A note of the storage about itself, for example which seed data was loaded.</summary>
internal sealed class StorageMark
{
    /// <summary>Name of the mark of a database in which a demonstration world was generated.</summary>
    public const string DemonstrationWorld = "demonstration-world";

    public required string Name { get; init; }
    public required string Value { get; set; }
}
