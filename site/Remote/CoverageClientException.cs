namespace Integration.Graph.Site.Remote;

/// <summary>The report cannot be fetched; the message says in one line why and what to do.</summary>
internal sealed class CoverageClientException(string message, Exception? inner = null) : Exception(message, inner);
