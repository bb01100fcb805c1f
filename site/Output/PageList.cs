using Integration.Graph.Site.Components;
using Integration.Graph.Site.Pages;
using Integration.Graph.Site.Report;
using Integration.Graph.Site.Texts;

namespace Integration.Graph.Site.Output;

/// <summary>Lists the pages of the site for a report.</summary>
internal static class PageList
{
    public static IEnumerable<SitePage> For(CoverageReport report)
    {
        var index = new ReportIndex(report);
        foreach (var language in SiteLanguage.All)
        {
            yield return Page<FrontPage>(SitePaths.Home);
            yield return new SitePage(
                typeof(NotFoundPage),
                new PageContext(index, language, SitePaths.NotFound(language), SitePaths.Home(language.Other), isAnywhere: true),
                new Dictionary<string, object?>());
            foreach (var region in report.Regions)
            {
                yield return Page<RegionPage>(to => SitePaths.Region(to, region.Code), nameof(RegionPage.Code), region.Code);
            }

            foreach (var municipality in report.Municipalities)
            {
                yield return Page<MunicipalityPage>(
                    to => SitePaths.Municipality(to, municipality.Code), nameof(MunicipalityPage.Code), municipality.Code);
            }

            foreach (var branch in report.Branches)
            {
                yield return Page<BranchPage>(to => SitePaths.Branch(to, branch.Slug), nameof(BranchPage.Slug), branch.Slug);
            }

            SitePage Page<TPage>(Func<SiteLanguage, string> path, string? parameter = null, string? key = null)
                where TPage : SiteComponent => new(
                    typeof(TPage),
                    new PageContext(index, language, path(language), path(language.Other)),
                    parameter is null ? new Dictionary<string, object?>() : new Dictionary<string, object?> { [parameter] = key });
        }
    }
}
