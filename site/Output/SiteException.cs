namespace Integration.Graph.Site.Output;

/// <summary>The site cannot be made; the message says why, for people.</summary>
internal sealed class SiteException(string message, Exception? inner = null) : Exception(message, inner);
