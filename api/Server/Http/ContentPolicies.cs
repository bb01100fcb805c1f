namespace Integration.Graph.Server.Http;

/// <summary>
/// Every Content-Security-Policy of the product. A response without its own policy gets <see cref="Nothing"/>, see
/// <see cref="SecurityHeaders"/>.
/// </summary>
internal static class ContentPolicies
{
    private const string NoFrames = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>For responses that are not pages: nothing may be loaded, run or shown.</summary>
    public const string Nothing = "default-src 'none'; " + NoFrames;

    /// <summary>For the statistics site. Its pages have no script and no inline style, and load nothing from other hosts.</summary>
    public const string Site = "default-src 'none'; style-src 'self'; img-src 'self'; " + NoFrames;

    /// <summary>
    /// For the query page. The editor sets styles from its script and draws with data: images. Everything else comes from the
    /// server, workers included.
    /// </summary>
    public const string QueryPage =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; worker-src 'self'; object-src 'none'; " + NoFrames;

    /// <summary>For printable pages, which contain one inline style.</summary>
    /// <param name="style">The style's hash.</param>
    public static string Printed(string style) => $"default-src 'none'; style-src {style}; {NoFrames}";
}
