using Integration.Graph.Site.Texts;

namespace Integration.Graph.Site.Components;

/// <summary>The site's addresses, relative to its root. An address that ends in a slash is a folder with an index page.</summary>
internal static class SitePaths
{
    public const string StyleSheet = "site.css";
    public const string Icon = "icon.svg";
    public const string NotFoundFile = "404.html";

    public static string Home(SiteLanguage language) => language.Texts.RootPath;

    public static string NotFound(SiteLanguage language) => language.Texts.RootPath + NotFoundFile;

    public static string Region(SiteLanguage language, string code) => SiteTexts.Fill(language.Texts.RegionPath, code);

    public static string Municipality(SiteLanguage language, string code) =>
        SiteTexts.Fill(language.Texts.MunicipalityPath, code);

    public static string Branch(SiteLanguage language, string slug) => SiteTexts.Fill(language.Texts.BranchPath, slug);
}
