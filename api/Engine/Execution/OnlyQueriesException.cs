namespace Integration.Graph.Engine.Execution;

/// <summary>The operation is not a query, and the transport allows only queries.</summary>
internal sealed class OnlyQueriesException : Exception;
