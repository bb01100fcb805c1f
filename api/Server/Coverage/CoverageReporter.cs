using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Activities;
using Integration.Graph.Server.Branches;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.ReferenceData;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Sharing;
using Integration.Graph.Server.Storage;
using Integration.Graph.Site.Report;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Coverage;

/// <summary>
/// Creates the coverage report of a day from the branches' activities. A past day can be reported later, because activities
/// have the days on which they are open. The figures about people are always the present ones.
/// </summary>
internal sealed class CoverageReporter(IDbContextFactory<GraphContext> contexts, TimeProvider clock)
{
    /// <summary>Creates the report of a day.</summary>
    /// <exception cref="InvalidOperationException">The reference data is not loaded.</exception>
    public async Task<CoverageReport> MakeAsync(DateOnly on, int revision, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var types = await context.ActivityTypes.AsNoTracking().Where(type => type.IsIntegration).ToListAsync(cancellationToken);
        var regions = await context.Regions.AsNoTracking().ToListAsync(cancellationToken);
        var municipalities = await context.Municipalities.AsNoTracking().ToListAsync(cancellationToken);
        var branches = await context.Branches.AsNoTracking().ToListAsync(cancellationToken);
        if (municipalities.Count == 0)
        {
            throw new InvalidOperationException("The database contains no municipalities. Load the reference data first.");
        }

        var open = await OpenActivities(context.Activities, on).AsNoTracking().ToListAsync(cancellationToken);
        var typeKeys = types.Select(type => type.Key).ToHashSet(StringComparer.Ordinal);
        var byBranch = open.Where(activity => typeKeys.Contains(activity.ActivityTypeKey)).ToLookup(activity => activity.BranchId!.Value);

        var branchCoverage = branches
            .OrderBy(branch => branch.Slug, StringComparer.Ordinal)
            .Select(branch => Describe(branch, byBranch[branch.Id]))
            .ToList();
        var byMunicipality = branchCoverage.ToLookup(branch => branch.MunicipalityCode);
        var municipalityCoverage = municipalities
            .OrderBy(municipality => municipality.Code, StringComparer.Ordinal)
            .Select(municipality => Describe(municipality, [.. byMunicipality[municipality.Code]]))
            .ToList();
        return new CoverageReport
        {
            On = on,
            Revision = revision,
            MadeAt = WholeSeconds(now),
            Demonstration = await DataNotice.IsDemonstrationAsync(context, cancellationToken),
            Country = Figures(municipalityCoverage),
            People = await PeopleAsync(context, now, cancellationToken),
            ActivityTypes = [.. types
                .OrderBy(type => type.Key, StringComparer.Ordinal)
                .Select(type => Describe(type, branchCoverage, municipalityCoverage))],
            Regions = [.. regions
                .OrderBy(region => region.Code, StringComparer.Ordinal)
                .Select(region => new RegionCoverage
                {
                    Code = region.Code,
                    NameDa = region.NameDa,
                    NameEn = region.NameEn,
                    Figures = Figures([.. municipalityCoverage.Where(municipality => municipality.RegionCode == region.Code)]),
                })],
            Municipalities = municipalityCoverage,
            Branches = branchCoverage,
        };
    }

    // A centre's activities do not count as coverage, because persons at a centre have not moved yet.
    private static IQueryable<Activity> OpenActivities(IQueryable<Activity> activities, DateOnly on) => activities
        .Where(activity => activity.BranchId != null)
        .Where(activity => activity.OpensOn <= on && (activity.ClosesOn == null || on < activity.ClosesOn));

    private static BranchCoverage Describe(Branch branch, IEnumerable<Activity> activities)
    {
        var described = activities
            .OrderBy(activity => activity.ActivityTypeKey, StringComparer.Ordinal)
            .ThenBy(activity => activity.Title, StringComparer.Ordinal)
            .ThenBy(activity => activity.Id)
            .Select(activity => new ActivityCoverage
            {
                TypeKey = activity.ActivityTypeKey,
                Title = activity.Title,
                Weekday = activity.Weekday?.SchemaName(),
                Origin = NameOf(activity.Origin),
                Source = activity.Source,
            })
            .ToList();
        return new BranchCoverage
        {
            Slug = branch.Slug,
            Name = branch.Name,
            MunicipalityCode = branch.MunicipalityCode,
            Town = branch.Town,
            Verified = branch.Origin == Origin.Documented,
            Origin = NameOf(branch.Origin),
            Source = branch.Source,
            HasIntegrationActivities = described.Count > 0,
            Activities = described,
        };
    }

    private static MunicipalityCoverage Describe(Municipality municipality, IReadOnlyList<BranchCoverage> branches)
    {
        var active = branches.Count(branch => branch.HasIntegrationActivities);
        return new MunicipalityCoverage
        {
            Code = municipality.Code,
            Name = municipality.Name,
            RegionCode = municipality.RegionCode,
            Population = municipality.Population,
            Branches = branches.Count,
            BranchesWithIntegrationActivities = active,
            Covered = active > 0,
            Origin = BestOf(branches.SelectMany(branch => branch.Activities).Select(activity => activity.Origin)),
            BranchesDocumented = branches.Count(branch => branch.Origin != OriginNames.Assumed),
            BranchesWithIntegrationActivitiesDocumented = branches.Count(branch => branch.Activities.Any(IsNoAssumption)),
            TileColumn = municipality.TileColumn,
            TileRow = municipality.TileRow,
            TileAbbreviation = municipality.TileAbbreviation,
        };
    }

