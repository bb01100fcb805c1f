using Integration.Graph.Server.Activities;
using Integration.Graph.Server.Branches;
using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Site.Report;
using Integration.Graph.Site.Tests.Reports;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Site.Tests.Coverage;

public sealed class CoverageReporterTests
{
    // The only branch of its municipality. It has no activities in the seed data.
    private const string Branch = "broendby";
    private const string Municipality = "0153";

    [Theory]
    [BothDatabases]
    public async Task The_report_counts_what_the_facts_say(DatabaseKind kind)
    {
        await using var world = await CoverageWorld.OnAsync(kind);
        foreach (var day in new[] { CoverageWorld.Today, new DateOnly(2016, 1, 1), new DateOnly(2019, 6, 30) })
        {
            var expected = new SeedExpectation(day);
            var documented = new SeedExpectation(day, assumed: false);
            var report = await world.ReportAsync(day);
            report.Country.ShouldBe(new CoverageFigures
            {
                Branches = 220,
                BranchesWithIntegrationActivities = expected.ActiveBranches.Count,
                Municipalities = 98,
                MunicipalitiesCovered = expected.CoveredMunicipalities.Count,
                Population = expected.Population,
                PopulationCovered = expected.PopulationCovered,
                Documented = new()
                {
                    Branches = 71,
                    BranchesWithIntegrationActivities = documented.ActiveBranches.Count,
                    MunicipalitiesCovered = documented.CoveredMunicipalities.Count,
                    PopulationCovered = documented.PopulationCovered,
                },
            });
            report.Demonstration.ShouldBe(false);
            foreach (var (branch, row) in report.Branches.Zip(expected.Branches.OrderBy(row => row["slug"], StringComparer.Ordinal)))
            {
                (branch.Slug, branch.Origin, branch.Source, branch.Verified).ShouldBe((row["slug"], row["origin"], row["source"], row["origin"] == "DOCUMENTED"));
            }

            report.Branches.SelectMany(branch => branch.Activities).Count(activity => activity.Origin == "DOCUMENTED").ShouldBe(documented.Open.Count);
            report.Municipalities.Where(one => one.Origin == "DOCUMENTED").Select(one => one.Code).ShouldBe(documented.CoveredMunicipalities, ignoreOrder: true);
            report.Municipalities.Where(one => one.Origin == "ASSUMED").Select(one => one.Code)
                .ShouldBe(expected.CoveredMunicipalities.Except(documented.CoveredMunicipalities), ignoreOrder: true);
            report.ActivityTypes.Where(type => type.BranchesDocumented > 0).Select(type => (type.Key, type.BranchesDocumented))
                .ShouldBe(documented.Open.GroupBy(activity => activity["activity_type"]).Select(group => (group.Key, (int?)group.Count())), ignoreOrder: true);
            report.Branches.Where(branch => branch.HasIntegrationActivities).Select(branch => branch.Slug)
                .ShouldBe(expected.ActiveBranches, ignoreOrder: true);
            report.Branches.Sum(branch => branch.Activities.Count).ShouldBe(expected.Open.Count);
            report.Regions.Sum(region => region.Figures.PopulationCovered).ShouldBe(expected.PopulationCovered);
            report.ActivityTypes.Select(type => type.Key).ShouldBe(
                SeedCsv.Read("activity_types.csv").Where(type => type["is_integration"] == "true").Select(type => type["key"]), ignoreOrder: true);
        }
    }

    [Theory]
    [BothDatabases]
    public async Task An_activity_counts_from_its_first_day_until_the_day_before_it_closes(DatabaseKind kind)
    {
        await using var world = await CoverageWorld.OnAsync(kind);
        await AddAsync(world, activity => activity.OpensOn = new DateOnly(2026, 3, 1), closesOn: new DateOnly(2026, 3, 3));
        (await IsActiveAsync(world, new DateOnly(2026, 2, 28))).ShouldBeFalse();
        (await IsActiveAsync(world, new DateOnly(2026, 3, 1))).ShouldBeTrue();
        (await IsActiveAsync(world, new DateOnly(2026, 3, 2))).ShouldBeTrue();
        (await IsActiveAsync(world, new DateOnly(2026, 3, 3))).ShouldBeFalse();
    }

    [Theory]
    [BothDatabases]
    public async Task An_activity_that_closes_on_its_first_day_never_counts(DatabaseKind kind)
    {
        await using var world = await CoverageWorld.OnAsync(kind);
        await AddAsync(world, activity => activity.OpensOn = CoverageWorld.Today, closesOn: CoverageWorld.Today);
        (await IsActiveAsync(world, CoverageWorld.Today)).ShouldBeFalse();
    }

