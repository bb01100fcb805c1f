using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Mutations;

namespace Integration.Graph.Server.Tests.Consents;

public class ConsentTests
{
    private static readonly ConsentGrantInput NameToMunicipality = new(RecipientClass.Municipality, SharedField.Name);
    private static readonly ConsentGrantInput PhoneToVolunteers = new(RecipientClass.Volunteers, SharedField.Phone);

    [Theory, BothDatabases]
    public async Task A_consent_is_stored_as_the_person_gave_it(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await scene.RegisterAsync();
        await scene.AskAsync(id);
        var until = scene.Clock.Now.AddMonths(3);

        await scene.ConsentAsync(id, [NameToMunicipality, PhoneToVolunteers, new(RecipientClass.Volunteers, SharedField.Languages)], validUntil: until);

        var person = await scene.LoadAsync(id);
        var consent = person.Consents.ShouldHaveSingleItem();
        person.ConsentId.ShouldBe(consent.Id);
        consent.Version.ShouldBe(1);
        consent.GivenAt.ShouldBe(scene.Clock.Now);
        consent.ValidUntil.ShouldBe(until);
        consent.Method.ShouldBe(ConsentMethod.SignedForm);
        consent.LanguageCode.ShouldBe(TestCountry.Tongue);
        consent.RecordedBy.ShouldBe("worker");
        consent.Guardian.ShouldBeNull();
        consent.MunicipalityFields.ShouldBe(SharedFields.Name);
        consent.VolunteersFields.ShouldBe(SharedFields.Phone | SharedFields.Languages);
    }

    [Theory, BothDatabases]
    public async Task A_consent_is_valid_for_24_months_unless_said_otherwise(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await AskedAsync(scene);

        await scene.ConsentAsync(id);

        (await scene.LoadAsync(id)).Consent!.ValidUntil.ShouldBe(new DateTime(2028, 3, 4, 11, 0, 0, DateTimeKind.Utc));
    }

    [Theory, BothDatabases]
    public async Task Without_a_wish_for_contact_as_the_latest_answer_there_is_no_consent(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var notAsked = await scene.RegisterAsync();
        var undecided = await scene.RegisterAsync();
        await scene.AskAsync(undecided, heldOn: scene.Clock.Today.AddDays(-1));
        await scene.AskAsync(undecided, ContactAnswer.Undecided);

        foreach (var id in new[] { notAsked, undecided })
        {
            Func<Task> consent = () => scene.ConsentAsync(id);
            await consent.ShouldFailWithAsync("NO_WISH_FOR_CONTACT");
            (await scene.LoadAsync(id)).Consents.ShouldBeEmpty();
        }
    }

    [Theory, BothDatabases]
    public async Task An_interview_held_earlier_and_recorded_later_does_not_change_the_answer(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await scene.RegisterAsync();
        await scene.AskAsync(id);
        await scene.ConsentAsync(id);

        await scene.AskAsync(id, ContactAnswer.Declines, heldOn: scene.Clock.Today.AddDays(-1));

        var person = await scene.LoadAsync(id);
        person.Interviews.Count.ShouldBe(2);
        person.Interview!.Answer.ShouldBe(ContactAnswer.WantsContact);
        person.Consent.ShouldNotBeNull();
    }

