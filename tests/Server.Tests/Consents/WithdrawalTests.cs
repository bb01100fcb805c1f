using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Mutations;
using Integration.Graph.Server.Time;
using Integration.Graph.Server.Volunteers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Integration.Graph.Server.Tests.Consents;

public class WithdrawalTests
{
    [Theory, BothDatabases]
    public async Task A_withdrawal_ends_consent_referral_and_match_at_once(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await MatchedAsync(scene);
        scene.Clock.Pass(TimeSpan.FromDays(1));

        await scene.WithdrawAsync((await scene.LoadAsync(id)).Reference);

        await ShouldBeOverAsync(scene, id);
        (await scene.LoadAsync(id)).Consents.ShouldHaveSingleItem().WithdrawnAt.ShouldBe(scene.Clock.Now);
    }

    [Theory, BothDatabases]
    public async Task Declining_later_withdraws_the_consent_with_it(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await MatchedAsync(scene);
        scene.Clock.Pass(TimeSpan.FromDays(1));

        await scene.AskAsync(id, ContactAnswer.Declines);

        await ShouldBeOverAsync(scene, id);
        (await scene.LoadAsync(id)).Consents.ShouldHaveSingleItem().WithdrawnAt.ShouldBe(scene.Clock.Now);
    }

    [Theory, BothDatabases]
    public async Task Granting_volunteers_nothing_any_more_ends_referral_and_match(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await MatchedAsync(scene);
        scene.Clock.Pass(TimeSpan.FromDays(1));

        await scene.ChangeAsync(id, 1, [new(RecipientClass.Municipality, SharedField.Name)]);

        var person = await scene.LoadAsync(id);
        person.Consent!.Version.ShouldBe(2);
        var referral = person.Referrals.ShouldHaveSingleItem();
        (referral.Status, referral.ClosedAt).ShouldBe((ReferralStatus.Lapsed, scene.Clock.Now));
        referral.Matches.ShouldHaveSingleItem().Status.ShouldBe(MatchStatus.Ended);
    }

    [Theory, BothDatabases]
    public async Task Granting_volunteers_less_but_something_keeps_the_referral(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await MatchedAsync(scene);

        await scene.ChangeAsync(id, 1, [new(RecipientClass.Volunteers, SharedField.Name)]);

        (await scene.LoadAsync(id)).Referral!.Status.ShouldBe(ReferralStatus.Matched);
    }

    [Theory, BothDatabases]
    public async Task A_reference_that_nobody_has_is_answered_like_one_that_somebody_has(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await scene.ReferredAsync();
        var notGiven = await scene.RegisterAsync();
        var known = (await scene.LoadAsync(id)).Reference;
        var without = (await scene.LoadAsync(notGiven)).Reference;
        var unknown = Ids.NewReference();

        (await scene.WithdrawAsync(known)).ShouldBe(known);
        (await scene.WithdrawAsync(known)).ShouldBe(known);
        (await scene.WithdrawAsync(without)).ShouldBe(without);
        (await scene.WithdrawAsync(unknown)).ShouldBe(unknown);
        (await scene.WithdrawAsync($" {known.ToLowerInvariant()} ")).ShouldBe(known);
    }