    [Theory]
    [BothDatabases]
    public async Task An_activity_without_an_end_counts_for_ever(DatabaseKind kind)
    {
        await using var world = await CoverageWorld.OnAsync(kind);
        await AddAsync(world, activity => activity.OpensOn = CoverageWorld.Today);
        (await IsActiveAsync(world, new DateOnly(2046, 1, 1))).ShouldBeTrue();
    }

    [Theory]
    [BothDatabases]
    public async Task An_activity_of_a_type_that_is_no_integration_does_not_count(DatabaseKind kind)
    {
        await using var world = await CoverageWorld.OnAsync(kind);
        await AddAsync(world, activity => activity.ActivityTypeKey = "allotment");
        var report = await world.ReportAsync();
        report.Branches.Single(branch => branch.Slug == Branch).ShouldSatisfyAllConditions(
            branch => branch.HasIntegrationActivities.ShouldBeFalse(),
            branch => branch.Activities.ShouldBeEmpty());
        report.ActivityTypes.ShouldNotContain(type => type.Key == "allotment");
    }

    [Theory]
    [BothDatabases]
    public async Task An_activity_of_a_centre_does_not_cover_its_municipality(DatabaseKind kind)
    {
        await using var world = await CoverageWorld.OnAsync(kind);
        await using (var context = world.CreateContext())
        {
            context.AsylumCentres.Add(new AsylumCentre { Id = 1, Slug = "center-test", Name = "Center Test", MunicipalityCode = Municipality, Operator = CentreOperator.RedCross });
            context.Activities.Add(new Activity { Id = Ids.New(), CentreId = 1, ActivityTypeKey = "cafe", Title = "Café", OpensOn = new DateOnly(2020, 1, 1) });
            await context.SaveChangesAsync();
        }
        var report = await world.ReportAsync();
        report.Municipalities.Single(one => one.Code == Municipality).Covered.ShouldBeFalse();
        report.Country.BranchesWithIntegrationActivities.ShouldBe(60);
    }

    [Theory]
    [BothDatabases]
    public async Task One_more_branch_with_an_activity_covers_its_municipality_and_its_people(DatabaseKind kind)
    {
        await using var world = await CoverageWorld.OnAsync(kind);
        var before = (await world.ReportAsync()).Country;
        await AddAsync(world, activity => activity.Weekday = Weekday.Friday);
        await AddAsync(world, activity => activity.Title = "Endnu en");
        var report = await world.ReportAsync();
        report.Country.ShouldBe(before with
        {
            BranchesWithIntegrationActivities = before.BranchesWithIntegrationActivities + 1,
            MunicipalitiesCovered = before.MunicipalitiesCovered + 1,
            PopulationCovered = before.PopulationCovered + 35_090,
            // The activities are entered, so the branch also counts without assumptions.
            Documented = before.Documented! with
            {
                BranchesWithIntegrationActivities = before.Documented.BranchesWithIntegrationActivities + 1,
                MunicipalitiesCovered = before.Documented.MunicipalitiesCovered + 1,
                PopulationCovered = before.Documented.PopulationCovered + 35_090,
            },
        });
        report.Municipalities.Single(one => one.Code == Municipality).Origin.ShouldBe("ENTERED");
        report.Branches.Single(branch => branch.Slug == Branch).Activities.Select(activity => activity.Weekday).ShouldBe([null, "FRIDAY"], ignoreOrder: true);
    }

    [Theory]
    [BothDatabases]
    public async Task Without_reference_data_there_is_no_report_rather_than_an_empty_one(DatabaseKind kind)
    {
        await using var database = TestDatabase.Empty(kind);
        await using (var context = database.CreateContext())
        {
            await context.Database.MigrateAsync();
        }

        await using var world = CoverageWorld.On(database);
        (await Should.ThrowAsync<InvalidOperationException>(world.ReportAsync())).Message.ShouldContain("reference data");
    }

    private static async Task AddAsync(CoverageWorld world, Action<Activity> change, DateOnly? closesOn = null)
    {
        var activity = new Activity
        {
            Id = Ids.New(),
            BranchId = Ids.OfBranch(Branch),
            ActivityTypeKey = "cafe",
            Title = "Café",
            OpensOn = new DateOnly(2020, 1, 1),
            ClosesOn = closesOn,
        };
        change(activity);
        await using var context = world.CreateContext();
        context.Activities.Add(activity);
        await context.SaveChangesAsync();
    }

    private static async Task<bool> IsActiveAsync(CoverageWorld world, DateOnly on)
    {
        var report = await world.ReportAsync(on);
        var branch = report.Branches.Single(one => one.Slug == Branch);
        report.Municipalities.Single(one => one.Code == Municipality).Covered.ShouldBe(branch.HasIntegrationActivities);
        return branch.HasIntegrationActivities;
    }
}
