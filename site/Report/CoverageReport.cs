namespace Integration.Graph.Site.Report;

/// <summary>
/// Coverage of the country by integration activities of local branches on one day. Holds everything that the statistics site
/// shows, and nothing about a single person.
/// </summary>
internal sealed record CoverageReport
{
    /// <summary>The day that the figures are about.</summary>
    public required DateOnly On { get; init; }

    /// <summary>Revision number: 1 for the first report of the day; a higher number is a later correction.</summary>
    public required int Revision { get; init; }

    /// <summary>When the report was created, UTC.</summary>
    public required DateTime MadeAt { get; init; }

    /// <summary>
    /// Whether the report is of demonstration data, in which every person is invented. Null in a report from before this was
    /// recorded.
    /// </summary>
    public bool? Demonstration { get; init; }

    /// <summary>The whole country.</summary>
    public required CoverageFigures Country { get; init; }

    /// <summary>Persons granted residence and placed in a municipality, for the whole country only.</summary>
    public required PeopleFigures People { get; init; }

    /// <summary>Every type of integration activity, in a fixed order, including types that no branch offers.</summary>
    public required IReadOnlyList<ActivityTypeCoverage> ActivityTypes { get; init; }

    /// <summary>The five regions, by code.</summary>
    public required IReadOnlyList<RegionCoverage> Regions { get; init; }

    /// <summary>The 98 municipalities, by code.</summary>
    public required IReadOnlyList<MunicipalityCoverage> Municipalities { get; init; }

    /// <summary>Every local branch, by slug.</summary>
    public required IReadOnlyList<BranchCoverage> Branches { get; init; }
}

/// <summary>The coverage of an area.</summary>
internal sealed record CoverageFigures
{
    /// <summary>Local branches in the area.</summary>
    public required int Branches { get; init; }

    /// <summary>Branches in the area with at least one integration activity open on the day.</summary>
    public required int BranchesWithIntegrationActivities { get; init; }

    /// <summary>Municipalities in the area.</summary>
    public required int Municipalities { get; init; }

    /// <summary>Municipalities in the area in which at least one branch has an open integration activity.</summary>
    public required int MunicipalitiesCovered { get; init; }

    /// <summary>Inhabitants of the area on 1 January 2020.</summary>
    public required int Population { get; init; }

    /// <summary>Inhabitants of covered municipalities in the area on 1 January 2020.</summary>
    public required int PopulationCovered { get; init; }

    /// <summary>The figures without assumptions. Null in a report from before origins were recorded.</summary>
    public DocumentedFigures? Documented { get; init; }
}

/// <summary>
/// Coverage of an area without assumptions. It counts branches and activities that a public page documents or that people have
/// entered.
/// </summary>
internal sealed record DocumentedFigures
{
    /// <summary>Local branches in the area that are not assumed.</summary>
    public required int Branches { get; init; }

    /// <summary>Branches with at least one open integration activity that is not assumed.</summary>
    public required int BranchesWithIntegrationActivities { get; init; }

    /// <summary>Municipalities in which at least one branch has an open integration activity that is not assumed.</summary>
    public required int MunicipalitiesCovered { get; init; }

    /// <summary>Inhabitants of the covered municipalities, without assumptions, on 1 January 2020.</summary>
    public required int PopulationCovered { get; init; }
}

/// <summary>
/// Persons granted residence who are placed in a municipality, for the whole country, as known when the report was created.
/// </summary>
internal sealed record PeopleFigures
{
    /// <summary>Persons placed in a municipality: the sum of <c>asked</c> and <c>notAsked</c>.</summary>
    public required int Placed { get; init; }

    /// <summary>Persons asked whether they want contact with volunteers: the sum of the three answers.</summary>
    public required int Asked { get; init; }

    /// <summary>Persons not asked yet.</summary>
    public required int NotAsked { get; init; }

    /// <summary>Persons whose latest answer is that they want contact.</summary>
    public required int WantsContact { get; init; }

    /// <summary>Persons whose latest answer is that they do not want contact.</summary>
    public required int Declines { get; init; }

    /// <summary>Persons whose latest answer is that they have not decided.</summary>
    public required int Undecided { get; init; }

    /// <summary>Persons who have permitted contact and have no branch yet: the unmet need.</summary>
    public required int AwaitingBranch { get; init; }

    /// <summary>Persons who have permitted contact and for whom a branch is finding a volunteer.</summary>
    public required int WithBranch { get; init; }

    /// <summary>Persons who are matched with a volunteer or have met one.</summary>
    public required int Matched { get; init; }
}

/// <summary>Coverage of one type of integration activity on the day.</summary>
internal sealed record ActivityTypeCoverage
{
    /// <summary>The type's key, for example <c>network_family</c>.</summary>
    public required string Key { get; init; }

    /// <summary>The type's name in Danish.</summary>
    public required string NameDa { get; init; }

    /// <summary>The type's name in English.</summary>
    public required string NameEn { get; init; }

    /// <summary>Description of the type, in Danish.</summary>
    public required string DescriptionDa { get; init; }

    /// <summary>Description of the type, in English.</summary>
    public required string DescriptionEn { get; init; }

