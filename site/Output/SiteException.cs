namespace Integration.Graph.Site.Output;

/// <summary>The site cannot be generated. The message gives the reason, for people.</summary>
internal sealed class SiteException(string message, Exception? inner = null) : Exception(message, inner);