    [Theory, BothDatabases]
    public async Task Everything_wrong_with_a_consent_is_said_at_once_and_nothing_is_stored(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await scene.RegisterAsync(Scene.Person() with { DateOfBirth = new DateOnly(2012, 1, 1) });

        Func<Task> consent = () => scene.DoAsync(db => ConsentMutations.GiveConsentAsync(
            new(id, ConsentMethod.SignedForm, "??", new string('x', 101), scene.Clock.Now, [PhoneToVolunteers, NameToMunicipality, PhoneToVolunteers]),
            scene.In(db, Scene.CentreWorker)));
        Func<Task> empty = () => scene.ConsentAsync(id, [], validUntil: scene.Clock.Now.AddMonths(24).AddTicks(10));

        await consent.ShouldFailWithAsync(
            "NO_WISH_FOR_CONTACT", "language UNKNOWN_CODE", "guardian TOO_LONG", "validUntil OUT_OF_RANGE", "grants[2].field DUPLICATE");
        await empty.ShouldFailWithAsync("NO_WISH_FOR_CONTACT", "grants REQUIRED", "validUntil OUT_OF_RANGE", "GUARDIAN_REQUIRED");
        (await scene.LoadAsync(id)).Consents.ShouldBeEmpty();
        (await scene.LoadAsync(id)).Version.ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task A_second_consent_while_one_is_in_force_is_refused(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await AskedAsync(scene);
        await scene.ConsentAsync(id);
        await scene.ChangeAsync(id, 1, [NameToMunicipality]);

        Func<Task> second = () => scene.ConsentAsync(id);

        await second.ShouldFailWithAsync("CONSENT_IN_FORCE");
        (await Scene.ErrorsOfAsync(second)).ShouldHaveSingleItem().ShouldBeOfType<ConsentInForceException>().Version.ShouldBe(2);
        (await scene.LoadAsync(id)).Consents.Count.ShouldBe(2);
    }

    [Theory, BothDatabases]
    public async Task Once_a_consent_has_run_out_another_can_be_given_and_the_first_stays_expired(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await AskedAsync(scene);
        await scene.ConsentAsync(id, validUntil: scene.Clock.Now.AddHours(1));
        scene.Clock.Pass(TimeSpan.FromHours(1));

        await scene.ConsentAsync(id);

        var person = await scene.LoadAsync(id);
        person.Consents.Select(x => x.Version).ShouldBe([1, 2]);
        person.Consents[0].ReplacedAt.ShouldBeNull();
        person.Consents[0].WithdrawnAt.ShouldBeNull();
        person.ConsentId.ShouldBe(person.Consents[1].Id);
    }

    [Theory, BothDatabases]
    public async Task A_change_is_a_new_version_that_takes_the_place_of_the_one_in_force(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await AskedAsync(scene);
        await scene.ConsentAsync(id);
        scene.Clock.Pass(TimeSpan.FromDays(1));

        await scene.ChangeAsync(id, 1, [NameToMunicipality]);

        var person = await scene.LoadAsync(id);
        person.Consents.Select(x => x.Version).ShouldBe([1, 2]);
        person.Consents[0].ReplacedAt.ShouldBe(scene.Clock.Now);
        person.Consents[0].MunicipalityFields.ShouldBe(SharedFields.All);
        person.ConsentId.ShouldBe(person.Consents[1].Id);
        person.Consents[1].MunicipalityFields.ShouldBe(SharedFields.Name);
        person.Consents[1].VolunteersFields.ShouldBe(SharedFields.None);
        person.Consents[1].Method.ShouldBe(ConsentMethod.OralWithInterpreter);
    }

    [Theory, BothDatabases]
    public async Task A_version_that_is_not_in_force_cannot_be_changed(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var never = await AskedAsync(scene);
        var replaced = await AskedAsync(scene);
        await scene.ConsentAsync(replaced);
        await scene.ChangeAsync(replaced, 1, [NameToMunicipality]);
        var withdrawn = await AskedAsync(scene);
        await scene.ConsentAsync(withdrawn);
        await scene.WithdrawAsync((await scene.LoadAsync(withdrawn)).Reference);
        var expired = await AskedAsync(scene);
        await scene.ConsentAsync(expired, validUntil: scene.Clock.Now.AddHours(1));
        scene.Clock.Pass(TimeSpan.FromHours(1));

        foreach (var id in new[] { never, replaced, withdrawn, expired })
        {
            var before = (await scene.LoadAsync(id)).Version;
            Func<Task> change = () => scene.ChangeAsync(id, 1, [PhoneToVolunteers]);
            await change.ShouldFailWithAsync("CONSENT_NOT_IN_FORCE");
            (await scene.LoadAsync(id)).Version.ShouldBe(before);
        }
        Func<Task> future = () => scene.ChangeAsync(replaced, 3, [PhoneToVolunteers]);
        await future.ShouldFailWithAsync("CONSENT_NOT_IN_FORCE");
    }

    private static async Task<long> AskedAsync(Scene scene)
    {
        var id = await scene.RegisterAsync();
        await scene.AskAsync(id);
        return id;
    }
}
