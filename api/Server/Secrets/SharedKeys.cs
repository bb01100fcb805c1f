namespace Integration.Graph.Server.Secrets;

/// <summary>Keys that the server has opened at start.</summary>
internal sealed class SharedKeys
{
    /// <summary>Seals cursors.</summary>
    public byte[] Cursors { get; set; } = [];
}
