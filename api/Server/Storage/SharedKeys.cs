namespace Integration.Graph.Server.Storage;

/// <summary>Keys that were read from the database at start.</summary>
internal sealed class SharedKeys
{
    /// <summary>Seals cursors.</summary>
    public byte[] Cursors { get; set; } = [];
}
