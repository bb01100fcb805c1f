namespace Integration.Graph.Server.Secrets;

/// <summary>Keys that the server opens at start.</summary>
internal sealed class SharedKeys
{
    /// <summary>Key that seals cursors.</summary>
    public byte[] Cursors { get; set; } = [];
}
