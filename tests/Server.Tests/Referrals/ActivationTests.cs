using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Mutations;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.Referrals;

/// <summary>Requests to activate a branch where no branch can take a person.</summary>
public class ActivationTests
{
    [Theory, BothDatabases]
    public async Task The_nearest_quiet_branch_is_asked_for_once_however_many_wait(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);

        var first = await scene.ReferredAsync(TestCountry.East);
        await scene.ReferredAsync(TestCountry.East);

        var referral = (await scene.LoadAsync(first)).Referral!;
        (referral.Status, referral.BranchId, referral.AssignedAt).ShouldBe((ReferralStatus.AwaitingBranch, null, null));
        var activation = (await scene.ActivationsAsync()).ShouldHaveSingleItem();
        (activation.BranchId, activation.Status, activation.RequestedAt, activation.DecidedAt)
            .ShouldBe((TestCountry.EastNear, ActivationStatus.Requested, scene.Clock.Now, null));
    }

    [Theory, BothDatabases]
    public async Task The_request_is_cancelled_with_the_last_who_waits(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var first = await scene.ReferredAsync(TestCountry.East);
        var second = await scene.ReferredAsync(TestCountry.East);

        await scene.WithdrawAsync((await scene.LoadAsync(first)).Reference);
        (await scene.ActivationsAsync()).Single().Status.ShouldBe(ActivationStatus.Requested);

        await scene.PlaceAsync(second, TestCountry.North);
        var activation = (await scene.ActivationsAsync()).Single();
        (activation.Status, activation.DecidedAt).ShouldBe((ActivationStatus.Cancelled, scene.Clock.Now));
    }

    [Theory, BothDatabases]
    public async Task After_a_refusal_the_next_nearest_is_asked_for_and_the_refused_one_never_again(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        await scene.ReferredAsync(TestCountry.East);
        scene.Clock.Pass(TimeSpan.FromHours(1));

        await scene.DecideAsync((await scene.ActivationsAsync()).Single().Id, approve: false);

        var activations = await scene.ActivationsAsync();
        activations.Select(x => (x.BranchId, x.Status)).ShouldBe(
            [(TestCountry.EastNear, ActivationStatus.Refused), (TestCountry.EastFar, ActivationStatus.Requested)]);

        await scene.DecideAsync(activations[1].Id, approve: false);
        await scene.ReferredAsync(TestCountry.East);
        (await scene.ActivationsAsync()).Select(x => x.Status).ShouldBe([ActivationStatus.Refused, ActivationStatus.Refused]);
    }

    [Theory, BothDatabases]
    public async Task An_approved_branch_is_not_asked_for_again_while_it_prepares(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        await scene.ReferredAsync(TestCountry.East);
        await scene.DecideAsync((await scene.ActivationsAsync()).Single().Id, approve: true);

        await scene.ReferredAsync(TestCountry.East);
        (await scene.ActivationsAsync()).ShouldHaveSingleItem().Status.ShouldBe(ActivationStatus.Approved);

        scene.Clock.Pass(TimeSpan.FromDays(90));
        await scene.ReferredAsync(TestCountry.East);
        (await scene.ActivationsAsync()).Select(x => x.Status).ShouldBe([ActivationStatus.Approved, ActivationStatus.Requested]);
    }

    [Theory, BothDatabases]
    public async Task Where_a_municipality_has_no_branch_nothing_is_requested_and_the_person_waits(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);

        var id = await scene.ReferredAsync(TestCountry.West);

        (await scene.LoadAsync(id)).Referral!.Status.ShouldBe(ReferralStatus.AwaitingBranch);
        (await scene.ActivationsAsync()).ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task The_consultant_assigns_to_a_branch_of_the_municipality_or_of_a_neighbour(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var inEast = await scene.ReferredAsync(TestCountry.East);
        var inWest = await scene.ReferredAsync(TestCountry.West);

        await scene.AssignAsync((await scene.LoadAsync(inEast)).ReferralId!.Value, TestCountry.EastFar);
        await scene.AssignAsync((await scene.LoadAsync(inWest)).ReferralId!.Value, TestCountry.NorthA);

        var referral = (await scene.LoadAsync(inEast)).Referral!;
        (referral.Status, referral.BranchId, referral.AssignedAt).ShouldBe((ReferralStatus.Assigned, TestCountry.EastFar, scene.Clock.Now));
        (await scene.ActivationsAsync()).Single().Status.ShouldBe(ActivationStatus.Cancelled);
        referral = (await scene.LoadAsync(inWest)).Referral!;
        (referral.BranchId, referral.MunicipalityCode).ShouldBe((TestCountry.NorthA, TestCountry.West));
    }

    [Theory, BothDatabases]
    public async Task Capacity_freed_by_a_neighbours_person_goes_to_the_branchs_own_municipality(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        await scene.DoAsync(db => db.Branches.Where(x => x.Id == TestCountry.SouthA)
            .ExecuteUpdateAsync(row => row.SetProperty(x => x.Capacity, 1)));
        var guest = await scene.ReferredAsync(TestCountry.West);
        await scene.AssignAsync((await scene.LoadAsync(guest)).ReferralId!.Value, TestCountry.SouthA);
        var own = await scene.ReferredAsync(TestCountry.South);
        (await scene.LoadAsync(own)).Referral!.Status.ShouldBe(ReferralStatus.AwaitingBranch);

        await scene.WithdrawAsync((await scene.LoadAsync(guest)).Reference);

        (await scene.LoadAsync(own)).Referral!.BranchId.ShouldBe(TestCountry.SouthA);
    }

    [Theory, BothDatabases]
    public async Task What_cannot_be_assigned_is_refused_and_stays(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var far = Ids.OfBranch("test-far-away");
        await scene.DoAsync(async db =>
        {
            db.Add(TestCountry.Branch(far, "test-far-away", "9927", 37, 30));
            await db.SaveChangesAsync();
        });
        var waiting = (await scene.LoadAsync(await scene.ReferredAsync(TestCountry.West))).ReferralId!.Value;
        var assigned = (await scene.LoadAsync(await scene.ReferredAsync())).ReferralId!.Value;

        Func<Task> nothing = () => scene.AssignAsync(0, 0);
        Func<Task> notANeighbour = () => scene.AssignAsync(waiting, far);
        Func<Task> notWaiting = () => scene.AssignAsync(assigned, TestCountry.NorthB);
        Func<Task> byACoordinator = () => scene.AssignAsync(waiting, TestCountry.NorthA, Scene.Coordinator(TestCountry.NorthA));

        await nothing.ShouldFailWithAsync("referralId NOT_FOUND", "branchId NOT_FOUND");
        await notANeighbour.ShouldFailWithAsync("branchId OUT_OF_RANGE");
        await notWaiting.ShouldFailWithAsync("WRONG_STATUS");
        (await Scene.ErrorsOfAsync(notWaiting)).Single().Message.ShouldBe("The referral is ASSIGNED; this operation needs AWAITING_BRANCH.");
        await byACoordinator.ShouldFailWithAsync("referralId NOT_FOUND");
    }

    [Theory, BothDatabases]
    public async Task A_branch_that_gave_the_referral_back_is_not_assigned_it_again(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await scene.ReferredAsync(TestCountry.South);
        await scene.ReturnAsync((await scene.LoadAsync(id)).ReferralId!.Value, TestCountry.SouthA);

        Func<Task> assign = async () => await scene.AssignAsync((await scene.LoadAsync(id)).ReferralId!.Value, TestCountry.SouthA);

        await assign.ShouldFailWithAsync("branchId OUT_OF_RANGE");
    }

    [Theory, BothDatabases]
    public async Task Only_the_consultant_decides_and_only_once(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        await scene.ReferredAsync(TestCountry.East);
        var activation = (await scene.ActivationsAsync()).Single().Id;

        Func<Task> byTheBranch = () => scene.DecideAsync(activation, true, Scene.Coordinator(TestCountry.EastNear));
        await byTheBranch.ShouldFailWithAsync("branchActivationId NOT_FOUND");
        Func<Task> unknown = () => scene.DecideAsync(0, true);
        await unknown.ShouldFailWithAsync("branchActivationId NOT_FOUND");
        Func<Task> tooLong = () => scene.DoAsync(db => AssignmentMutations.DecideBranchActivationAsync(
            new(activation, true, new string('x', 1001)), scene.In(db, Scene.Consultant)));
        await tooLong.ShouldFailWithAsync("reason TOO_LONG");

        await scene.DecideAsync(activation, approve: true);
        Func<Task> again = () => scene.DecideAsync(activation, approve: false);
        await again.ShouldFailWithAsync("WRONG_STATUS");
        (await scene.ActivationsAsync()).Single().Status.ShouldBe(ActivationStatus.Approved);
    }
}
