using Integration.Graph.Site.Report;
using Integration.Graph.Site.Texts;
using Microsoft.AspNetCore.Components;

namespace Integration.Graph.Site.Components;

/// <summary>
/// Base of every component. Razor components are public and the report's types are not, so parameters can only be keys.
/// Components look the keys up in the page's context, which is a cascading value.
/// </summary>
public abstract class SiteComponent : ComponentBase
{
    [CascadingParameter]
    private protected PageContext Page { get; set; } = null!;

    private protected SiteTexts Texts => Page.Texts;

    private protected SiteLanguage Language => Page.Language;

    private protected CoverageReport Report => Page.Report;

    private protected ReportIndex Index => Page.Index;

    private protected static string Fill(string text, params string[] values) => SiteTexts.Fill(text, values);

    private protected string Number(int value) => Language.Number(value);

    private protected string Percent(int part, int whole) => Language.Percent(part, whole);

    /// <summary>Returns a count of a whole, for example "3 of 12".</summary>
    private protected string CountOf(int part, int whole) => Fill(Texts.CountOf, Number(part), Number(whole));

    private protected string Name(RegionCoverage region) => Language.Choose(region.NameDa, region.NameEn);

    private protected string Name(ActivityTypeCoverage type) => Language.Choose(type.NameDa, type.NameEn);
}
