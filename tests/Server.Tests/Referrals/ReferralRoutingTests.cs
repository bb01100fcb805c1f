using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Mutations;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.Referrals;

/// <summary>Routing as part of the process, with stored data.</summary>
public class ReferralRoutingTests
{
    // Close to north-b, and far from the seat and from north-a.
    private static readonly AddressInput Outskirts = new("Nygade 1", TestCountry.PostalCodeInNorth);

    [Theory, BothDatabases]
    public async Task A_referral_goes_where_a_wish_is_met(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);

        var family = await scene.ReferredAsync(wishes: [TestCountry.Family]);
        var language = await scene.ReferredAsync(wishes: [TestCountry.Language, TestCountry.Cafe]);
        var secondFamily = await scene.ReferredAsync(wishes: [TestCountry.Family]);

        var referral = (await scene.LoadAsync(family)).Referral!;
        referral.BranchId.ShouldBe(TestCountry.NorthA);
        referral.Status.ShouldBe(ReferralStatus.Assigned);
        referral.MunicipalityCode.ShouldBe(TestCountry.North);
        (referral.WaitingSince, referral.AssignedAt, referral.ClosedAt).ShouldBe((scene.Clock.Now, scene.Clock.Now, null));
        (await BranchOfAsync(scene, language)).ShouldBe(TestCountry.NorthB);
        (await BranchOfAsync(scene, secondFamily)).ShouldBe(TestCountry.NorthA);
    }

    [Theory, BothDatabases]
    public async Task Without_a_wish_the_branch_with_fewer_referrals_takes_it(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);

        var first = await scene.ReferredAsync();
        var second = await scene.ReferredAsync();

        (await BranchOfAsync(scene, first)).ShouldBe(TestCountry.NorthA);
        (await BranchOfAsync(scene, second)).ShouldBe(TestCountry.NorthB);
    }

    [Theory, BothDatabases]
    public async Task The_way_from_home_counts_only_if_volunteers_may_know_the_address(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var granted = await PlacedAsync(scene, Scene.Person(), Outskirts);
        await scene.ConsentAsync(granted, [new(RecipientClass.Volunteers, SharedField.Address)]);
        (await BranchOfAsync(scene, granted)).ShouldBe(TestCountry.NorthB);
        await scene.WithdrawAsync((await scene.LoadAsync(granted)).Reference);

        var toMunicipalityOnly = await PlacedAsync(scene, Scene.Person(), Outskirts);
        await scene.ConsentAsync(toMunicipalityOnly,
            [new(RecipientClass.Municipality, SharedField.Address), new(RecipientClass.Volunteers, SharedField.Name)]);
        (await BranchOfAsync(scene, toMunicipalityOnly)).ShouldBe(TestCountry.NorthA);
        await scene.WithdrawAsync((await scene.LoadAsync(toMunicipalityOnly)).Reference);

        var hidden = await PlacedAsync(scene, Scene.Person() with { NameAndAddressProtection = true }, Outskirts);
        await scene.ConsentAsync(hidden);
        (await BranchOfAsync(scene, hidden)).ShouldBe(TestCountry.NorthA);
    }

    [Theory, BothDatabases]
    public async Task A_household_goes_to_one_branch(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var mother = await scene.ReferredAsync(wishes: [TestCountry.Family]);
        var neighbour = await scene.ReferredAsync(wishes: [TestCountry.Family]);

        var son = await scene.ReferredAsync(wishes: [TestCountry.Language], person: Scene.Person() with { HouseholdOf = mother });

        (await BranchOfAsync(scene, son)).ShouldBe(TestCountry.NorthA);
        (await BranchOfAsync(scene, neighbour)).ShouldBe(TestCountry.NorthA);

        // The branch is now full. The next referral goes to another branch instead of waiting.
        var daughter = await scene.ReferredAsync(person: Scene.Person() with { HouseholdOf = mother });
        (await BranchOfAsync(scene, daughter)).ShouldBe(TestCountry.NorthB);
    }

    [Theory, BothDatabases]
    public async Task A_household_that_waits_together_goes_where_there_is_room_for_all(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        await CapacityAsync(scene, TestCountry.SouthA, 0);
        var mother = await scene.ReferredAsync(TestCountry.South);
        var son = await scene.ReferredAsync(TestCountry.South, person: Scene.Person() with { HouseholdOf = mother });
        await scene.DoAsync(async db =>
        {
            db.Add(TestCountry.Opened(TestCountry.SouthQuiet, TestCountry.Language));
            await db.SaveChangesAsync();
        });
        await CapacityAsync(scene, TestCountry.SouthA, 1);
        await CapacityAsync(scene, TestCountry.SouthQuiet, 2);

        // Any change that concerns the municipality's waiting list triggers the routing.
        var other = await scene.ReferredAsync(TestCountry.South);

        (await BranchOfAsync(scene, mother)).ShouldBe(TestCountry.SouthQuiet);
        (await BranchOfAsync(scene, son)).ShouldBe(TestCountry.SouthQuiet);
        (await BranchOfAsync(scene, other)).ShouldBe(TestCountry.SouthA);
    }

    [Theory, BothDatabases]
    public async Task Activities_count_while_they_are_open(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        await scene.DoAsync(async db =>
        {
            await db.Activities.Where(x => x.BranchId == TestCountry.SouthA).ExecuteDeleteAsync();
            db.Add(TestCountry.Opened(TestCountry.SouthA, TestCountry.Family, scene.Clock.Today.AddDays(1), scene.Clock.Today.AddDays(2)));
            await db.SaveChangesAsync();
        });

        var tooEarly = await scene.ReferredAsync(TestCountry.South);
        (await BranchOfAsync(scene, tooEarly)).ShouldBeNull();

        scene.Clock.Pass(TimeSpan.FromDays(1));
        var inTime = await scene.ReferredAsync(TestCountry.South);
        (await BranchOfAsync(scene, inTime)).ShouldBe(TestCountry.SouthA);
        (await BranchOfAsync(scene, tooEarly)).ShouldBe(TestCountry.SouthA);

        scene.Clock.Pass(TimeSpan.FromDays(1));
        var tooLate = await scene.ReferredAsync(TestCountry.South);
        (await BranchOfAsync(scene, tooLate)).ShouldBeNull();
    }

    [Theory, BothDatabases]
    public async Task Who_has_waited_longest_takes_the_place_that_becomes_free(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        await CapacityAsync(scene, TestCountry.SouthA, 1);
        var first = await scene.ReferredAsync(TestCountry.South);
        scene.Clock.Pass(TimeSpan.FromDays(1));
        var second = await scene.ReferredAsync(TestCountry.South);
        scene.Clock.Pass(TimeSpan.FromDays(1));
        var third = await scene.ReferredAsync(TestCountry.South);
        (await BranchOfAsync(scene, second)).ShouldBeNull();

        await scene.WithdrawAsync((await scene.LoadAsync(first)).Reference);

        (await BranchOfAsync(scene, second)).ShouldBe(TestCountry.SouthA);
        (await BranchOfAsync(scene, third)).ShouldBeNull();
    }

    [Theory, BothDatabases]
    public async Task A_referral_whose_consent_ran_out_takes_no_place(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        await CapacityAsync(scene, TestCountry.SouthA, 1);
        var first = await scene.RegisterAsync();
        await scene.PlaceAsync(first, TestCountry.South);
        await scene.AskAsync(first);
        await scene.ConsentAsync(first, validUntil: scene.Clock.Now.AddHours(1));
        scene.Clock.Pass(TimeSpan.FromHours(1));

        var second = await scene.ReferredAsync(TestCountry.South);

        (await BranchOfAsync(scene, second)).ShouldBe(TestCountry.SouthA);
    }

    [Theory, BothDatabases]
    public async Task A_returned_referral_is_followed_by_another_and_never_comes_back(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await scene.ReferredAsync(wishes: [TestCountry.Family]);
        var began = scene.Clock.Now;
        var first = (await scene.LoadAsync(id)).ReferralId!.Value;
        scene.Clock.Pass(TimeSpan.FromDays(1));

        await scene.ReturnAsync(first, TestCountry.NorthA, "No family is free.");

        var person = await scene.LoadAsync(id);
        var returned = person.Referrals.Single(x => x.Id == first);
        (returned.Status, returned.ClosedAt, returned.ReturnReason).ShouldBe((ReferralStatus.Returned, scene.Clock.Now, "No family is free."));
        person.ReferralId.ShouldNotBe(first);
        (person.Referral!.BranchId, person.Referral.WaitingSince, person.Referral.AssignedAt)
            .ShouldBe((TestCountry.NorthB, began, scene.Clock.Now));

        await scene.ReturnAsync(person.ReferralId!.Value, TestCountry.NorthB);

        person = await scene.LoadAsync(id);
        (person.Referral!.Status, person.Referral.BranchId, person.Referral.WaitingSince).ShouldBe((ReferralStatus.AwaitingBranch, null, began));
        person.Referrals.Count.ShouldBe(3);
        (await scene.ActivationsAsync()).ShouldHaveSingleItem().BranchId.ShouldBe(TestCountry.NorthQuiet);
    }

    [Theory, BothDatabases]
    public async Task A_move_closes_the_referral_and_starts_again_in_the_new_municipality(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await scene.ReferredAsync(wishes: [TestCountry.Family]);
        scene.Clock.Pass(TimeSpan.FromDays(1));

        await scene.PlaceAsync(id, TestCountry.South);

        var person = await scene.LoadAsync(id);
        (person.Referrals[0].Status, person.Referrals[0].ClosedAt).ShouldBe((ReferralStatus.Closed, scene.Clock.Now));
        (person.Referral!.MunicipalityCode, person.Referral.BranchId, person.Referral.WaitingSince)
            .ShouldBe((TestCountry.South, TestCountry.SouthA, scene.Clock.Now));
        person.Referrals.Count.ShouldBe(2);
    }

    [Theory, BothDatabases]
    public async Task While_undecided_nothing_new_begins_and_what_has_begun_goes_on(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await scene.ReferredAsync();
        var referral = (await scene.LoadAsync(id)).ReferralId!.Value;

        await scene.AskAsync(id, ContactAnswer.Undecided);
        (await scene.LoadAsync(id)).Referral!.ClosedAt.ShouldBeNull();

        await scene.ReturnAsync(referral, TestCountry.NorthA);
        (await scene.LoadAsync(id)).Referral!.BranchId.ShouldBe(TestCountry.NorthB);

        await scene.PlaceAsync(id, TestCountry.South);
        (await scene.LoadAsync(id)).Referrals.ShouldAllBe(x => x.ClosedAt != null);

        await scene.AskAsync(id);
        (await scene.LoadAsync(id)).Referral!.BranchId.ShouldBe(TestCountry.SouthA);
    }

    [Theory, BothDatabases]
    public async Task A_consent_for_the_municipality_alone_makes_no_referral(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);

        var id = await scene.ReferredAsync(grants: [new(RecipientClass.Municipality, SharedField.Name)]);
        (await scene.LoadAsync(id)).Referral.ShouldBeNull();

        await scene.ChangeAsync(id, 1, [new(RecipientClass.Volunteers, SharedField.Name)]);
        (await scene.LoadAsync(id)).Referral!.Status.ShouldBe(ReferralStatus.Assigned);
    }

    private static async Task<long> PlacedAsync(Scene scene, RegisterRefugeeInput person, AddressInput address)
    {
        var id = await scene.RegisterAsync(person);
        await scene.PlaceAsync(id, TestCountry.North, address: address);
        await scene.AskAsync(id);
        return id;
    }

    private static async Task CapacityAsync(Scene scene, long branch, int capacity) => await scene.DoAsync(db =>
        db.Branches.Where(x => x.Id == branch).ExecuteUpdateAsync(row => row.SetProperty(x => x.Capacity, capacity)));

    private static async Task<long?> BranchOfAsync(Scene scene, long id) => (await scene.LoadAsync(id)).Referral!.BranchId;
}
