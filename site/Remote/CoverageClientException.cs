namespace Integration.Graph.Site.Remote;

/// <summary>The report cannot be fetched. The message gives the reason and the remedy in one line.</summary>
internal sealed class CoverageClientException(string message, Exception? inner = null) : Exception(message, inner);
