using Integration.Graph.Site.Report;
using Integration.Graph.Site.Texts;

namespace Integration.Graph.Site.Components;

/// <summary>The context of a page for all its components: the report, the language, and the page's path on the site.</summary>
internal sealed class PageContext(ReportIndex index, SiteLanguage language, string path, string otherLanguagePath, bool isAnywhere = false)
{
    public ReportIndex Index => index;
    public CoverageReport Report => index.Report;
    public SiteLanguage Language => language;
    public SiteTexts Texts => language.Texts;

    /// <summary>The page's own path from the site's root.</summary>
    public string Path => path;

    /// <summary>
    /// Whether the page is served at any address of the site, such as the page for unknown addresses, and so has no own
    /// address.
    /// </summary>
    public bool IsAnywhere => isAnywhere;

    /// <summary>Path of the same page in the other language.</summary>
    public string OtherLanguagePath => otherLanguagePath;

    public string Home => Href(SitePaths.Home(language));
    public string Region(string code) => Href(SitePaths.Region(language, code));
    public string Municipality(string code) => Href(SitePaths.Municipality(language, code));
    public string Branch(string slug) => Href(SitePaths.Branch(language, slug));

    /// <summary>
    /// Returns a link to another page, relative to this one, so that the site can be in any folder of a server. A page without an
    /// own address links from the server's root.
    /// </summary>
    public string Href(string target)
    {
        if (isAnywhere)
        {
            return "/" + target;
        }

        var link = string.Concat(Enumerable.Repeat("../", path.Count(character => character == '/'))) + target;
        return link.Length == 0 ? "./" : link;
    }
}
