using System.Globalization;

namespace Integration.Graph.Site.Texts;

/// <summary>
/// The texts of the pages in one language. The properties are the keys of <c>Texts/da.json</c> and <c>Texts/en.json</c>.
/// A file with a missing or an unknown key is refused. <c>{0}</c>, <c>{1}</c>, ... are placeholders for values.
/// </summary>
internal sealed record SiteTexts
{
    public required string Code { get; init; }
    public required string Culture { get; init; }
    public required string LanguageName { get; init; }
    public required string DecimalSeparator { get; init; }
    public required string GroupSeparator { get; init; }
    public required string PercentPattern { get; init; }
    public required string DatePattern { get; init; }
    public required IReadOnlyList<string> Months { get; init; }
    public required IReadOnlyDictionary<string, string> Weekdays { get; init; }

    public required string RootPath { get; init; }
    public required string RegionPath { get; init; }
    public required string MunicipalityPath { get; init; }
    public required string BranchPath { get; init; }

    public required string SiteName { get; init; }
    public required string SkipToContent { get; init; }
    public required string Home { get; init; }
    public required string Breadcrumbs { get; init; }
    public required string LanguageChoice { get; init; }
    public required string DataDate { get; init; }
    public required string Revised { get; init; }
    public required string SourceDocumented { get; init; }
    public required string SourceEntered { get; init; }
    public required string SourceAssumed { get; init; }
    public required string SourceUnknown { get; init; }
    public required string SourcePopulation { get; init; }

    public required string NoticeDemonstration { get; init; }
    public required string NoticeAssumed { get; init; }
    public required string NoticeUnknown { get; init; }

    public required string FrontTitle { get; init; }
    public required string FrontLead { get; init; }
    public required string FiguresHeading { get; init; }
    public required string FigureBranches { get; init; }
    public required string FigureMunicipalities { get; init; }
    public required string FigurePopulation { get; init; }
    public required string FigureOf { get; init; }
    public required string FigureInhabitants { get; init; }
    public required string FiguresAssumed { get; init; }

    public required string MapHeading { get; init; }
    public required string MapIntro { get; init; }
    public required string MapRegionIntro { get; init; }
    public required string MapLegend { get; init; }
    public required string Covered { get; init; }
    public required string NotCovered { get; init; }
    public required string LegendCovered { get; init; }
    public required string LegendNotCovered { get; init; }
    public required string LegendElsewhere { get; init; }
    public required string TileText { get; init; }

    public required string FindHeading { get; init; }
    public required string FindIntro { get; init; }

    public required string RegionsHeading { get; init; }
    public required string RegionsCaption { get; init; }
    public required string ColumnRegion { get; init; }
    public required string ColumnBranches { get; init; }
    public required string ColumnMunicipalities { get; init; }
    public required string ColumnPopulation { get; init; }
    public required string WholeCountry { get; init; }
    public required string CountOf { get; init; }

    public required string TypesHeading { get; init; }
    public required string TypesIntro { get; init; }
    public required string TypesAssumed { get; init; }
    public required string TypesCaption { get; init; }
    public required string TypesCaptionArea { get; init; }
    public required string ColumnType { get; init; }
    public required string ColumnBranchesOffering { get; init; }
    public required string ColumnMunicipalitiesOffering { get; init; }

    public required string PeopleHeading { get; init; }
    public required string PeopleIntro { get; init; }
    public required string PeopleCaption { get; init; }
    public required string PeopleOnlyNational { get; init; }
    public required string ColumnPeople { get; init; }
    public required string ColumnCount { get; init; }
    public required string ColumnShare { get; init; }
    public required string PeoplePlaced { get; init; }
    public required string PeopleAsked { get; init; }
    public required string PeopleNotAsked { get; init; }
    public required string PeopleWants { get; init; }
    public required string PeopleDeclines { get; init; }
    public required string PeopleUndecided { get; init; }
    public required string PeopleMatched { get; init; }
    public required string PeopleWithBranch { get; init; }
    public required string PeopleAwaiting { get; init; }
    public required string PeopleNotUnderWay { get; init; }
    public required string ShareOfPlaced { get; init; }
    public required string ShareOfAsked { get; init; }
    public required string ShareOfWants { get; init; }

    public required string AboutHeading { get; init; }
    public required IReadOnlyList<string> About { get; init; }

    public required string RegionTitle { get; init; }
    public required string RegionLead { get; init; }
    public required string MunicipalitiesHeading { get; init; }
    public required string MunicipalitiesCaption { get; init; }
    public required string ColumnMunicipality { get; init; }
    public required string ColumnStatus { get; init; }
    public required string ColumnInhabitants { get; init; }
    public required string StatusCovered { get; init; }
    public required string StatusNotCovered { get; init; }

    public required string MunicipalityTitle { get; init; }
    public required string MunicipalityCovered { get; init; }
    public required string MunicipalityNotCovered { get; init; }
    public required string MunicipalityNoBranch { get; init; }
    public required string MunicipalityAssumed { get; init; }
    public required string MunicipalityPartlyAssumed { get; init; }
    public required string BranchesHeading { get; init; }
    public required string BranchesCaption { get; init; }
    public required string ColumnBranch { get; init; }
    public required string ColumnTown { get; init; }
    public required string ColumnActivities { get; init; }
    public required string NoActivities { get; init; }

    public required string BranchTitle { get; init; }
    public required string BranchWith { get; init; }
    public required string BranchWithout { get; init; }
    public required string BranchPlace { get; init; }
    public required string BranchDocumented { get; init; }
    public required string BranchEntered { get; init; }
    public required string BranchAssumed { get; init; }
    public required string OriginDocumented { get; init; }
    public required string OriginEntered { get; init; }
    public required string OriginAssumed { get; init; }
    public required string ActivitiesHeading { get; init; }
    public required string ActivitiesCaption { get; init; }
    public required string ColumnActivity { get; init; }
    public required string ColumnWeekday { get; init; }
    public required string NoWeekday { get; init; }
    public required string OthersHeading { get; init; }
    public required string OthersIntro { get; init; }

    public required string ContactHeading { get; init; }
    public required string ContactNational { get; init; }
    public required string ContactBranch { get; init; }
    public required string ContactBranches { get; init; }
    public required string ContactBranchLink { get; init; }
    public required string ContactWrite { get; init; }

    public required string MarkersHeading { get; init; }
    public required string MarkerRevised { get; init; }
    public required string MarkerNotAvailable { get; init; }

    public required string NotFoundTitle { get; init; }
    public required string NotFoundText { get; init; }
    public required string NotFoundLink { get; init; }

    /// <summary>Returns a text with its placeholders replaced by values that are already formatted.</summary>
    public static string Fill(string text, params string[] values) =>
        string.Format(CultureInfo.InvariantCulture, text, values);
}
