using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Mutations;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.DeletionRequests;

/// <summary>
/// Each way to lose a field creates deletion requests for exactly those who hold it, with exactly the held fields.
/// </summary>
public sealed class DeletionRequestTests
{
    [Theory, BothDatabases]
    public async Task A_withdrawal_asks_every_holder_for_what_each_holds(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var (_, reference, _, volunteer, _) = await scene.MatchedAsync();
        // Recipients of another person's fields get no request about this person.
        var (_, other, _, _, _) = await scene.MatchedAsync();

        await scene.WithdrawAsync(reference);
        await scene.WithdrawAsync(reference);

        (await scene.RequestsAsync(reference)).ShouldBe([
            "BranchCoordinator test-north-a Withdrawn: Phone, Age", "Municipality 9901 Withdrawn: Name, Phone", $"Volunteer {volunteer} Withdrawn: Name"]);
        (await scene.RequestsAsync(other)).ShouldBeEmpty();
        (await scene.AllRequestsAsync(reference)).ShouldAllBe(x => x.RequestedAt == scene.Clock.Now);
    }

    [Theory, BothDatabases]
    public async Task Consultants_get_a_request_for_the_languages_when_the_referral_ends_or_the_grant_is_removed(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var (withdrawn, _) = await KnownToConsultantsAsync(scene);
        var (narrowed, id) = await KnownToConsultantsAsync(scene);
        var (closed, other) = await KnownToConsultantsAsync(scene);
        var (returned, third) = await KnownToConsultantsAsync(scene);

        await scene.WithdrawAsync(withdrawn);
        await scene.ChangeAsync(id, 1, [.. Scene.GrantsOf(RecipientClass.Volunteers, SharedField.Name)]);
        var done = (await scene.LoadAsync(other)).Referral!;
        await scene.AcceptAsync(done.Id, done.BranchId!.Value);
        await scene.DoAsync(db => ReferralMutations.CloseReferralAsync(
            new(done.Id), scene.In(db, Scene.Coordinator(done.BranchId.Value))));
        // A returned referral waits again, so the consultants may keep the languages.
        var back = (await scene.LoadAsync(third)).Referral!;
        await scene.ReturnAsync(back.Id, back.BranchId!.Value);

        (await scene.RequestsAsync(withdrawn)).ShouldBe(["IntegrationConsultant  Withdrawn: Languages"]);
        (await scene.RequestsAsync(narrowed)).ShouldBe(["IntegrationConsultant  Narrowed: Languages"]);
        (await scene.RequestsAsync(closed)).ShouldBe(["IntegrationConsultant  Closed: Languages"]);
        (await scene.RequestsAsync(returned)).ShouldBeEmpty();
        // One consultant confirms for all.
        await scene.ConfirmDeletionAsync((await scene.AllRequestsAsync(withdrawn)).Single().Id, Scene.Consultant);
        (await scene.RequestsAsync(withdrawn)).ShouldBe(["IntegrationConsultant  Withdrawn: Languages confirmed"]);
        (await scene.DoAsync(db => Holdings.OfAsync(db, withdrawn, default))).ShouldBeEmpty();
    }

    private static async Task<(string Reference, long Id)> KnownToConsultantsAsync(Scene scene)
    {
        var id = await scene.ReferredAsync();
        var reference = (await scene.LoadAsync(id)).Reference;
        await scene.HoldAsync(reference, Role.IntegrationConsultant, "", SharedFields.Languages);
        return (reference, id);
    }

