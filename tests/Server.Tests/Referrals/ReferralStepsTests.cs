using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Mutations;

namespace Integration.Graph.Server.Tests.Referrals;

/// <summary>A coordinator's steps on a referral.</summary>
public class ReferralStepsTests
{
    [Theory, BothDatabases]
    public async Task A_referral_is_accepted_and_contact_recorded(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var (id, referral) = await AssignedAsync(scene);
        var accepted = scene.Clock.Now;

        await scene.AcceptAsync(referral, TestCountry.NorthA);
        scene.Clock.Pass(TimeSpan.FromDays(3));
        await ContactAsync(scene, referral, null);

        var stored = (await scene.LoadAsync(id)).Referral!;
        (stored.Status, stored.AcceptedAt, stored.ContactedAt).ShouldBe((ReferralStatus.Contacted, accepted, scene.Clock.Now));
    }

    [Theory, BothDatabases]
    public async Task An_earlier_day_of_contact_is_taken_back_to_the_acceptance_and_no_further(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var (id, referral) = await AssignedAsync(scene);
        await scene.AcceptAsync(referral, TestCountry.NorthA);
        var accepted = scene.Clock.Now;
        var day = scene.Clock.Today;
        scene.Clock.Pass(TimeSpan.FromDays(3));

        Func<Task> before = () => ContactAsync(scene, referral, day.AddDays(-1));
        await before.ShouldFailWithAsync("contactedOn OUT_OF_RANGE");
        Func<Task> tomorrow = () => ContactAsync(scene, referral, day.AddDays(4));
        await tomorrow.ShouldFailWithAsync("contactedOn IN_THE_FUTURE");

        await ContactAsync(scene, referral, day);
        (await scene.LoadAsync(id)).Referral!.ContactedAt.ShouldBe(accepted);
    }

    [Theory, BothDatabases]
    public async Task A_step_out_of_turn_names_the_present_status_and_what_is_needed(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var (_, referral) = await AssignedAsync(scene);

        Func<Task> contact = () => ContactAsync(scene, referral, null);
        await contact.ShouldFailWithAsync("WRONG_STATUS");
        (await Scene.ErrorsOfAsync(contact)).Single().Message.ShouldBe("The referral is ASSIGNED; this operation needs ACCEPTED.");

        await scene.AcceptAsync(referral, TestCountry.NorthA);
        Func<Task> accept = () => scene.AcceptAsync(referral, TestCountry.NorthA);
        (await Scene.ErrorsOfAsync(accept)).Single().Message.ShouldBe("The referral is ACCEPTED; this operation needs ASSIGNED.");
    }

    [Theory, BothDatabases]
    public async Task Another_branch_and_a_closed_referral_are_answered_like_none(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var (_, referral) = await AssignedAsync(scene);
        await scene.AcceptAsync(referral, TestCountry.NorthA);

        await EachShouldFailAsync(scene, referral, TestCountry.NorthB);
        await EachShouldFailAsync(scene, 0, TestCountry.NorthA);
        await scene.ReturnAsync(referral, TestCountry.NorthA);
        await EachShouldFailAsync(scene, referral, TestCountry.NorthA);
    }

    [Theory, BothDatabases]
    public async Task A_referral_is_returned_with_a_reason(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var (id, referral) = await AssignedAsync(scene);

        Func<Task> without = () => scene.ReturnAsync(referral, TestCountry.NorthA, " ");
        await without.ShouldFailWithAsync("reason REQUIRED");
        Func<Task> tooLong = () => scene.ReturnAsync(referral, TestCountry.NorthA, new string('x', 1001));
        await tooLong.ShouldFailWithAsync("reason TOO_LONG");
        Func<Task> both = () => scene.ReturnAsync(0, TestCountry.NorthA, " ");
        await both.ShouldFailWithAsync("referralId NOT_FOUND", "reason REQUIRED");

        (await scene.LoadAsync(id)).ReferralId.ShouldBe(referral);
        (await scene.LoadAsync(id)).Referral!.Status.ShouldBe(ReferralStatus.Assigned);
    }

    [Theory, BothDatabases]
    public async Task A_matched_referral_is_not_returned_before_the_match_is_ended(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var (id, referral) = await AssignedAsync(scene);
        await scene.AcceptAsync(referral, TestCountry.NorthA);
        var volunteer = await scene.RegisterVolunteerAsync(TestCountry.NorthA);
        await scene.ConfirmAsync(await scene.ProposeAsync(referral, volunteer, TestCountry.NorthA), volunteer);

        Func<Task> giveBack = () => scene.ReturnAsync(referral, TestCountry.NorthA);

        await giveBack.ShouldFailWithAsync("WRONG_STATUS");
        (await scene.LoadAsync(id)).Referral!.Status.ShouldBe(ReferralStatus.Matched);
    }

    private static async Task<(long Id, long Referral)> AssignedAsync(Scene scene)
    {
        var id = await scene.ReferredAsync(wishes: [TestCountry.Family]);
        return (id, (await scene.LoadAsync(id)).ReferralId!.Value);
    }

    private static async Task ContactAsync(Scene scene, long referral, DateOnly? day, long? branch = null) => await scene.DoAsync(db =>
        ReferralMutations.RecordContactAsync(
            new(referral, day), scene.In(db, Scene.Coordinator(branch ?? TestCountry.NorthA))));

    private static async Task EachShouldFailAsync(Scene scene, long referral, long branch)
    {
        Func<Task>[] steps =
        [
            () => scene.AcceptAsync(referral, branch),
            () => ContactAsync(scene, referral, null, branch),
            () => scene.ReturnAsync(referral, branch),
        ];
        foreach (var step in steps)
        {
            await step.ShouldFailWithAsync("referralId NOT_FOUND");
        }
    }
}
