using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Coverage;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Site.Output;
using Integration.Graph.Site.Tests.Reports;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Site.Tests.Coverage;

public sealed class CoverageNightTests
{
    private static readonly DateOnly Today = CoverageWorld.Today;

    [Theory]
    [BothDatabases]
    public async Task The_first_start_makes_todays_report_and_site_at_once(DatabaseKind kind)
    {
        await using var world = CoverageWorld.On(await SmallCountry.CreateAsync(kind));
        (await world.Reports.GetAsync(null, CancellationToken.None)).ShouldBeNull();
        await world.Night().RunAsync(CancellationToken.None);
        (await world.Reports.GetAsync(null, CancellationToken.None)).ShouldNotBeNull().On.ShouldBe(Today);
        SiteFolder(world).ShouldContain("2026-03-02-1-");
    }

    [Theory]
    [BothDatabases]
    public async Task A_kept_report_is_never_made_again(DatabaseKind kind)
    {
        await using var world = CoverageWorld.On(await SmallCountry.CreateAsync(kind));
        await world.Night().RunAsync(CancellationToken.None);
        await CloseEverythingAsync(world);
        world.Clock.Move(TimeSpan.FromHours(5));
        var site = SiteFolder(world);
        await world.Night().RunAsync(CancellationToken.None);

        await using var context = world.CreateContext();
        (await context.CoverageSnapshots.SingleAsync()).MadeAt.ShouldBe(new DateTime(2026, 3, 2, 9, 0, 0, DateTimeKind.Utc));
        (await world.Reports.GetAsync(Today, CancellationToken.None)).ShouldNotBeNull().Country.BranchesWithIntegrationActivities.ShouldBe(1);
        SiteFolder(world).ShouldBe(site);
    }

    [Theory]
    [BothDatabases]
    public async Task Missed_nights_are_made_up_with_the_figures_of_their_days(DatabaseKind kind)
    {
        await using var world = CoverageWorld.On(await SmallCountry.CreateAsync(kind));
        await world.Night().RunAsync(CancellationToken.None);
        await using (var context = world.CreateContext())
        {
            context.Activities.Add(SmallCountry.Activity("two", Today.AddDays(2), Today.AddDays(3)));
            await context.SaveChangesAsync();
        }
        world.Clock.Move(TimeSpan.FromDays(4));
        await world.Night().RunAsync(CancellationToken.None);

        var history = await world.Reports.HistoryAsync(Today, Today.AddDays(10), CancellationToken.None);
        history.Select(report => report.On).ShouldBe([.. Enumerable.Range(0, 5).Select(Today.AddDays)]);
        history.Select(report => report.Country.BranchesWithIntegrationActivities).ShouldBe([1, 1, 2, 1, 1]);
        SiteFolder(world).ShouldContain("2026-03-06-1-");
    }

