using Integration.Graph.Server.Activities;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Mutations;
using Integration.Graph.Server.Tests.Subscriptions;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.Activities;

public sealed class ActivityMutationTests
{
    [Theory, BothDatabases]
    public async Task An_activity_is_opened_changed_and_closed_at_the_callers_branch(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);

        var id = await OpenAsync(scene, TestCountry.EastNear, new(TestCountry.Cafe, " Café ", scene.Clock.Today, Weekday: Weekday.Tuesday));
        (await LoadAsync(scene, id)).ShouldBe((TestCountry.EastNear, TestCountry.Cafe, "Café", Weekday.Tuesday, scene.Clock.Today, null));

        await ChangeAsync(scene, TestCountry.EastNear, new(id, Title: new("Kaffe"), Weekday: new(null), ClosesOn: new(scene.Clock.Today.AddDays(9))));
        (await LoadAsync(scene, id)).ShouldBe((TestCountry.EastNear, TestCountry.Cafe, "Kaffe", null, scene.Clock.Today, scene.Clock.Today.AddDays(9)));

        await CloseAsync(scene, TestCountry.EastNear, new(id));
        (await LoadAsync(scene, id)).ClosesOn.ShouldBe(scene.Clock.Today);
    }

    [Theory, BothDatabases]
    public async Task A_change_with_an_outdated_version_is_refused_and_only_the_branch_sees_versions(DatabaseKind kind)
    {
        await using var host = await Centre.StartServerAsync(kind, new ManualClock());
        var coordinator = await host.TokenAsync(Role.BranchCoordinator, "test-north-a");
        async Task<string> DoAsync(string mutation, string input) => (await host.QueryAsync(coordinator,
            $"mutation {{ {mutation}(input: {{ {input} }}) {{ activity {{ id version }} errors {{ ... on Error {{ code }} }} }} }}"))[mutation].GetRawText();
        var opened = await DoAsync("openActivity", $"type: \"{TestCountry.Cafe}\", title: \"Café\", opensOn: \"2026-01-01\"");
        var id = System.Text.Json.JsonDocument.Parse(opened).RootElement.GetProperty("activity").GetProperty("id").GetString();
        opened.ShouldBe($$"""{"activity":{"id":"{{id}}","version":1},"errors":null}""");

        (await DoAsync("changeActivity", $"activityId: \"{id}\", title: \"Kaffe\", version: 1")).ShouldBe($$"""{"activity":{"id":"{{id}}","version":2},"errors":null}""");
        foreach (var (mutation, input) in new[] { ("changeActivity", "title: \"Te\""), ("closeActivity", "closesOn: \"2026-12-01\"") })
        {
            (await DoAsync(mutation, $"activityId: \"{id}\", version: 1, {input}")).ShouldBe("""{"activity":null,"errors":[{"code":"CONFLICT"}]}""");
        }

        var activity = await host.DoAsync(db => db.Activities.SingleAsync(x => x.Title == "Kaffe"));
        (activity.Version, activity.ClosesOn).ShouldBe((2, null));
        // Without a version, a change applies to the current state.
        (await DoAsync("closeActivity", $"activityId: \"{id}\", closesOn: \"2027-12-01\"")).ShouldContain("\"version\":3");

        var version = $"{{ node(id: \"{id}\") {{ ... on Activity {{ title version }} }} }}";
        (await host.QueryAsync(await host.TokenAsync(Role.BranchCoordinator, "test-south-a"), version)).Text.ShouldBe("""{"data":{"node":{"title":"Kaffe","version":null}}}""");
        (await host.QueryAsync(null, version)).Coordinates.ShouldBe(["Activity.version"]);
        (await host.QueryAsync(await host.TokenAsync(Role.IntegrationConsultant), version)).Coordinates.ShouldBe(["Activity.version"]);
        host.Complaints.ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task Who_waits_finds_the_branch_that_opens_and_the_request_to_activate_it_is_cancelled(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var waiting = await scene.ReferredAsync(TestCountry.East);
        (await scene.ActivationsAsync()).ShouldHaveSingleItem().BranchId.ShouldBe(TestCountry.EastNear);

        // A café is not an integration activity; the type it is changed to is one.
        var id = await OpenAsync(scene, TestCountry.EastFar, new(TestCountry.Cafe, "Café", scene.Clock.Today));
        (await scene.LoadAsync(waiting)).Referral!.BranchId.ShouldBeNull();
        await ChangeAsync(scene, TestCountry.EastFar, new(id, Type: new(TestCountry.Family)));

        var referral = (await scene.LoadAsync(waiting)).Referral!;
        (referral.BranchId, referral.Status, referral.AssignedAt).ShouldBe((TestCountry.EastFar, ReferralStatus.Assigned, scene.Clock.Now));
        (await scene.ActivationsAsync()).ShouldHaveSingleItem().Status.ShouldBe(ActivationStatus.Cancelled);
        // Closing the activity does not move the assigned referral, but the next referral waits.
        await CloseAsync(scene, TestCountry.EastFar, new(id));
        (await scene.LoadAsync(waiting)).Referral!.BranchId.ShouldBe(TestCountry.EastFar);
        (await scene.LoadAsync(await scene.ReferredAsync(TestCountry.East))).Referral!.BranchId.ShouldBeNull();
    }

    [Theory, BothDatabases]
    public async Task Everything_wrong_is_said_at_once_and_another_branchs_activity_is_not_found(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var today = scene.Clock.Today;
        Func<Task> open = () => OpenAsync(scene, TestCountry.EastNear, new("??", " ", today, today.AddDays(-1)));
        await open.ShouldFailWithAsync("type UNKNOWN_CODE", "title REQUIRED", "closesOn OUT_OF_RANGE");

        var id = await OpenAsync(scene, TestCountry.EastNear, new(TestCountry.Cafe, "Café", today));
        foreach (var (branch, activity) in new[] { (TestCountry.EastFar, id), (TestCountry.EastNear, 4242) })
        {
            Func<Task> change = () => ChangeAsync(scene, branch, new(activity, Title: new("Other")));
            Func<Task> close = () => CloseAsync(scene, branch, new(activity));
            await change.ShouldFailWithAsync("activityId NOT_FOUND");
            await close.ShouldFailWithAsync("activityId NOT_FOUND");
        }
        Func<Task> empty = () => ChangeAsync(scene, TestCountry.EastNear, new(id, Type: new(null), Title: new(null), OpensOn: new(null)));
        await empty.ShouldFailWithAsync("type REQUIRED", "title REQUIRED", "opensOn REQUIRED");
        Func<Task> early = () => CloseAsync(scene, TestCountry.EastNear, new(id, today.AddDays(-1)));
        await early.ShouldFailWithAsync("closesOn OUT_OF_RANGE");
        (await LoadAsync(scene, id)).ClosesOn.ShouldBeNull();
    }

    [Theory, BothDatabases]
    public async Task An_activation_is_requested_by_hand_and_lives_as_long_as_somebody_waits(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        Func<Task> early = () => RequestAsync(scene, TestCountry.EastFar, Scene.Consultant);
        await early.ShouldFailWithAsync("ACTIVATION_NOT_NEEDED");
        var waiting = await scene.ReferredAsync(TestCountry.East);

        await RequestAsync(scene, TestCountry.EastFar, Scene.Coordinator(TestCountry.EastFar));
        await RequestAsync(scene, TestCountry.EastFar, Scene.Consultant);
        // A later change to a person in the municipality does not cancel the activation, although routing requests a nearer
        // branch.
        var second = await scene.ReferredAsync(TestCountry.East);

        (await scene.ActivationsAsync()).Where(x => x.Status == ActivationStatus.Requested).Select(x => (x.BranchId, x.RequestedBy))
            .ShouldBe([(TestCountry.EastNear, null), (TestCountry.EastFar, "coordinator")], ignoreOrder: true);
        foreach (var person in new[] { waiting, second })
        {
            await scene.WithdrawAsync((await scene.LoadAsync(person)).Reference);
        }

        (await scene.ActivationsAsync()).ShouldAllBe(x => x.Status == ActivationStatus.Cancelled);
    }

    [Theory, BothDatabases]
    public async Task An_activation_is_requested_only_where_there_is_a_need_and_by_a_coordinator_for_the_own_branch(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        await scene.ReferredAsync(TestCountry.East);
        foreach (var (branch, caller, error) in new[]
        {
            (TestCountry.EastFar, Scene.Coordinator(TestCountry.EastNear), "branchId NOT_FOUND"),
            (4242, Scene.Consultant, "branchId NOT_FOUND"),
            (TestCountry.NorthA, Scene.Consultant, "ACTIVATION_NOT_NEEDED"),
            (TestCountry.SouthQuiet, Scene.Consultant, "ACTIVATION_NOT_NEEDED"),
        })
        {
            Func<Task> request = () => RequestAsync(scene, branch, caller);
            await request.ShouldFailWithAsync(error);
        }
    }

    private static async Task<long> OpenAsync(Scene scene, long branch, OpenActivityInput input) => (await scene.DoAsync(db =>
        ActivityMutations.OpenActivityAsync(input, scene.In(db, Scene.Coordinator(branch))))).Id;

    private static async Task ChangeAsync(Scene scene, long branch, ChangeActivityInput input) => await scene.DoAsync(db =>
        ActivityMutations.ChangeActivityAsync(input, scene.In(db, Scene.Coordinator(branch))));

    private static async Task CloseAsync(Scene scene, long branch, CloseActivityInput input) => await scene.DoAsync(db =>
        ActivityMutations.CloseActivityAsync(input, scene.In(db, Scene.Coordinator(branch))));

    private static async Task RequestAsync(Scene scene, long branch, Caller caller) => await scene.DoAsync(db =>
        AssignmentMutations.RequestBranchActivationAsync(new(branch), scene.In(db, caller)));

    private static async Task<(long? Branch, string Type, string Title, Weekday? Weekday, DateOnly OpensOn, DateOnly? ClosesOn)> LoadAsync(Scene scene, long id)
    {
        var stored = await scene.DoAsync(db => db.Activities.AsNoTracking().SingleAsync(x => x.Id == id));
        return (stored.BranchId, stored.ActivityTypeKey, stored.Title, stored.Weekday, stored.OpensOn, stored.ClosesOn);
    }
}
