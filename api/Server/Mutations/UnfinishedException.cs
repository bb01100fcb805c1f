namespace Integration.Graph.Server.Mutations;

/// <summary>A job finished with failures: it did the rest of its work.</summary>
internal sealed class UnfinishedException(string message) : InvalidOperationException(message);
