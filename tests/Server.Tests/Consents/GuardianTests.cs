using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Losses;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Rights;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Losses;
using Integration.Graph.Server.Tests.Mutations;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.Consents;

public class GuardianTests
{
    [Theory, BothDatabases]
    public async Task A_minor_needs_a_named_guardian(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await MinorAsync(scene, new DateOnly(2008, 3, 5));

        Func<Task> alone = () => scene.ConsentAsync(id, guardian: "  ");
        await alone.ShouldFailWithAsync("GUARDIAN_REQUIRED");
        (await Scene.ErrorsOfAsync(alone)).ShouldHaveSingleItem().ShouldBeOfType<GuardianRequiredException>().Field.ShouldBe("guardian");

        await scene.ConsentAsync(id, guardian: "Representative");
        (await scene.LoadAsync(id)).Consent!.Guardian.ShouldBe("Representative");

        Func<Task> changeAlone = () => scene.ChangeAsync(id, 1, Scene.Everything);
        await changeAlone.ShouldFailWithAsync("GUARDIAN_REQUIRED");
    }

    [Theory, BothDatabases]
    public async Task On_the_18th_birthday_the_person_gives_the_consent_alone(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await MinorAsync(scene, new DateOnly(2008, 3, 4));

        Func<Task> withGuardian = () => scene.ConsentAsync(id, guardian: "Representative");
        await withGuardian.ShouldFailWithAsync("guardian NOT_APPLICABLE");

        await scene.ConsentAsync(id);
        (await scene.LoadAsync(id)).Consent!.Guardian.ShouldBeNull();
    }

    // Midnight in Denmark is 23:00 UTC in winter and 22:00 UTC in summer.
    [Theory]
    [InlineData("2009-01-15", null, "2027-01-14T23:00:00Z")]
    [InlineData("2009-07-15", null, "2027-07-14T22:00:00Z")]
    [InlineData("2009-01-15", "2027-06-01T00:00:00Z", "2027-01-14T23:00:00Z")]
    [InlineData("2009-01-15", "2026-06-01T00:00:00Z", "2026-06-01T00:00:00Z")]
    [InlineData("2012-01-01", null, "2028-03-04T11:00:00Z")]
    [InlineData("2008-12-31", null, "2026-12-30T23:00:00Z")]
    public async Task A_guardians_consent_ends_as_the_18th_birthday_begins(string birth, string? until, string end)
    {
        await using var scene = await Scene.CreateAsync(DatabaseKind.Sqlite);
        var id = await MinorAsync(scene, Day(birth));

        await scene.ConsentAsync(id, guardian: "Representative", validUntil: until is null ? null : Instant(until));

        (await scene.LoadAsync(id)).Consent!.ValidUntil.ShouldBe(Instant(end));
    }

    [Fact]
    public async Task Who_is_born_on_29_February_comes_of_age_on_1_March()
    {
        await using var scene = await Scene.CreateAsync(DatabaseKind.Sqlite);
        scene.Clock.Now = new(2026, 2, 28, 11, 0, 0, DateTimeKind.Utc);
        var id = await MinorAsync(scene, new DateOnly(2008, 2, 29));

        await scene.ConsentAsync(id, guardian: "Representative");

        (await scene.LoadAsync(id)).Consent!.ValidUntil.ShouldBe(Instant("2026-02-28T23:00:00Z"));
        Age.On(new DateOnly(2026, 2, 28), 20080229).ShouldBe(17);
        Age.On(new DateOnly(2026, 3, 1), 20080229).ShouldBe(18);
        Age.MajorityDay(20040229).ShouldBe(new DateOnly(2022, 3, 1));
        Age.MajorityDay(20080301).ShouldBe(new DateOnly(2026, 3, 1));
    }