    [Theory, BothDatabases]
    public async Task Who_never_received_anything_is_asked_for_nothing(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var person = await scene.LoadAsync(await scene.ReferredAsync());

        await scene.WithdrawAsync(person.Reference);

        (await scene.RequestsAsync(person.Reference)).ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task A_later_no_asks_as_a_withdrawal_does(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var (id, reference, _, _, _) = await scene.MatchedAsync();

        await scene.AskAsync(id, ContactAnswer.Declines);

        (await scene.RequestsAsync(reference)).Count(x => x.Contains("Withdrawn", StringComparison.Ordinal)).ShouldBe(3);
    }

    [Theory, BothDatabases]
    public async Task A_narrowed_consent_asks_for_what_is_no_longer_granted_to_the_holders_class(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var (id, reference, _, _, _) = await scene.MatchedAsync();

        await scene.ChangeAsync(id, 1, [
            .. Scene.GrantsOf(RecipientClass.Municipality, SharedField.Name),
            .. Scene.GrantsOf(RecipientClass.Volunteers, SharedField.Name, SharedField.Phone)]);

        (await scene.RequestsAsync(reference)).ShouldBe(["BranchCoordinator test-north-a Narrowed: Age", "Municipality 9901 Narrowed: Phone"]);
    }

    [Theory, BothDatabases]
    public async Task A_consent_for_the_municipality_alone_asks_branch_and_volunteer(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var (id, reference, _, volunteer, _) = await scene.MatchedAsync();

        await scene.ChangeAsync(id, 1, [.. Scene.GrantsOf(RecipientClass.Municipality, Enum.GetValues<SharedField>())]);

        (await scene.RequestsAsync(reference)).ShouldBe(
            ["BranchCoordinator test-north-a Narrowed: Phone, Age", $"Volunteer {volunteer} Narrowed: Name"]);
    }

    [Theory, BothDatabases]
    public async Task A_move_asks_everybody_in_the_old_place(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var (id, reference, _, volunteer, _) = await scene.MatchedAsync();

        await scene.PlaceAsync(id, TestCountry.South);

        (await scene.RequestsAsync(reference)).ShouldBe([
            "BranchCoordinator test-north-a Moved: Phone, Age", "Municipality 9901 Moved: Name, Phone", $"Volunteer {volunteer} Moved: Name"]);
    }

    [Theory, BothDatabases]
    public async Task A_returned_referral_asks_the_branch_alone(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var person = await scene.LoadAsync(await scene.ReferredAsync(wishes: [TestCountry.Family]));
        await scene.HoldAsync(person.Reference, Role.Municipality, TestCountry.North);
        await scene.HoldAsync(person.Reference, Role.BranchCoordinator, "test-north-a");

        await scene.ReturnAsync(person.ReferralId!.Value, TestCountry.NorthA);

        (await scene.RequestsAsync(person.Reference)).ShouldBe(["BranchCoordinator test-north-a Returned: Name, Phone"]);
    }

    [Theory, BothDatabases]
    public async Task A_closed_referral_asks_branch_and_volunteer(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var (id, reference, referral, volunteer, _) = await scene.MatchedAsync();

        await scene.DoAsync(db => ReferralMutations.CloseReferralAsync(
            new(referral), scene.In(db, Scene.Coordinator(TestCountry.NorthA))));

        (await scene.RequestsAsync(reference)).ShouldBe(
            ["BranchCoordinator test-north-a Closed: Phone, Age", $"Volunteer {volunteer} Closed: Name"]);
        (await scene.LoadAsync(id)).Referrals.ShouldHaveSingleItem().Status.ShouldBe(ReferralStatus.Closed);
    }

    [Theory, BothDatabases]
    public async Task An_ended_match_asks_the_volunteer_alone(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var (_, reference, _, volunteer, match) = await scene.MatchedAsync();

        await scene.EndAsync(match, Scene.Volunteer(volunteer));

        (await scene.RequestsAsync(reference)).ShouldBe([$"Volunteer {volunteer} MatchEnded: Name"]);
    }

    [Theory, BothDatabases]
    public async Task A_step_that_fails_asks_nobody(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var (id, reference, _, _, _) = await scene.MatchedAsync();

        Func<Task> change = () => scene.ChangeAsync(id, 2, [.. Scene.GrantsOf(RecipientClass.Municipality, SharedField.Name)]);

        await change.ShouldFailWithAsync("CONSENT_NOT_IN_FORCE");
        (await scene.RequestsAsync(reference)).ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task What_is_permitted_again_before_it_is_confirmed_is_not_asked_for_any_more(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var (id, reference, _, volunteer, _) = await scene.MatchedAsync();
        await scene.WithdrawAsync(reference);

        // North A gets the referral again, but without the age. The municipality gets everything. The volunteer has no match.
        await scene.ConsentAsync(id, [
            .. Scene.GrantsOf(RecipientClass.Municipality, Enum.GetValues<SharedField>()),
            .. Scene.GrantsOf(RecipientClass.Volunteers, SharedField.Name, SharedField.Phone)]);

        (await scene.LoadAsync(id)).Referral!.BranchId.ShouldBe(TestCountry.NorthA);
        (await scene.RequestsAsync(reference)).ShouldBe([
            "BranchCoordinator test-north-a Withdrawn: Age", "Municipality 9901 Withdrawn: Name, Phone cancelled", $"Volunteer {volunteer} Withdrawn: Name"]);
        // A second loss creates new requests.
        await scene.WithdrawAsync(reference);
        (await scene.RequestsAsync(reference)).ShouldBe([
            "BranchCoordinator test-north-a Withdrawn: Age", "BranchCoordinator test-north-a Withdrawn: Phone",
            "Municipality 9901 Withdrawn: Name, Phone", "Municipality 9901 Withdrawn: Name, Phone cancelled", $"Volunteer {volunteer} Withdrawn: Name"]);
    }

    [Theory, BothDatabases]
    public async Task A_referral_that_reaches_a_branch_again_cancels_its_deletion_request(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var waiting = await scene.ReferredAsync(TestCountry.East);
        var reference = (await scene.LoadAsync(waiting)).Reference;
        await scene.HoldAsync(reference, Role.BranchCoordinator, "test-east-near", SharedFields.Name);
        // Any change to the person creates a request for a branch that holds the name without a referral.
        await scene.UpdateAsync(new(waiting, Phone: new("+4500000002")));
        (await scene.RequestsAsync(reference)).ShouldHaveSingleItem().ShouldNotContain("cancelled");

        await scene.DoAsync(db => Server.Activities.ActivityMutations.OpenActivityAsync(
            new(TestCountry.Family, "Families", scene.Clock.Today), scene.In(db, Scene.Coordinator(TestCountry.EastNear))));

        (await scene.LoadAsync(waiting)).Referral!.BranchId.ShouldBe(TestCountry.EastNear);
        (await scene.RequestsAsync(reference)).ShouldHaveSingleItem().ShouldEndWith("cancelled");
    }

    [Theory, BothDatabases]
    public async Task A_confirmed_deletion_ends_the_holding_until_it_is_received_again(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var (id, reference, _, _, _) = await scene.MatchedAsync();
        await scene.WithdrawAsync(reference);
        var municipality = Scene.Caseworker(TestCountry.North);
        var request = (await scene.AllRequestsAsync(reference)).Single(x => x.Role == Role.Municipality);
        scene.Clock.Pass(TimeSpan.FromDays(1));

        await scene.ConfirmDeletionAsync(request.Id, municipality);
        var confirmed = scene.Clock.Now;
        scene.Clock.Pass(TimeSpan.FromDays(1));
        await scene.ConfirmDeletionAsync(request.Id, municipality);

        var stored = (await scene.AllRequestsAsync(reference)).Single(x => x.Role == Role.Municipality);
        (stored.ConfirmedAt, stored.ConfirmedBy).ShouldBe((confirmed, "caseworker"));
        (await scene.DoAsync(db => Holdings.OfAsync(db, reference, default))).ShouldNotContain(x => x.Recipient.Role == Role.Municipality);
        await scene.ConsentAsync(id);
        await scene.WithdrawAsync(reference);
        (await scene.AllRequestsAsync(reference)).Count(x => x.Role == Role.Municipality).ShouldBe(1);

        await scene.ConsentAsync(id);
        await scene.DoAsync(db => db.Holdings.Where(x => x.Role == Role.Municipality && x.Field == SharedField.Phone)
            .ExecuteUpdateAsync(row => row.SetProperty(x => x.EndedAt, (DateTime?)null)));
        await scene.WithdrawAsync(reference);
        (await scene.RequestsAsync(reference)).Where(x => x.StartsWith("Municipality", StringComparison.Ordinal))
            .ShouldBe(["Municipality 9901 Withdrawn: Name, Phone confirmed", "Municipality 9901 Withdrawn: Phone"]);
    }

    [Theory, BothDatabases]
    public async Task Only_who_is_asked_can_confirm_and_nobody_else_learns_that_there_is_a_request(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var (_, reference, _, volunteer, _) = await scene.MatchedAsync();
        await scene.WithdrawAsync(reference);
        var requests = await scene.AllRequestsAsync(reference);
        Caller[] callers =
        [
            Scene.Caseworker(TestCountry.North), Scene.Caseworker(TestCountry.South), Held.Branch("test-north-a"), Held.Branch("test-north-b"),
            Held.Volunteer(volunteer), Held.Volunteer(volunteer + 1), Scene.CentreWorker, Scene.Consultant,
            new(Role.DataProtectionOfficer, "", 0, "officer", null), new(Role.Administrator, "", 0, "administrator", null),
        ];

        foreach (var caller in callers)
        {
            foreach (var request in requests.Select(x => x.Id).Append(4242))
            {
                if (requests.Find(x => x.Id == request) is not { } own || (own.Role, own.Scope) != (caller.Role, caller.Scope))
                {
                    Func<Task> confirm = () => scene.ConfirmDeletionAsync(request, caller);
                    await confirm.ShouldFailWithAsync("deletionRequestId NOT_FOUND");
                }
            }
        }

        (await scene.AllRequestsAsync(reference)).ShouldAllBe(x => x.ConfirmedAt == null);
    }

    [Theory, BothDatabases]
    public async Task A_request_that_was_taken_back_cannot_be_confirmed(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var (id, reference, _, _, _) = await scene.MatchedAsync();
        await scene.WithdrawAsync(reference);
        await scene.ConsentAsync(id);
        var request = (await scene.AllRequestsAsync(reference)).Single(x => x.Role == Role.Municipality);

        Func<Task> confirm = () => scene.ConfirmDeletionAsync(request.Id, Scene.Caseworker(TestCountry.North));

        await confirm.ShouldFailWithAsync("WRONG_STATUS");
    }
}