    /// <summary>Branches with at least one open activity of the type.</summary>
    public required int Branches { get; init; }

    /// <summary>Municipalities in which at least one branch has an open activity of the type.</summary>
    public required int Municipalities { get; init; }

    /// <summary>Inhabitants of the municipalities in which a branch offers the type, on 1 January 2020.</summary>
    public required int PopulationCovered { get; init; }

    /// <summary>Branches with at least one open activity of the type that is not assumed; null in a report from before origins were recorded.</summary>
    public int? BranchesDocumented { get; init; }
}

/// <summary>The coverage of one region.</summary>
internal sealed record RegionCoverage
{
    /// <summary>Official code of four digits.</summary>
    public required string Code { get; init; }

    /// <summary>The region's name in Danish.</summary>
    public required string NameDa { get; init; }

    /// <summary>The region's name in English.</summary>
    public required string NameEn { get; init; }

    /// <summary>Coverage figures of the region.</summary>
    public required CoverageFigures Figures { get; init; }
}

/// <summary>The coverage of one municipality.</summary>
internal sealed record MunicipalityCoverage
{
    /// <summary>Official code of four digits.</summary>
    public required string Code { get; init; }

    /// <summary>The municipality's name.</summary>
    public required string Name { get; init; }

    /// <summary>Official code of its region.</summary>
    public required string RegionCode { get; init; }

    /// <summary>Inhabitants on 1 January 2020.</summary>
    public required int Population { get; init; }

    /// <summary>Local branches in the municipality.</summary>
    public required int Branches { get; init; }

    /// <summary>Branches in the municipality with at least one integration activity open on the day.</summary>
    public required int BranchesWithIntegrationActivities { get; init; }

    /// <summary>Whether at least one of its branches has integration activities on the day.</summary>
    public required bool Covered { get; init; }

    /// <summary>
    /// Origin of the municipality's coverage: <c>DOCUMENTED</c> if at least one open integration activity is documented, otherwise
    /// <c>ENTERED</c> if one is entered, otherwise <c>ASSUMED</c>. Null if the municipality is not covered, and in a report from
    /// before origins were recorded.
    /// </summary>
    public string? Origin { get; init; }

    /// <summary>Local branches that are not assumed; null in a report from before origins were recorded.</summary>
    public int? BranchesDocumented { get; init; }

    /// <summary>Branches with at least one open integration activity that is not assumed; null in a report from before origins were recorded.</summary>
    public int? BranchesWithIntegrationActivitiesDocumented { get; init; }

    /// <summary>Column of its cell on the tile map, counted from the west, beginning with 0.</summary>
    public required int TileColumn { get; init; }

    /// <summary>Row of its cell on the tile map, counted from the north, beginning with 0.</summary>
    public required int TileRow { get; init; }

    /// <summary>The letters in its cell on the tile map.</summary>
    public required string TileAbbreviation { get; init; }
}

/// <summary>A local branch and its integration activities on the day.</summary>
internal sealed record BranchCoverage
{
    /// <summary>Short name for addresses, for example <c>odense</c>: lower-case letters a to z, digits and hyphens.</summary>
    public required string Slug { get; init; }

    /// <summary>The branch's name.</summary>
    public required string Name { get; init; }

    /// <summary>Official code of its municipality.</summary>
    public required string MunicipalityCode { get; init; }

    /// <summary>Town of the branch.</summary>
    public required string Town { get; init; }

    /// <summary>Whether a public page documents the branch.</summary>
    public required bool Verified { get; init; }

    /// <summary>
    /// Origin: <c>DOCUMENTED</c>, <c>ASSUMED</c> or <c>ENTERED</c>. Null in a report from before origins were recorded.
    /// </summary>
    public string? Origin { get; init; }

    /// <summary>
    /// Address of the page that names the branch, or the rule by which it was assumed. Null for a branch that people have
    /// entered.
    /// </summary>
    public string? Source { get; init; }

    /// <summary>Whether it has at least one integration activity open on the day.</summary>
    public required bool HasIntegrationActivities { get; init; }

    /// <summary>Its integration activities that are open on the day.</summary>
    public required IReadOnlyList<ActivityCoverage> Activities { get; init; }
}

/// <summary>One integration activity of a branch that is open on the day.</summary>
internal sealed record ActivityCoverage
{
    /// <summary>Key of its type, one of those in <c>activityTypes</c>.</summary>
    public required string TypeKey { get; init; }

    /// <summary>The branch's title of the activity.</summary>
    public required string Title { get; init; }

    /// <summary>Weekday of the activity, <c>MONDAY</c> to <c>SUNDAY</c>; null if it has no fixed one.</summary>
    public required string? Weekday { get; init; }

    /// <summary>
    /// Origin: <c>DOCUMENTED</c>, <c>ASSUMED</c> or <c>ENTERED</c>. Null in a report from before origins were recorded.
    /// </summary>
    public string? Origin { get; init; }

    /// <summary>
    /// Address of the page that shows the activity, or the rule by which it was assumed. Null for an activity that people
    /// have entered.
    /// </summary>
    public string? Source { get; init; }
}