    /// <summary>Otherwise the response time reveals whether a person has the reference.</summary>
    [Theory, BothDatabases]
    public async Task An_unknown_reference_and_a_person_without_a_consent_cost_the_same_statements(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var notGiven = (await scene.LoadAsync(await scene.RegisterAsync())).Reference;
        var withdrawn = (await scene.LoadAsync(await scene.ReferredAsync())).Reference;
        await scene.WithdrawAsync(withdrawn);
        var expired = await scene.ReferredAsync();
        var ranOut = (await scene.LoadAsync(expired)).Reference;
        scene.Clock.Now = (await scene.LoadAsync(expired)).Consent!.ValidUntil;
        // The first call after the expiry closes the lapsed referral. Later calls have nothing to write.
        await scene.WithdrawAsync(ranOut);

        var nobody = await StatementsAsync(Ids.NewReference());
        foreach (var reference in new[] { notGiven, withdrawn, ranOut })
        {
            (await StatementsAsync(reference)).ShouldBe(nobody);
        }

        nobody.ShouldContain(x => x.Contains("disclosure_gate", StringComparison.Ordinal));

        async Task<List<string>> StatementsAsync(string reference)
        {
            var statements = new List<string>();
            var builder = new DbContextOptionsBuilder<GraphContext>();
            StorageRegistration.Use(builder, scene.Database.Options);
            // The first line contains the duration.
            builder.LogTo(line => statements.Add(line[line.IndexOf("DbCommand", StringComparison.Ordinal)..].Split('\n', 2)[1]), [RelationalEventId.CommandExecuted]);
            await using var db = new GraphContext(builder.Options);
            await ConsentMutations.WithdrawConsentAsync(new(reference), scene.In(db, Scene.CentreWorker));
            return statements;
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("RK-7Q4M")]
    [InlineData("RK-7Q4M-2XKU")]
    [InlineData("1")]
    public async Task A_malformed_reference_is_refused(string reference)
    {
        await using var scene = await Scene.CreateAsync(DatabaseKind.Sqlite);

        Func<Task> withdraw = () => scene.WithdrawAsync(reference);

        await withdraw.ShouldFailWithAsync("reference MALFORMED");
    }

    [Theory, BothDatabases]
    public async Task A_wrong_check_character_withdraws_nothing(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await scene.ReferredAsync();
        var reference = (await scene.LoadAsync(id)).Reference;
        var wrong = reference[..^1] + (reference[^1] == '0' ? '1' : '0');

        Func<Task> withdraw = () => scene.WithdrawAsync(wrong);

        await withdraw.ShouldFailWithAsync("reference MALFORMED");
        (await scene.LoadAsync(id)).Consent.ShouldNotBeNull();
    }

    [Theory, BothDatabases]
    public async Task After_a_withdrawal_a_new_consent_starts_everything_again(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await MatchedAsync(scene);
        await scene.WithdrawAsync((await scene.LoadAsync(id)).Reference);
        scene.Clock.Pass(TimeSpan.FromDays(1));

        await scene.ConsentAsync(id);

        var person = await scene.LoadAsync(id);
        person.Consent!.Version.ShouldBe(2);
        person.Referrals.Count.ShouldBe(2);
        person.Referral!.Status.ShouldBe(ReferralStatus.Assigned);
        person.HandoverNotices.Count.ShouldBe(2);
        person.HandoverNotices[1].News.ShouldBe(person.HandoverNotices[0].News);
    }

    [Theory, BothDatabases]
    public async Task Withdrawing_after_the_consent_ran_out_leaves_it_expired_and_closes_the_referral_as_of_then(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await scene.RegisterAsync();
        await scene.PlaceAsync(id);
        await scene.AskAsync(id);
        var end = scene.Clock.Now.AddHours(1);
        await scene.ConsentAsync(id, validUntil: end);
        scene.Clock.Pass(TimeSpan.FromHours(2));

        await scene.WithdrawAsync((await scene.LoadAsync(id)).Reference);

        var person = await scene.LoadAsync(id);
        person.Consents.ShouldHaveSingleItem().WithdrawnAt.ShouldBeNull();
        (person.Referral!.Status, person.Referral.ClosedAt).ShouldBe((ReferralStatus.Lapsed, end));
    }

    private static async Task<long> MatchedAsync(Scene scene)
    {
        var id = await scene.ReferredAsync(wishes: [TestCountry.Family]);
        var referral = (await scene.LoadAsync(id)).ReferralId!.Value;
        var volunteer = await scene.RegisterVolunteerAsync(TestCountry.NorthA);
        await scene.AcceptAsync(referral, TestCountry.NorthA);
        await scene.ConfirmAsync(await scene.ProposeAsync(referral, volunteer, TestCountry.NorthA), volunteer);
        return id;
    }

    private static async Task ShouldBeOverAsync(Scene scene, long id)
    {
        var person = await scene.LoadAsync(id);
        person.ConsentId.ShouldBeNull();
        var referral = person.Referrals.ShouldHaveSingleItem();
        (referral.Status, referral.ClosedAt).ShouldBe((ReferralStatus.Lapsed, scene.Clock.Now));
        var match = referral.Matches.ShouldHaveSingleItem();
        (match.Status, match.EndedAt).ShouldBe((MatchStatus.Ended, scene.Clock.Now));
        person.Consents[0].IsInForce(Moment.Of(scene.Clock).Now).ShouldBeFalse();
    }
}
