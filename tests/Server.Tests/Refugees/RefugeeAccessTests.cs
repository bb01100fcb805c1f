using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Sharing;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Mutations;
using Integration.Graph.Server.Time;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.Refugees;

/// <summary>Which persons exist for which caller, for mutations: section 4 of the design.</summary>
public class RefugeeAccessTests
{
    [Theory, BothDatabases]
    public async Task A_centre_sees_its_own_until_30_days_after_the_move(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await scene.RegisterAsync();
        await SeesAsync(scene, Scene.CentreWorker, [id]);
        await SeesAsync(scene, Scene.OtherCentreWorker, []);

        await scene.PlaceAsync(id, movesInOn: scene.Clock.Today.AddDays(5));
        scene.Clock.Pass(TimeSpan.FromDays(35));
        await SeesAsync(scene, Scene.CentreWorker, [id]);

        scene.Clock.Pass(TimeSpan.FromDays(1));
        await SeesAsync(scene, Scene.CentreWorker, []);
        Func<Task> place = () => scene.PlaceAsync(id);
        await place.ShouldFailWithAsync("refugeeId NOT_FOUND");
    }

    [Theory, BothDatabases]
    public async Task Nobody_but_the_centre_sees_a_person_without_consent(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await scene.RegisterAsync();
        await scene.PlaceAsync(id);
        await scene.AskAsync(id);

        foreach (var caller in Everybody())
        {
            await SeesAsync(scene, caller, caller == Scene.CentreWorker ? [id] : []);
        }
    }

    [Theory, BothDatabases]
    public async Task A_municipality_sees_who_is_placed_there_and_grants_it_anything(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var granting = await scene.ReferredAsync(grants: [new(RecipientClass.Municipality, SharedField.Age)]);
        await scene.ReferredAsync(grants: [new(RecipientClass.Volunteers, SharedField.Age)]);

        await SeesAsync(scene, Scene.Caseworker(TestCountry.North), [granting]);
        await SeesAsync(scene, Scene.Caseworker(TestCountry.South), []);
    }

    [Theory, BothDatabases]
    public async Task A_branch_and_the_consultant_see_who_is_referred(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        await scene.ReferredAsync(grants: [new(RecipientClass.Municipality, SharedField.Age)]);
        var referred = await scene.ReferredAsync(wishes: [TestCountry.Family], grants: [new(RecipientClass.Volunteers, SharedField.Age)]);
        var waiting = await scene.ReferredAsync(TestCountry.West);

        await SeesAsync(scene, Scene.Coordinator(TestCountry.NorthA), [referred]);
        await SeesAsync(scene, Scene.Coordinator(TestCountry.NorthB), []);
        await SeesAsync(scene, Scene.Consultant, [referred, waiting]);
    }

    [Theory, BothDatabases]
    public async Task A_volunteer_sees_whom_a_confirmed_match_is_with(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await scene.ReferredAsync(wishes: [TestCountry.Family]);
        var referral = (await scene.LoadAsync(id)).ReferralId!.Value;
        var volunteer = await scene.RegisterVolunteerAsync(TestCountry.NorthA);
        await scene.AcceptAsync(referral, TestCountry.NorthA);
        var match = await scene.ProposeAsync(referral, volunteer, TestCountry.NorthA);
        await SeesAsync(scene, Scene.Volunteer(volunteer), []);

        await scene.ConfirmAsync(match, volunteer);
        await SeesAsync(scene, Scene.Volunteer(volunteer), [id]);
        await SeesAsync(scene, Scene.Volunteer(volunteer + 1), []);

        await scene.EndAsync(match, Scene.Coordinator(TestCountry.NorthA));
        await SeesAsync(scene, Scene.Volunteer(volunteer), []);
    }

    [Theory, BothDatabases]
    public async Task A_consent_that_has_run_out_hides_the_person_from_the_instant_on(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await scene.RegisterAsync();
        await scene.PlaceAsync(id);
        await scene.AskAsync(id, wishes: [TestCountry.Family]);
        await scene.ConsentAsync(id, validUntil: scene.Clock.Now.AddHours(1));
        Caller[] recipients = [Scene.Caseworker(TestCountry.North), Scene.Coordinator(TestCountry.NorthA), Scene.Consultant];
        scene.Clock.Pass(TimeSpan.FromHours(1) - TimeSpan.FromMicroseconds(1));
        foreach (var caller in recipients)
        {
            await SeesAsync(scene, caller, [id]);
        }

        scene.Clock.Pass(TimeSpan.FromMicroseconds(1));
        foreach (var caller in recipients)
        {
            await SeesAsync(scene, caller, []);
        }
    }

    [Theory, BothDatabases]
    public async Task The_SQL_lets_nobody_through_for_want_of_a_consent(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);

        foreach (var caller in Everybody())
        {
            var sql = await scene.DoAsync(db => Task.FromResult(
                VisibleRows.Of<Refugee>(db, caller, Moment.Of(scene.Clock)).ToQueryString()));
            sql.ShouldNotContain("fields\" IS NULL");
            sql.ShouldNotContain("<> 0");
        }
    }

    [Theory, BothDatabases]
    public async Task An_invisible_person_and_one_that_does_not_exist_are_answered_alike(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var invisible = await scene.RegisterAsync(caller: Scene.OtherCentreWorker);
        foreach (var id in new[] { invisible, 0, 123 })
        {
            Func<Task>[] steps =
            [
                () => scene.PlaceAsync(id),
                () => scene.UpdateAsync(new(id, new("+4500000002"))),
                () => scene.AskAsync(id),
                () => scene.ConsentAsync(id),
                () => scene.ChangeAsync(id, 1, Scene.Everything),
            ];
            foreach (var step in steps)
            {
                await step.ShouldFailWithAsync("refugeeId NOT_FOUND");
            }
        }
        (await scene.LoadAsync(invisible)).Version.ShouldBe(1);
    }

    private static Caller[] Everybody() =>
    [
        Scene.CentreWorker, Scene.OtherCentreWorker, Scene.Caseworker(TestCountry.North), Scene.Coordinator(TestCountry.NorthA),
        Scene.Volunteer(1), Scene.Consultant, new(Role.DataProtectionOfficer, "", 0, "officer", null),
        new(Role.Administrator, "", 0, "administrator", null), Caller.Anonymous,
    ];

    private static async Task SeesAsync(Scene scene, Caller caller, long[] expected)
    {
        var at = Moment.Of(scene.Clock);
        var seen = await scene.DoAsync(db => VisibleRows.Of<Refugee>(db, caller, at).Select(x => x.Id).ToListAsync());
        seen.ShouldBe(expected, ignoreOrder: true, customMessage: caller.Role.ToString());
    }
}