    private static ActivityTypeCoverage Describe(
        ActivityType type, IReadOnlyList<BranchCoverage> branches, IReadOnlyList<MunicipalityCoverage> municipalities)
    {
        var offering = branches.Where(branch => branch.Activities.Any(activity => activity.TypeKey == type.Key)).ToList();
        var codes = offering.Select(branch => branch.MunicipalityCode).ToHashSet(StringComparer.Ordinal);
        return new ActivityTypeCoverage
        {
            Key = type.Key,
            NameDa = type.NameDa,
            NameEn = type.NameEn,
            DescriptionDa = type.DescriptionDa,
            DescriptionEn = type.DescriptionEn,
            Branches = offering.Count,
            Municipalities = codes.Count,
            PopulationCovered = municipalities.Where(municipality => codes.Contains(municipality.Code)).Sum(municipality => municipality.Population),
            BranchesDocumented = offering.Count(branch => branch.Activities.Any(activity => activity.TypeKey == type.Key && IsNoAssumption(activity))),
        };
    }

    private static CoverageFigures Figures(List<MunicipalityCoverage> municipalities) => new()
    {
        Branches = municipalities.Sum(municipality => municipality.Branches),
        BranchesWithIntegrationActivities = municipalities.Sum(municipality => municipality.BranchesWithIntegrationActivities),
        Municipalities = municipalities.Count,
        MunicipalitiesCovered = municipalities.Count(municipality => municipality.Covered),
        Population = municipalities.Sum(municipality => municipality.Population),
        PopulationCovered = municipalities.Where(municipality => municipality.Covered).Sum(municipality => municipality.Population),
        Documented = new DocumentedFigures
        {
            Branches = municipalities.Sum(municipality => municipality.BranchesDocumented!.Value),
            BranchesWithIntegrationActivities = municipalities.Sum(municipality => municipality.BranchesWithIntegrationActivitiesDocumented!.Value),
            MunicipalitiesCovered = municipalities.Count(IsCoveredWithoutAssumptions),
            PopulationCovered = municipalities.Where(IsCoveredWithoutAssumptions).Sum(municipality => municipality.Population),
        },
    };

    private static bool IsCoveredWithoutAssumptions(MunicipalityCoverage municipality) => municipality.BranchesWithIntegrationActivitiesDocumented > 0;

    private static bool IsNoAssumption(ActivityCoverage activity) => activity.Origin != OriginNames.Assumed;

    private static string NameOf(Origin origin) => origin switch
    {
        Origin.Documented => OriginNames.Documented,
        Origin.Assumed => OriginNames.Assumed,
        _ => OriginNames.Entered,
    };

    // Documented ranks above entered, and entered above assumed.
    private static string? BestOf(IEnumerable<string?> origins)
    {
        var found = origins.ToHashSet();
        return new[] { OriginNames.Documented, OriginNames.Entered, OriginNames.Assumed }.FirstOrDefault(found.Contains);
    }

    // One query, so that the figures belong to one moment and add up. Compares the consent's end with the clock, because the
    // referral of an expired consent may not be closed yet.
    private static async Task<PeopleFigures> PeopleAsync(GraphContext context, DateTime now, CancellationToken cancellationToken)
    {
        var groups = await context.Refugees
            .Where(refugee => refugee.MunicipalityCode != null)
            .Select(SharingConditions.Inline((Refugee refugee) => new
            {
                Answer = refugee.Interview == null ? (ContactAnswer?)null : refugee.Interview.Answer,
                Status = refugee.AdmitsVolunteers(now) && refugee.Referral != null && refugee.Referral.ClosedAt == null
                    ? (ReferralStatus?)refugee.Referral.Status
                    : null,
            }))
            .GroupBy(refugee => refugee)
            .Select(group => new { group.Key.Answer, group.Key.Status, Count = group.Count() })
            .ToListAsync(cancellationToken);

        // Erased persons are still counted.
        groups.AddRange(await context.ErasedRefugees
            .Where(erased => erased.MunicipalityCode != null)
            .GroupBy(erased => erased.Answer)
            .Select(group => new { Answer = group.Key, Status = (ReferralStatus?)null, Count = group.Count() })
            .ToListAsync(cancellationToken));

        int Answered(ContactAnswer answer) => groups.Where(group => group.Answer == answer).Sum(group => group.Count);
        int Wanting(params ReferralStatus[] statuses) => groups
            .Where(group => group.Answer == ContactAnswer.WantsContact && group.Status is { } status && statuses.Contains(status))
            .Sum(group => group.Count);

        var placed = groups.Sum(group => group.Count);
        var notAsked = groups.Where(group => group.Answer is null).Sum(group => group.Count);
        return new PeopleFigures
        {
            Placed = placed,
            Asked = placed - notAsked,
            NotAsked = notAsked,
            WantsContact = Answered(ContactAnswer.WantsContact),
            Declines = Answered(ContactAnswer.Declines),
            Undecided = Answered(ContactAnswer.Undecided),
            AwaitingBranch = Wanting(ReferralStatus.AwaitingBranch),
            WithBranch = Wanting(ReferralStatus.Assigned, ReferralStatus.Accepted, ReferralStatus.Contacted),
            Matched = Wanting(ReferralStatus.Matched, ReferralStatus.Met),
        };
    }

    // Whole seconds, because PostgreSQL stores microseconds and would drop the last digit of the ticks.
    private static DateTime WholeSeconds(DateTime instant) => instant.AddTicks(-(instant.Ticks % TimeSpan.TicksPerSecond));
}
