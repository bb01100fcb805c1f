using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Mutations;

namespace Integration.Graph.Server.Tests.Handovers;

/// <summary>Content and time of notices to the municipality.</summary>
public class NoticeTests
{
    private const SharedFields FromTheStart =
        SharedFields.Name | SharedFields.Phone | SharedFields.Age | SharedFields.Nationality | SharedFields.Languages;

    private static readonly AddressInput Home = new("Nygade 1", TestCountry.PostalCodeInNorth);

    [Theory, BothDatabases]
    public async Task A_consent_of_somebody_placed_tells_the_municipality_what_is_known(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);

        var id = await scene.ReferredAsync();

        var person = await scene.LoadAsync(id);
        var notice = person.HandoverNotices.ShouldHaveSingleItem();
        notice.MunicipalityCode.ShouldBe(TestCountry.North);
        notice.Reference.ShouldBe(person.Reference);
        notice.News.ShouldBe(FromTheStart);
        notice.CreatedAt.ShouldBe(scene.Clock.Now);
        notice.AcknowledgedAt.ShouldBeNull();
    }

    [Theory, BothDatabases]
    public async Task Nothing_is_told_before_the_person_is_placed(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await scene.RegisterAsync();
        await scene.AskAsync(id);
        await scene.ConsentAsync(id);
        await NewsAsync(scene, id);

        await scene.PlaceAsync(id);

        await NewsAsync(scene, id, FromTheStart);
        (await scene.LoadAsync(id)).Referral.ShouldNotBeNull();
    }

    [Theory, BothDatabases]
    public async Task What_becomes_known_or_changes_later_is_news_and_what_does_not_is_none(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await scene.ReferredAsync();

        await scene.PlaceAsync(id, address: Home);
        await NewsAsync(scene, id, FromTheStart, SharedFields.Address);

        await scene.UpdateAsync(new(id, Phone: new("+4500000002"), Caseworker: new(new("Karen Kommune"))));
        await NewsAsync(scene, id, FromTheStart, SharedFields.Address, SharedFields.Phone | SharedFields.Caseworker);

        await scene.UpdateAsync(new(id, Phone: new("+4500000002"), Address: new(Home), Caseworker: new(new("Karen Kommune"))));
        await scene.UpdateAsync(new(id, Phone: new(null)));
        await scene.UpdateAsync(new(id, MovesInOn: new(scene.Clock.Today)));
        await NewsAsync(scene, id, FromTheStart, SharedFields.Address, SharedFields.Phone | SharedFields.Caseworker);

        await scene.UpdateAsync(new(id, Caseworker: new(new("Karen Kommune", "+4500000077"))));
        await NewsAsync(scene, id, FromTheStart, SharedFields.Address, SharedFields.Phone | SharedFields.Caseworker, SharedFields.Caseworker);
    }

    [Theory, BothDatabases]
    public async Task What_is_not_granted_to_the_municipality_is_no_news_for_it(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await scene.ReferredAsync(grants:
            [new(RecipientClass.Municipality, SharedField.Age), .. Scene.GrantsOf(RecipientClass.Volunteers, Enum.GetValues<SharedField>())]);
        await NewsAsync(scene, id, SharedFields.Age);

        await scene.UpdateAsync(new(id, Phone: new("+4500000002"), Address: new(Home)));
        await NewsAsync(scene, id, SharedFields.Age);
    }

    [Theory, BothDatabases]
    public async Task A_consent_for_volunteers_alone_tells_the_municipality_nothing(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);

        var id = await scene.ReferredAsync(grants: [new(RecipientClass.Volunteers, SharedField.Name)]);

        await NewsAsync(scene, id);
    }

    [Theory, BothDatabases]
    public async Task A_protected_address_is_never_news(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await scene.ReferredAsync(person: Scene.Person() with { NameAndAddressProtection = true });

        await scene.UpdateAsync(new(id, Address: new(Home)));

        await NewsAsync(scene, id, FromTheStart);
    }

    [Theory, BothDatabases]
    public async Task More_grants_are_news_and_fewer_are_not(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await scene.ReferredAsync(grants: [new(RecipientClass.Municipality, SharedField.Name), new(RecipientClass.Municipality, SharedField.Phone)]);

        await scene.ChangeAsync(id, 1, [new(RecipientClass.Municipality, SharedField.Name)]);
        await NewsAsync(scene, id, SharedFields.Name | SharedFields.Phone);

        await scene.ChangeAsync(id, 2, [.. Scene.GrantsOf(RecipientClass.Municipality, SharedField.Name, SharedField.Phone, SharedField.Age)]);
        await NewsAsync(scene, id, SharedFields.Name | SharedFields.Phone, SharedFields.Phone | SharedFields.Age);
    }

    [Theory, BothDatabases]
    public async Task After_a_move_the_new_municipality_is_told_everything_and_the_old_one_nothing(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await scene.ReferredAsync();
        await scene.UpdateAsync(new(id, Address: new(Home)));
        scene.Clock.Pass(TimeSpan.FromDays(1));

        await scene.PlaceAsync(id, TestCountry.South);

        await NewsAsync(scene, id, FromTheStart, SharedFields.Address, FromTheStart);
        (await scene.LoadAsync(id)).HandoverNotices.Select(x => x.MunicipalityCode)
            .ShouldBe([TestCountry.North, TestCountry.North, TestCountry.South]);
    }

    [Theory, BothDatabases]
    public async Task A_consent_given_again_after_it_ran_out_is_news_again(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await scene.RegisterAsync();
        await scene.PlaceAsync(id);
        await scene.AskAsync(id);
        await scene.ConsentAsync(id, validUntil: scene.Clock.Now.AddHours(1));
        scene.Clock.Pass(TimeSpan.FromHours(1));
        await scene.UpdateAsync(new(id, Phone: new("+4500000002")));
        await NewsAsync(scene, id, FromTheStart);

        await scene.ConsentAsync(id);

        await NewsAsync(scene, id, FromTheStart, FromTheStart);
    }

    [Theory, BothDatabases]
    public async Task A_notice_is_acknowledged_once_by_its_own_municipality(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await scene.ReferredAsync();
        var notice = (await scene.LoadAsync(id)).HandoverNotices.Single();
        var received = scene.Clock.Now;

        Func<Task> elsewhere = () => AcknowledgeAsync(scene, notice.Id, TestCountry.South);
        await elsewhere.ShouldFailWithAsync("handoverNoticeId NOT_FOUND");
        Func<Task> nothing = () => AcknowledgeAsync(scene, 0, TestCountry.North);
        await nothing.ShouldFailWithAsync("handoverNoticeId NOT_FOUND");

        await scene.WithdrawAsync(notice.Reference);
        await AcknowledgeAsync(scene, notice.Id, TestCountry.North);
        scene.Clock.Pass(TimeSpan.FromDays(1));
        await AcknowledgeAsync(scene, notice.Id, TestCountry.North);

        notice = (await scene.LoadAsync(id)).HandoverNotices.Single();
        (notice.AcknowledgedAt, notice.AcknowledgedBy, notice.Version).ShouldBe((received, "caseworker", 2));
    }

    [Theory, BothDatabases]
    public async Task An_interview_is_refused_with_everything_that_is_wrong(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await scene.RegisterAsync();

        Func<Task> ask = () => scene.DoAsync(db => InterviewMutations.RecordInterviewAsync(
            new(id, scene.Clock.Today.AddDays(1), "??", false, ContactAnswer.WantsContact, [TestCountry.Cafe, TestCountry.Cafe, "??"]),
            scene.In(db, Scene.CentreWorker)));
        Func<Task> beforeBirth = () => scene.AskAsync(id, heldOn: new DateOnly(1990, 5, 5));

        await ask.ShouldFailWithAsync("heldOn IN_THE_FUTURE", "language UNKNOWN_CODE", "wishes[1] DUPLICATE");
        await beforeBirth.ShouldFailWithAsync("heldOn OUT_OF_RANGE");
        (await scene.LoadAsync(id)).Interviews.ShouldBeEmpty();
    }

    private static Task<Ref<HandoverNotice>> AcknowledgeAsync(Scene scene, long notice, string municipality) => scene.DoAsync(db =>
        HandoverNoticeMutations.AcknowledgeHandoverNoticeAsync(new(notice), scene.In(db, Scene.Caseworker(municipality))));

    private static async Task NewsAsync(Scene scene, long id, params SharedFields[] expected)
    {
        (await scene.LoadAsync(id)).HandoverNotices.Select(x => x.News).ShouldBe(expected, ignoreOrder: true);
        // Each notice has its own time, so that the next query returns them in order.
        scene.Clock.Pass(TimeSpan.FromSeconds(1));
    }
}
