using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Mutations;
using Integration.Graph.Server.Volunteers;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.Volunteers;

public class MatchTests
{
    private static readonly RegisterVolunteerInput Somebody = new("Vol", "Unteer", ActivityTypes: [TestCountry.Family]);

    [Theory, BothDatabases]
    public async Task A_volunteer_is_stored_as_told_at_the_callers_branch(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);

        var id = await scene.RegisterVolunteerAsync(TestCountry.NorthA, new(
            "Vera", "Ven", "+4500000050", "vera@ven.example", [TestCountry.Tongue], [TestCountry.Family, TestCountry.Cafe], 2, scene.Clock.Today));

        var stored = await scene.DoAsync(db => db.Volunteers.SingleAsync(x => x.Id == id));
        (stored.GivenName, stored.FamilyName, stored.Phone, stored.Email).ShouldBe(("Vera", "Ven", "+4500000050", "vera@ven.example"));
        (stored.BranchId, stored.Capacity, stored.ChildCertificateOn).ShouldBe((TestCountry.NorthA, 2, scene.Clock.Today));
        KeyList.Split(stored.ActivityTypes).ShouldBe([TestCountry.Family, TestCountry.Cafe]);
        stored.Languages.ShouldBe(TestCountry.Tongue);
    }

    [Theory, BothDatabases]
    public async Task Everything_wrong_with_a_volunteer_is_said_at_once_and_nothing_is_stored(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);

        Func<Task> register = () => scene.RegisterVolunteerAsync(TestCountry.NorthA, new(
            "", new string('x', 101), "12", "vera", ["??"], ["??"], 21, scene.Clock.Today.AddDays(1)));

        await register.ShouldFailWithAsync(
            "givenName REQUIRED", "familyName TOO_LONG", "phone MALFORMED", "email MALFORMED", "languages[0] UNKNOWN_CODE",
            "activityTypes[0] UNKNOWN_CODE", "capacity OUT_OF_RANGE", "childCertificateOn IN_THE_FUTURE");
        (await scene.DoAsync(db => db.Volunteers.CountAsync(x => x.BranchId == TestCountry.NorthA))).ShouldBe(0);
    }

    [Theory, BothDatabases]
    public async Task A_match_is_proposed_confirmed_and_ended(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var (id, referral) = await AcceptedAsync(scene);
        var volunteer = await scene.RegisterVolunteerAsync(TestCountry.NorthA);
        var proposed = scene.Clock.Now;

        var match = await scene.ProposeAsync(referral, volunteer, TestCountry.NorthA);
        (await StatusAsync(scene, id)).ShouldBe((ReferralStatus.Accepted, MatchStatus.Proposed));

        scene.Clock.Pass(TimeSpan.FromDays(1));
        var confirmed = scene.Clock.Now;
        await scene.ConfirmAsync(match, volunteer);
        (await StatusAsync(scene, id)).ShouldBe((ReferralStatus.Matched, MatchStatus.Confirmed));

        scene.Clock.Pass(TimeSpan.FromDays(1));
        await scene.EndAsync(match, Scene.Volunteer(volunteer));
        (await StatusAsync(scene, id)).ShouldBe((ReferralStatus.Contacted, MatchStatus.Ended));

        var person = await scene.LoadAsync(id);
        person.Referral!.ClosedAt.ShouldBeNull();
        person.Referral.ContactedAt.ShouldBe(confirmed);
        var stored = person.Referrals.Single().Matches.Single();
        (stored.ProposedAt, stored.ConfirmedAt, stored.EndedAt).ShouldBe((proposed, confirmed, scene.Clock.Now));
        (stored.RefugeeId, stored.VolunteerId, stored.BranchId, stored.ActivityTypeKey)
            .ShouldBe((id, volunteer, TestCountry.NorthA, TestCountry.Family));
    }

    [Theory, BothDatabases]
    public async Task After_a_no_or_a_proposal_taken_back_another_can_be_proposed(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var (id, referral) = await AcceptedAsync(scene);
        var volunteer = await scene.RegisterVolunteerAsync(TestCountry.NorthA);

        await scene.ConfirmAsync(await scene.ProposeAsync(referral, volunteer, TestCountry.NorthA), volunteer, accept: false);
        (await scene.LoadAsync(id)).Referrals.Single().Matches.Single().Status.ShouldBe(MatchStatus.Declined);

        var second = await scene.ProposeAsync(referral, volunteer, TestCountry.NorthA);
        await scene.EndAsync(second, Scene.Coordinator(TestCountry.NorthA));
        (await scene.LoadAsync(id)).Referral!.Status.ShouldBe(ReferralStatus.Accepted);

        var third = await scene.ProposeAsync(referral, volunteer, TestCountry.NorthA);
        await scene.ConfirmAsync(third, volunteer);
        (await scene.LoadAsync(id)).Referral!.Status.ShouldBe(ReferralStatus.Matched);
    }

    [Theory, BothDatabases]
    public async Task A_second_match_is_refused_while_one_is_open(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var (_, referral) = await AcceptedAsync(scene);
        var first = await scene.RegisterVolunteerAsync(TestCountry.NorthA);
        var second = await scene.RegisterVolunteerAsync(TestCountry.NorthA);
        await scene.ProposeAsync(referral, first, TestCountry.NorthA);

        Func<Task> propose = () => scene.ProposeAsync(referral, second, TestCountry.NorthA);

        await propose.ShouldFailWithAsync("WRONG_STATUS");
    }

    [Theory, BothDatabases]
    public async Task A_match_needs_an_accepted_referral_and_what_exists_at_the_branch(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await scene.ReferredAsync(wishes: [TestCountry.Family]);
        var referral = (await scene.LoadAsync(id)).ReferralId!.Value;
        var own = await scene.RegisterVolunteerAsync(TestCountry.NorthA);
        var elsewhere = await scene.RegisterVolunteerAsync(TestCountry.NorthB);

        Func<Task> early = () => scene.ProposeAsync(referral, own, TestCountry.NorthA);
        await early.ShouldFailWithAsync("WRONG_STATUS");
        (await Scene.ErrorsOfAsync(early)).Single().Message.ShouldBe("The referral is ASSIGNED; this operation needs ACCEPTED or CONTACTED.");

        await scene.AcceptAsync(referral, TestCountry.NorthA);
        Func<Task> wrong = () => scene.ProposeAsync(0, elsewhere, TestCountry.NorthA, "??");
        await wrong.ShouldFailWithAsync("referralId NOT_FOUND", "volunteerId NOT_FOUND", "activityType UNKNOWN_CODE");
    }

    [Theory, BothDatabases]
    public async Task A_volunteer_who_does_not_offer_it_or_has_no_place_left_is_unavailable(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var (_, first) = await AcceptedAsync(scene);
        var (_, second) = await AcceptedAsync(scene);
        var volunteer = await scene.RegisterVolunteerAsync(TestCountry.NorthA);
        var match = await scene.ProposeAsync(first, volunteer, TestCountry.NorthA);

        Func<Task> full = () => scene.ProposeAsync(second, volunteer, TestCountry.NorthA);
        await full.ShouldFailWithAsync("VOLUNTEER_UNAVAILABLE");
        Func<Task> fullAndOther = () => scene.ProposeAsync(second, volunteer, TestCountry.NorthA, TestCountry.Cafe);
        await fullAndOther.ShouldFailWithAsync("VOLUNTEER_UNAVAILABLE", "VOLUNTEER_UNAVAILABLE");

        await scene.EndAsync(match, Scene.Coordinator(TestCountry.NorthA));
        await scene.ProposeAsync(second, volunteer, TestCountry.NorthA);
    }

    [Theory, BothDatabases]
    public async Task A_child_certificate_of_the_last_two_years_is_needed_unless_known_to_be_of_age(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var without = await scene.RegisterVolunteerAsync(TestCountry.NorthA);
        var old = await scene.RegisterVolunteerAsync(TestCountry.NorthA, Somebody with { ChildCertificateOn = scene.Clock.Today.AddYears(-2).AddDays(-1) });
        var fresh = await scene.RegisterVolunteerAsync(TestCountry.NorthA, Somebody with { ChildCertificateOn = scene.Clock.Today.AddYears(-2) });
        var minor = await scene.RegisterAsync(Scene.Person() with { DateOfBirth = scene.Clock.Today.AddYears(-18).AddMonths(1) });
        await scene.PlaceAsync(minor);
        await scene.AskAsync(minor, wishes: [TestCountry.Family]);
        await scene.ConsentAsync(minor, guardian: "Representative");
        var ofUnknownAge = await scene.ReferredAsync(wishes: [TestCountry.Family], grants: [new(RecipientClass.Volunteers, SharedField.Name)]);

        foreach (var id in new[] { minor, ofUnknownAge })
        {
            var referral = (await scene.LoadAsync(id)).ReferralId!.Value;
            await scene.AcceptAsync(referral, TestCountry.NorthA);
            foreach (var volunteer in new[] { without, old })
            {
                Func<Task> propose = () => scene.ProposeAsync(referral, volunteer, TestCountry.NorthA);
                await propose.ShouldFailWithAsync("VOLUNTEER_UNAVAILABLE");
            }
            await scene.EndAsync(await scene.ProposeAsync(referral, fresh, TestCountry.NorthA), Scene.Coordinator(TestCountry.NorthA));
        }
    }

    [Theory, BothDatabases]
    public async Task Only_the_volunteer_answers_and_only_once(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var (_, referral) = await AcceptedAsync(scene);
        var volunteer = await scene.RegisterVolunteerAsync(TestCountry.NorthA);
        var match = await scene.ProposeAsync(referral, volunteer, TestCountry.NorthA);

        Func<Task> other = () => scene.ConfirmAsync(match, volunteer + 1);
        await other.ShouldFailWithAsync("matchId NOT_FOUND");
        Func<Task> coordinator = () => scene.DoAsync(db => MatchMutations.ConfirmMatchAsync(
            new(match), scene.In(db, Scene.Coordinator(TestCountry.NorthA))));
        await coordinator.ShouldFailWithAsync("matchId NOT_FOUND");
        Func<Task> otherBranch = () => scene.EndAsync(match, Scene.Coordinator(TestCountry.NorthB));
        await otherBranch.ShouldFailWithAsync("matchId NOT_FOUND");

        await scene.ConfirmAsync(match, volunteer);
        Func<Task> again = () => scene.ConfirmAsync(match, volunteer, accept: false);
        await again.ShouldFailWithAsync("WRONG_STATUS");
        await scene.EndAsync(match, Scene.Coordinator(TestCountry.NorthA));
        Func<Task> endAgain = () => scene.EndAsync(match, Scene.Coordinator(TestCountry.NorthA));
        await endAgain.ShouldFailWithAsync("WRONG_STATUS");
    }

    [Theory, BothDatabases]
    public async Task A_proposal_cannot_be_confirmed_after_the_consent_has_run_out(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await scene.RegisterAsync();
        await scene.PlaceAsync(id);
        await scene.AskAsync(id, wishes: [TestCountry.Family]);
        await scene.ConsentAsync(id, validUntil: scene.Clock.Now.AddHours(1));
        var referral = (await scene.LoadAsync(id)).ReferralId!.Value;
        await scene.AcceptAsync(referral, TestCountry.NorthA);
        var volunteer = await scene.RegisterVolunteerAsync(TestCountry.NorthA);
        var match = await scene.ProposeAsync(referral, volunteer, TestCountry.NorthA);
        scene.Clock.Pass(TimeSpan.FromHours(1));

        Func<Task> confirm = () => scene.ConfirmAsync(match, volunteer);

        await confirm.ShouldFailWithAsync("WRONG_STATUS");
        (await scene.LoadAsync(id)).Referrals.Single().Matches.Single().Status.ShouldBe(MatchStatus.Proposed);
    }

    [Theory, BothDatabases]
    public async Task A_proposal_ends_when_the_referral_is_returned(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var (id, referral) = await AcceptedAsync(scene);
        var volunteer = await scene.RegisterVolunteerAsync(TestCountry.NorthA);
        var match = await scene.ProposeAsync(referral, volunteer, TestCountry.NorthA);

        await scene.ReturnAsync(referral, TestCountry.NorthA);

        (await scene.LoadAsync(id)).Referrals.Single(x => x.Id == referral).Matches.Single().Status.ShouldBe(MatchStatus.Ended);
        Func<Task> confirm = () => scene.ConfirmAsync(match, volunteer);
        await confirm.ShouldFailWithAsync("WRONG_STATUS");
    }

    [Theory, BothDatabases]
    public async Task The_first_meeting_is_recorded_once_by_the_volunteer_of_the_match(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var (id, referral) = await AcceptedAsync(scene);
        var volunteer = await scene.RegisterVolunteerAsync(TestCountry.NorthA);
        var other = await scene.RegisterVolunteerAsync(TestCountry.NorthA);
        var match = await scene.ProposeAsync(referral, volunteer, TestCountry.NorthA);
        await MeetAsync(scene, match, Scene.Volunteer(volunteer)).ShouldFailWithAsync("WRONG_STATUS");
        await scene.ConfirmAsync(match, volunteer);
        scene.Clock.Pass(TimeSpan.FromDays(3));
        foreach (var stranger in new[] { Scene.Volunteer(other), Scene.Coordinator(TestCountry.NorthA), Scene.CentreWorker })
        {
            await MeetAsync(scene, match, stranger).ShouldFailWithAsync("matchId NOT_FOUND");
        }

        await MeetAsync(scene, match, Scene.Volunteer(volunteer), scene.Clock.Today.AddDays(1)).ShouldFailWithAsync("metOn IN_THE_FUTURE");
        await MeetAsync(scene, match, Scene.Volunteer(volunteer), scene.Clock.Today.AddDays(-4)).ShouldFailWithAsync("metOn OUT_OF_RANGE");

        await MeetAsync(scene, match, Scene.Volunteer(volunteer), scene.Clock.Today.AddDays(-1))();

        var met = (await scene.LoadAsync(id)).Referral!;
        // In Denmark this day began at 23:00 UTC on the previous day.
        (met.Status, met.MetAt).ShouldBe((ReferralStatus.Met, new DateTime(2026, 3, 5, 23, 0, 0, DateTimeKind.Utc)));
        await MeetAsync(scene, match, Scene.Volunteer(volunteer)).ShouldFailWithAsync("WRONG_STATUS");
    }

    [Theory, BothDatabases]
    public async Task A_closed_referral_ends_its_match_and_is_followed_by_none_until_the_person_asks_again(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var assigned = (await scene.LoadAsync(await scene.ReferredAsync(wishes: [TestCountry.Family]))).ReferralId!.Value;
        await CloseAsync(scene, assigned, TestCountry.NorthA).ShouldFailWithAsync("WRONG_STATUS");
        await CloseAsync(scene, assigned, TestCountry.NorthB).ShouldFailWithAsync("referralId NOT_FOUND");
        var (id, referral) = await AcceptedAsync(scene);
        var volunteer = await scene.RegisterVolunteerAsync(TestCountry.NorthA);
        var match = await scene.ProposeAsync(referral, volunteer, TestCountry.NorthA);
        await scene.ConfirmAsync(match, volunteer);

        await CloseAsync(scene, referral, TestCountry.NorthA)();

        await scene.UpdateAsync(new(id, Phone: new("+4500000077")));
        var closed = (await scene.LoadAsync(id)).Referrals.ShouldHaveSingleItem();
        (closed.Status, closed.ClosedAt, closed.Matches.Single().Status).ShouldBe((ReferralStatus.Closed, scene.Clock.Now, MatchStatus.Ended));
        await CloseAsync(scene, referral, TestCountry.NorthA).ShouldFailWithAsync("referralId NOT_FOUND");
        await scene.AskAsync(id);
        (await scene.LoadAsync(id)).Referrals.Count.ShouldBe(2);
    }

    private static Func<Task> MeetAsync(Scene scene, long match, Server.Identity.Caller caller, DateOnly? on = null) => () =>
        scene.DoAsync(db => MatchMutations.RecordMeetingAsync(new(match, on), scene.In(db, caller)));

    private static Func<Task> CloseAsync(Scene scene, long referral, long branch) => () =>
        scene.DoAsync(db => ReferralMutations.CloseReferralAsync(new(referral), scene.In(db, Scene.Coordinator(branch))));

    private static async Task<(long Id, long Referral)> AcceptedAsync(Scene scene)
    {
        var id = await scene.ReferredAsync(wishes: [TestCountry.Family]);
        var referral = (await scene.LoadAsync(id)).ReferralId!.Value;
        await scene.AcceptAsync(referral, TestCountry.NorthA);
        return (id, referral);
    }

    private static async Task<(ReferralStatus, MatchStatus)> StatusAsync(Scene scene, long id)
    {
        var referral = (await scene.LoadAsync(id)).Referrals.Single();
        return (referral.Status, referral.Matches.Single().Status);
    }
}
