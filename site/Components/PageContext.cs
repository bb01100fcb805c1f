using Integration.Graph.Site.Report;
using Integration.Graph.Site.Texts;

namespace Integration.Graph.Site.Components;

/// <summary>What every part of a page may ask: the report, the language, and where the page stands on the site.</summary>
internal sealed class PageContext(ReportIndex index, SiteLanguage language, string path, string otherLanguagePath, bool isAnywhere = false)
{
    public ReportIndex Index => index;
    public CoverageReport Report => index.Report;
    public SiteLanguage Language => language;
    public SiteTexts Texts => language.Texts;

    /// <summary>The page's own path from the site's root.</summary>
    public string Path => path;

    /// <summary>Whether the page answers for addresses all over the site, and so has none of its own.</summary>
    public bool IsAnywhere => isAnywhere;

    /// <summary>The same page in the other language.</summary>
    public string OtherLanguagePath => otherLanguagePath;

    public string Home => Href(SitePaths.Home(language));
    public string Region(string code) => Href(SitePaths.Region(language, code));
    public string Municipality(string code) => Href(SitePaths.Municipality(language, code));
    public string Branch(string slug) => Href(SitePaths.Branch(language, slug));

    /// <summary>
    /// A link to another page, relative to this one, so that the site can stand in any folder of a server. A page
    /// that has no address of its own links from the server's root.
    /// </summary>
    public string Href(string target)
    {
        if (isAnywhere)
            return "/" + target;
        var link = string.Concat(Enumerable.Repeat("../", path.Count(character => character == '/'))) + target;
        return link.Length == 0 ? "./" : link;
    }
}
