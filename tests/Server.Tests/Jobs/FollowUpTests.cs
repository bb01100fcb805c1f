using Integration.Graph.Server.Consents;
using Integration.Graph.Server.DeletionRequests;
using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Jobs;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.DeletionRequests;
using Integration.Graph.Server.Tests.Mutations;
using Integration.Graph.Server.Volunteers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Integration.Graph.Server.Tests.Jobs;

/// <summary>
/// The follow-up job writes each time-dependent change exactly once, however often and in however many processes it runs.
/// </summary>
public sealed class FollowUpTests
{
    [Theory, BothDatabases]
    public async Task A_consent_that_has_run_out_lapses_the_referral_and_asks_for_deletion_once(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var end = scene.Clock.Now.AddDays(30);
        var (id, reference, referral, volunteer, _) = await scene.MatchedAsync(end);
        var (_, other, _, _, _) = await scene.MatchedAsync();
        scene.Clock.Now = end.AddTicks(-10);
        await RunAsync(scene);
        (await scene.RequestsAsync(reference)).ShouldBeEmpty();

        scene.Clock.Now = end.AddHours(1);
        await Task.WhenAll(RunAsync(scene), RunAsync(scene));
        scene.Clock.Pass(TimeSpan.FromHours(1));
        await RunAsync(scene);

        var lapsed = (await scene.LoadAsync(id)).Referrals.ShouldHaveSingleItem();
        (lapsed.Id, lapsed.Status, lapsed.ClosedAt).ShouldBe((referral, ReferralStatus.Lapsed, end));
        lapsed.Matches.ShouldHaveSingleItem().Status.ShouldBe(MatchStatus.Ended);
        (await scene.RequestsAsync(reference)).ShouldBe([
            "BranchCoordinator test-north-a Expired: Phone, Age", "Municipality 9901 Expired: Name, Phone", $"Volunteer {volunteer} Expired: Name"]);
        (await scene.RequestsAsync(other)).ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task A_consent_that_runs_out_asks_for_what_no_pending_request_covers(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var end = scene.Clock.Now.AddDays(30);
        var (id, reference, _, volunteer, _) = await scene.MatchedAsync(end);
        // Narrowing requests the deletion of the phone, which is not confirmed. The name may be held until the end.
        await scene.ChangeAsync(id, 1, [.. Scene.GrantsOf(RecipientClass.Municipality, SharedField.Name)], validUntil: end);
        scene.Clock.Now = end;

        await RunAsync(scene);
        await RunAsync(scene);

        (await scene.RequestsAsync(reference)).ShouldBe([
            "BranchCoordinator test-north-a Narrowed: Phone, Age", "Municipality 9901 Expired: Name", "Municipality 9901 Narrowed: Phone",
            $"Volunteer {volunteer} Narrowed: Name"]);
    }

    /// <summary>A trigger simulates a broken row: every change to this person fails.</summary>
    [Fact]
    public async Task One_person_whose_step_fails_keeps_nobody_else_from_theirs()
    {
        await using var scene = await Scene.CreateAsync(DatabaseKind.Sqlite);
        var end = scene.Clock.Now.AddDays(30);
        var (_, broken, _, _, _) = await scene.MatchedAsync(end);
        var (_, first, _, _, _) = await scene.MatchedAsync(end);
        var (_, second, _, _, _) = await scene.MatchedAsync(end);
        await scene.BreakAsync(broken);
        scene.Clock.Now = end;
        await MinorAsync(scene, new DateOnly(2008, 5, 20));
        var log = new Lines();

        var failure = await Should.ThrowAsync<InvalidOperationException>(() => RunAsync(scene, log));

        failure.Message.ShouldStartWith("Follow-up failed for: 1 of 3 persons");
        log.All.ShouldHaveSingleItem().ShouldContain(broken);
        (await scene.RequestsAsync(broken)).ShouldBeEmpty();
        (await scene.RequestsAsync(first)).Count.ShouldBe(3);
        (await scene.RequestsAsync(second)).Count.ShouldBe(3);
        (await NoticesAsync(scene)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task One_part_that_fails_keeps_no_other_from_being_done()
    {
        await using var scene = await Scene.CreateAsync(DatabaseKind.Sqlite);
        var (_, reference, _, _, _) = await scene.MatchedAsync();
        await scene.WithdrawAsync(reference);
        var broken = await scene.ReferredAsync(TestCountry.East);
        var other = await scene.ReferredAsync(TestCountry.West);
        scene.Clock.Pass(TimeSpan.FromDays(15));
        await MinorAsync(scene, new DateOnly(2008, 5, 20));
        await scene.DoAsync(async db =>
        {
            db.Add(TestCountry.Branch(Ids.OfBranch("test-west"), "test-west", TestCountry.West, 10.0, 9.0));
            db.AddRange(TestCountry.Opened(Ids.OfBranch("test-west"), TestCountry.Family), TestCountry.Opened(TestCountry.EastFar, TestCountry.Family));
            await db.SaveChangesAsync();
            await db.Database.ExecuteSqlRawAsync(
                "CREATE TRIGGER broken BEFORE UPDATE ON referrals WHEN NEW.municipality_code = '9903' BEGIN SELECT RAISE(ABORT, 'broken'); END");
        });
        var log = new Lines();

        var failure = await Should.ThrowAsync<InvalidOperationException>(() => RunAsync(scene, log));

        failure.Message.ShouldStartWith("Follow-up failed for: persons who wait in municipality 9903.");
        log.All.ShouldContain(x => x.Contains("persons who wait in municipality 9903", StringComparison.Ordinal));
        (await scene.LoadAsync(broken)).Referral!.Status.ShouldBe(ReferralStatus.AwaitingBranch);
        (await scene.LoadAsync(other)).Referral!.BranchId.ShouldBe(Ids.OfBranch("test-west"));
        (await NoticesAsync(scene)).ShouldHaveSingleItem();
        (await scene.AllRequestsAsync(reference)).ShouldAllBe(x => x.RemindedAt == scene.Clock.Now);

        // A part that cannot even start does not stop the others either.
        await scene.DoAsync(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE referrals RENAME TO gone"));
        scene.Clock.Pass(TimeSpan.FromDays(7));
        failure = await Should.ThrowAsync<InvalidOperationException>(() => RunAsync(scene, log));
        failure.Message.ShouldStartWith("Follow-up failed for: persons whose consent has expired, persons who wait for an activity to open");
        (await scene.AllRequestsAsync(reference)).ShouldAllBe(x => x.RemindedAt == scene.Clock.Now);
    }

    [Theory, BothDatabases]
    public async Task A_municipality_is_asked_although_no_referral_was_ever_open(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await scene.RegisterAsync();
        await scene.PlaceAsync(id);
        await scene.AskAsync(id);
        await scene.ConsentAsync(id, [.. Scene.GrantsOf(RecipientClass.Municipality, SharedField.Name)], validUntil: scene.Clock.Now.AddDays(1));
        var reference = (await scene.LoadAsync(id)).Reference;
        await scene.HoldAsync(reference, Role.Municipality, TestCountry.North, SharedFields.Name);
        scene.Clock.Pass(TimeSpan.FromDays(1));

        await RunAsync(scene);

        (await scene.RequestsAsync(reference)).ShouldBe(["Municipality 9901 Expired: Name"]);
    }

    [Theory, BothDatabases]
    public async Task The_centre_is_told_sixty_days_before_a_guardians_consent_ends(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        // The consents end on 1 May 2026, 58 days after 4 March, and on 1 June.
        var first = await MinorAsync(scene, new DateOnly(2008, 5, 31));
        var second = await MinorAsync(scene, new DateOnly(2008, 6, 1));
        var adult = await scene.ReferredAsync();

        await Task.WhenAll(RunAsync(scene), RunAsync(scene));

        var notice = (await NoticesAsync(scene)).ShouldHaveSingleItem();
        (notice.RefugeeId, notice.ConsentVersion, notice.EndsOn, notice.CreatedAt).ShouldBe((first, 1, new DateOnly(2026, 5, 1), scene.Clock.Now));
        scene.Clock.Now = new(2026, 4, 1, 11, 0, 0, DateTimeKind.Utc);
        await RunAsync(scene);
        (await NoticesAsync(scene)).Count.ShouldBe(1);
        scene.Clock.Pass(TimeSpan.FromDays(1));
        await RunAsync(scene);
        (await NoticesAsync(scene)).Select(x => x.RefugeeId).ShouldBe([first, second], ignoreOrder: true);
        adult.ShouldNotBe(first);
    }

    [Theory, BothDatabases]
    public async Task What_is_overdue_is_reminded_of_once_a_week_and_said_without_a_name(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var (_, reference, _, volunteer, _) = await scene.MatchedAsync();
        await scene.WithdrawAsync(reference);
        var log = new Lines();
        scene.Clock.Pass(TimeSpan.FromDays(14));
        await RunAsync(scene, log);
        log.All.ShouldBeEmpty();

        scene.Clock.Pass(TimeSpan.FromDays(1));
        var reminded = scene.Clock.Now;
        await RunAsync(scene, log);
        await RunAsync(scene, log);

        log.All.Count.ShouldBe(3);
        log.All.ShouldContain(x => x.StartsWith("Municipality 9901 has 1 overdue", StringComparison.Ordinal));
        // A volunteer is a person with rights too, so the log does not contain the number.
        log.All.ShouldContain(x => x.StartsWith("Volunteers have 1 overdue", StringComparison.Ordinal));
        log.All.ShouldAllBe(x => !x.Contains(reference, StringComparison.Ordinal) && !x.Contains($"{volunteer}", StringComparison.Ordinal));
        (await scene.AllRequestsAsync(reference)).ShouldAllBe(x => x.RemindedAt == reminded);
        scene.Clock.Pass(TimeSpan.FromDays(7));
        await RunAsync(scene, log);
        log.All.Count.ShouldBe(6);
    }

    [Theory, BothDatabases]
    public async Task A_waiting_referral_gets_a_branch_on_the_day_its_activity_opens_or_in_the_first_run_after_it(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await scene.ReferredAsync(TestCountry.East);
        await scene.DoAsync(db => Server.Activities.ActivityMutations.OpenActivityAsync(
            new(TestCountry.Family, "Families", scene.Clock.Today.AddDays(2)), scene.In(db, Scene.Coordinator(TestCountry.EastFar))));
        (await scene.LoadAsync(id)).Referral!.Status.ShouldBe(ReferralStatus.AwaitingBranch);

        scene.Clock.Pass(TimeSpan.FromDays(1));
        await RunAsync(scene);
        (await scene.LoadAsync(id)).Referral!.Status.ShouldBe(ReferralStatus.AwaitingBranch);
        // The job does not run on the day itself.
        scene.Clock.Pass(TimeSpan.FromDays(4));
        await RunAsync(scene);

        (await scene.LoadAsync(id)).Referral!.BranchId.ShouldBe(TestCountry.EastFar);
    }

    private static async Task<long> MinorAsync(Scene scene, DateOnly born)
    {
        var id = await scene.RegisterAsync(Scene.Person() with { DateOfBirth = born });
        await scene.AskAsync(id);
        await scene.ConsentAsync(id, guardian: "Guardian");
        return id;
    }

    private static Task<List<ConsentNotice>> NoticesAsync(Scene scene) => scene.DoAsync(db => db.ConsentNotices.AsNoTracking().ToListAsync());

    private static Task RunAsync(Scene scene, Lines? log = null) => new FollowUp(new SceneContexts(scene), scene.Clock, log ?? new Lines()).RunAsync();

    /// <summary>Collects log entries of level Warning and above as text.</summary>
    private sealed class Lines : ILogger<FollowUp>
    {
        public List<string> All { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Add(formatter(state, exception));
    }
}
