namespace Integration.Graph.Server.Http;

/// <summary>
/// Every Content-Security-Policy of the product. An answer without one of its own gets <see cref="Nothing"/>, see
/// <see cref="SecurityHeaders"/>.
/// </summary>
internal static class ContentPolicies
{
    private const string NoFrames = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>For everything that is no page: loads, runs and shows nothing.</summary>
    public const string Nothing = "default-src 'none'; " + NoFrames;

    /// <summary>For the statistics site, whose pages hold no script and no inline style, and load nothing from elsewhere.</summary>
    public const string Site = "default-src 'none'; style-src 'self'; img-src 'self'; " + NoFrames;

    /// <summary>
    /// For the query page. The editor sets styles from its script and draws with data: images. All else comes from the server,
    /// workers included.
    /// </summary>
    public const string QueryPage =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; worker-src 'self'; object-src 'none'; " + NoFrames;

    /// <summary>For pages for printing, with the one style that is part of the page.</summary>
    /// <param name="style">The style's hash.</param>
    public static string Printed(string style) => $"default-src 'none'; style-src {style}; {NoFrames}";
}