    /// <summary>The clock stands on 4 March 2026.</summary>
    [Theory]
    // Older than was thought: the consent ends on the right birthday, and that is another version.
    [InlineData("2009-06-01", "2008-05-01", "2 until 2026-04-30T22:00:00.0000000Z")]
    // It has been that long ago, or is today.
    [InlineData("2009-06-01", "2000-05-01", "withdrawn")]
    [InlineData("2009-06-01", "2008-03-04", "withdrawn")]
    // Younger: what was agreed is not made longer.
    [InlineData("2009-06-01", "2009-08-01", "1 until 2027-05-31T22:00:00.0000000Z")]
    public async Task A_guardians_consent_ends_on_the_right_birthday_when_a_wrong_one_is_corrected(string wrong, string right, string expected)
    {
        await using var scene = await Scene.CreateAsync(DatabaseKind.Sqlite);
        var id = await MinorAsync(scene, Day(wrong));
        await scene.PlaceAsync(id);
        await scene.ConsentAsync(id, guardian: "Representative");
        var reference = (await scene.LoadAsync(id)).Reference;
        await scene.HoldAsync(reference, Role.Municipality, TestCountry.North);
        await scene.DoAsync(async db =>
        {
            // As if the wrong birthday had been told of already.
            db.Add(new ConsentNotice { Id = Ids.New(), RefugeeId = id, ConsentVersion = 1, EndsOn = Day(wrong).AddYears(18), CreatedAt = scene.Clock.Now });
            await db.SaveChangesAsync();
        });

        await RectifyAsync(scene, new(reference, DateOfBirth: Day(right)));

        var person = await scene.LoadAsync(id);
        var last = person.Consents[^1];
        (person.Consent is { } consent ? $"{consent.Version} until {consent.ValidUntil:O}" : "withdrawn").ShouldBe(expected);
        (await scene.DoAsync(db => db.ConsentNotices.CountAsync())).ShouldBe(0);
        if (expected == "withdrawn")
        {
            last.WithdrawnAt.ShouldBe(scene.Clock.Now);
            person.Referral!.Status.ShouldBe(ReferralStatus.Lapsed);
            (await scene.RequestsAsync(reference)).ShouldBe(["Municipality 9901 Withdrawn: Name, Phone"]);
        }
        else
        {
            (last.Guardian, last.Method, last.MunicipalityFields, last.VolunteersFields).ShouldBe(("Representative", ConsentMethod.SignedForm, SharedFields.All, SharedFields.All));
            (await scene.RequestsAsync(reference)).ShouldBeEmpty();
            // Each class is told of another end as of another version.
            (last.MunicipalityVersion, last.VolunteersVersion).ShouldBe((last.Version, last.Version));
            if (last.Version == 2)
                (person.Consents[0].ReplacedAt, last.RecordedBy).ShouldBe((scene.Clock.Now, "officer"));
        }
    }

    [Theory, BothDatabases]
    public async Task An_own_consent_of_somebody_who_turns_out_to_be_a_minor_is_withdrawn(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var (id, reference, _, _, _) = await scene.MatchedAsync();
        var (other, unchanged, _, _, _) = await scene.MatchedAsync();

        await RectifyAsync(scene, new(reference, DateOfBirth: Day("2008-03-05")));
        await RectifyAsync(scene, new(unchanged, DateOfBirth: Day("2008-03-04")));

        var person = await scene.LoadAsync(id);
        person.Consents.ShouldHaveSingleItem().WithdrawnAt.ShouldBe(scene.Clock.Now);
        (person.ConsentId, person.Referral!.Status).ShouldBe((null, ReferralStatus.Lapsed));
        (await scene.RequestsAsync(reference)).Count.ShouldBe(3);
        (await scene.LoadAsync(other)).Consent!.Version.ShouldBe(1);
        (await scene.RequestsAsync(unchanged)).ShouldBeEmpty();
        await scene.ConsentAsync(id, guardian: "Representative");
    }

    private static async Task RectifyAsync(Scene scene, RectifyRefugeeInput input)
    {
        var officer = new Caller(Role.DataProtectionOfficer, "", 0, "officer", null);
        await scene.DoAsync(async db =>
        {
            var id = await db.Refugees.Where(x => x.Reference == input.Reference).Select(x => x.Id).SingleAsync();
            db.Add(new SubjectAccess { Id = Ids.New(), RefugeeId = id, Officer = officer.Subject, Reason = "asked", ReasonSalt = "", OpenedAt = scene.Clock.Now, ClosesAt = scene.Clock.Now.AddHours(1) });
            await db.SaveChangesAsync();
            db.ChangeTracker.Clear();
            await RightsMutations.RectifyRefugeeAsync(input, db, officer, scene.Clock, default);
        });
    }

    private static DateOnly Day(string text) => DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<long> MinorAsync(Scene scene, DateOnly birth)
    {
        var id = await scene.RegisterAsync(Scene.Person() with { DateOfBirth = birth });
        await scene.AskAsync(id);
        return id;
    }

    private static DateTime Instant(string text) => DateTime.Parse(
        text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AdjustToUniversal);
}
