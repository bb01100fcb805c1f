namespace Integration.Graph.Server.Mutations;

/// <summary>A run over many persons did what it could, and not all of it.</summary>
internal sealed class UnfinishedException(string message) : InvalidOperationException(message);