    [Theory]
    [InlineData("2026-03-10T02:29:59Z", 9)]
    [InlineData("2026-03-10T02:30:00Z", 10)]
    [InlineData("2026-03-10T22:59:59Z", 10)]
    [InlineData("2026-07-10T01:29:59Z", 9)]
    [InlineData("2026-07-10T01:30:00Z", 10)]
    public void A_day_is_due_from_half_past_three_in_Denmark_in_winter_and_summer(string instant, int day)
    {
        var clock = new Server.Tests.Identity.SettableClock();
        var at = DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture);
        clock.Move(at - clock.GetUtcNow());
        new CoverageSchedule(Microsoft.Extensions.Options.Options.Create(new CoverageOptions()), clock)
            .LastDueDay.ShouldBe(new DateOnly(2026, at.Month, day));
    }

    [Fact]
    public async Task No_more_than_a_year_of_nights_is_made_up()
    {
        await using var world = CoverageWorld.On(await SmallCountry.CreateAsync(DatabaseKind.Sqlite));
        await world.Reports.KeepAsync(SmallReport.Make() with { On = new DateOnly(2020, 1, 1) }, CancellationToken.None);
        await world.Night().RunAsync(CancellationToken.None);
        await using var context = world.CreateContext();
        var days = await context.CoverageSnapshots.Select(snapshot => snapshot.On).OrderByDescending(on => on).ToListAsync();
        days.Count.ShouldBe(1 + CoverageNight.MostMadeUp);
        days[0].ShouldBe(Today);
        days[^2].ShouldBe(Today.AddDays(1 - CoverageNight.MostMadeUp));
    }

    [Theory]
    [BothDatabases]
    public async Task Several_processes_at_once_keep_one_report_and_publish_the_same_site(DatabaseKind kind)
    {
        await using var world = CoverageWorld.On(await SmallCountry.CreateAsync(kind));
        var outputs = Enumerable.Range(1, 3).Select(number => world.Output + number).ToList();
        await Task.WhenAll(outputs.Select(output => Task.Run(() => world.Night(output).RunAsync(CancellationToken.None))));

        await using var context = world.CreateContext();
        (await context.CoverageSnapshots.CountAsync()).ShouldBe(1);
        var sites = outputs.Select(output => TemporaryFolder.FilesOf(Path.Combine(output, CoveragePublisher.Current(output)!))).ToList();
        sites[1].ShouldBe(sites[0]);
        sites[2].ShouldBe(sites[0]);
    }

    [Theory]
    [BothDatabases]
    public async Task Of_many_that_keep_a_report_at_once_one_gets_through_and_none_fails(DatabaseKind kind)
    {
        await using var world = CoverageWorld.On(await SmallCountry.CreateAsync(kind));
        for (var day = 0; day < 5; day++)
        {
            var report = await world.ReportAsync(Today.AddDays(day));
            using var together = new Barrier(8);
            var kept = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    together.SignalAndWait();
                    return world.Reports.KeepAsync(report, CancellationToken.None);
                },
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()));
            kept.Count(one => one).ShouldBe(1);
        }
    }

    [Theory]
    [BothDatabases]
    public async Task A_published_report_that_does_not_tell_assumptions_from_facts_gets_a_revision_that_does(DatabaseKind kind)
    {
        await using var world = CoverageWorld.On(await SmallCountry.CreateAsync(kind));
        var old = OldReport.Of(SmallReport.Make() with { On = Today });
        await using (var context = world.CreateContext())
        {
            context.CoverageSnapshots.Add(new() { On = Today, Revision = 1, MadeAt = DateTime.UnixEpoch, Json = old });
            await context.SaveChangesAsync();
        }
        (await world.Reports.GetAsync(Today, CancellationToken.None)).ShouldNotBeNull().Country.Documented.ShouldBeNull();

        await world.Night().RunAsync(CancellationToken.None);
        await world.Night().RunAsync(CancellationToken.None);

        var report = (await world.Reports.GetAsync(Today, CancellationToken.None)).ShouldNotBeNull();
        (report.Revision, report.Country.Documented.ShouldNotBeNull().MunicipalitiesCovered).ShouldBe((2, 1));
        SiteFolder(world).ShouldContain("2026-03-02-2-");
        await using (var context = world.CreateContext())
        {
            (await context.CoverageSnapshots.SingleAsync(snapshot => snapshot.Revision == 1)).Json.ShouldBe(old);
        }
    }

    [Fact]
    public async Task A_build_that_fails_leaves_yesterdays_site()
    {
        await using var world = CoverageWorld.On(await SmallCountry.CreateAsync(DatabaseKind.Sqlite));
        await world.Night().RunAsync(CancellationToken.None);
        var yesterday = SiteFolder(world);
        await using (var context = world.CreateContext())
        {
            context.Branches.Add(SmallCountry.Branch("Å", "0101"));
            await context.SaveChangesAsync();
        }
        world.Clock.Move(TimeSpan.FromDays(1));

        await Should.ThrowAsync<SiteException>(world.Night().RunAsync(CancellationToken.None));

        SiteFolder(world).ShouldBe(yesterday);
        File.Exists(Path.Combine(world.Output, yesterday, "index.html")).ShouldBeTrue();
        Directory.GetDirectories(world.Output).Select(Path.GetFileName).ShouldBe([yesterday]);
        // The day's report is stored, although its pages could not be created.
        (await world.Reports.GetAsync(null, CancellationToken.None)).ShouldNotBeNull().On.ShouldBe(Today.AddDays(1));
    }

    [Fact]
    public async Task The_site_before_stays_beside_the_current_one_and_older_ones_go()
    {
        await using var world = CoverageWorld.On(await SmallCountry.CreateAsync(DatabaseKind.Sqlite));
        var names = new List<string>();
        for (var night = 0; night < 4; night++, world.Clock.Move(TimeSpan.FromDays(1)))
        {
            await world.Night().RunAsync(CancellationToken.None);
            names.Add(SiteFolder(world));
        }
        names.ShouldBeUnique();
        Directory.GetDirectories(world.Output).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)
            .ShouldBe(names[^2..].Order(StringComparer.Ordinal));
        Directory.GetFiles(world.Output).Select(Path.GetFileName).ShouldBe([CoveragePublisher.Pointer]);
    }

    [Fact]
    public async Task Another_report_of_the_same_day_is_published_anew()
    {
        await using var world = CoverageWorld.On(await SmallCountry.CreateAsync(DatabaseKind.Sqlite));
        await world.Night().RunAsync(CancellationToken.None);
        var before = SiteFolder(world);
        await using (var context = world.CreateContext())
        {
            await context.CoverageSnapshots.ExecuteDeleteAsync();
        }

        await CloseEverythingAsync(world);
        await world.Night().RunAsync(CancellationToken.None);
        SiteFolder(world).ShouldNotBe(before);
    }

    [Theory]
    [BothDatabases]
    public async Task A_correction_is_a_further_revision_and_the_first_one_stays(DatabaseKind kind)
    {
        await using var world = CoverageWorld.On(await SmallCountry.CreateAsync(kind));
        await world.Night().RunAsync(CancellationToken.None);
        await CloseEverythingAsync(world);
        (await world.Reports.KeepAsync(await world.Reporter.MakeAsync(Today, 2, CancellationToken.None), CancellationToken.None)).ShouldBeTrue();
        (await world.Reports.KeepAsync(SmallReport.Make(revision: 2) with { On = Today }, CancellationToken.None)).ShouldBeFalse();

        (await world.Reports.GetAsync(Today, CancellationToken.None)).ShouldNotBeNull()
            .ShouldSatisfyAllConditions(report => report.Revision.ShouldBe(2), report => report.Country.BranchesWithIntegrationActivities.ShouldBe(0));
        (await world.Reports.HistoryAsync(Today, Today, CancellationToken.None)).ShouldHaveSingleItem().Revision.ShouldBe(2);
        await using var context = world.CreateContext();
        (await context.CoverageSnapshots.CountAsync()).ShouldBe(2);
    }

    [Theory]
    [InlineData("2026-03-02", "2026-03-01", "ends on 2026-03-01, before it begins")]
    [InlineData("2026-01-01", "2026-04-03", "may span at most 92 days")]
    public async Task A_history_that_is_backwards_or_too_long_is_refused_in_words(string from, string to, string message)
    {
        await using var world = CoverageWorld.On(await SmallCountry.CreateAsync(DatabaseKind.Sqlite));
        var error = await Should.ThrowAsync<GraphQLException>(world.Reports.HistoryAsync(Day(from), Day(to), CancellationToken.None));
        error.Message.ShouldContain(message);
        error.Code.ShouldBe("COVERAGE_RANGE");
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static string SiteFolder(CoverageWorld world) => CoveragePublisher.Current(world.Output).ShouldNotBeNull();

    private static async Task CloseEverythingAsync(CoverageWorld world)
    {
        await using var context = world.CreateContext();
        await context.Activities.ExecuteUpdateAsync(set => set.SetProperty(activity => activity.ClosesOn, new DateOnly(2020, 1, 1)));
    }
}
