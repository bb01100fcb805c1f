using Integration.Graph.Server.Consents;
using Integration.Graph.Server.DeletionRequests;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Rights;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.DeletionRequests;
using Integration.Graph.Server.Tests.Mutations;
using Integration.Graph.Server.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Integration.Graph.Server.Tests.Consents;

public class GuardianTests
{
    [Theory, BothDatabases]
    public async Task A_minor_needs_a_named_guardian(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await MinorAsync(scene, new DateOnly(2008, 4, 5));

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
    [InlineData("2009-01-01", null, "2026-12-31T23:00:00Z")]
    [InlineData("2009-01-31", null, "2026-12-31T23:00:00Z")]
    [InlineData("2009-07-15", null, "2027-06-30T22:00:00Z")]
    [InlineData("2009-01-15", "2027-01-10T00:00:00Z", "2026-12-31T23:00:00Z")]
    [InlineData("2009-01-15", "2026-06-01T00:00:00Z", "2026-06-01T00:00:00Z")]
    [InlineData("2012-01-01", null, "2028-03-04T11:00:00Z")]
    [InlineData("2008-04-01", null, "2026-03-31T22:00:00Z")]
    [InlineData("2008-12-31", null, "2026-11-30T23:00:00Z")]
    public async Task A_guardians_consent_ends_as_the_month_of_the_18th_birthday_begins(string birth, string? until, string end)
    {
        await using var scene = await Scene.CreateAsync(DatabaseKind.Sqlite);
        var id = await MinorAsync(scene, Day(birth));

        await scene.ConsentAsync(id, guardian: "Representative", validUntil: until is null ? null : Instant(until));

        (await scene.LoadAsync(id)).Consent!.ValidUntil.ShouldBe(Instant(end));
    }

    [Fact]
    public async Task The_month_of_a_birthday_on_29_February_is_February_and_the_person_comes_of_age_on_1_March()
    {
        await using var scene = await Scene.CreateAsync(DatabaseKind.Sqlite);
        scene.Clock.Now = new(2026, 1, 10, 11, 0, 0, DateTimeKind.Utc);
        var id = await MinorAsync(scene, new DateOnly(2008, 2, 29));

        await scene.ConsentAsync(id, guardian: "Representative");

        (await scene.LoadAsync(id)).Consent!.ValidUntil.ShouldBe(Instant("2026-01-31T23:00:00Z"));
        Age.On(new DateOnly(2026, 2, 28), 20080229).ShouldBe(17);
        Age.On(new DateOnly(2026, 3, 1), 20080229).ShouldBe(18);
    }

    /// <summary>Any end between today and the birthday would reveal the day.</summary>
    [Theory]
    [InlineData("2008-03-05", null)]
    [InlineData("2008-03-31", "Representative")]
    public async Task In_the_month_of_the_18th_birthday_a_guardian_gives_no_consent(string birth, string? guardian)
    {
        await using var scene = await Scene.CreateAsync(DatabaseKind.Sqlite);
        var id = await MinorAsync(scene, Day(birth));

        Func<Task> consent = () => scene.ConsentAsync(id, guardian: guardian);

        await consent.ShouldFailWithAsync("guardian NOT_APPLICABLE");
        (await Scene.ErrorsOfAsync(consent))[0].Message.ShouldContain("From the 18th birthday the person can give the consent alone.");
        scene.Clock.Now = Instant($"{birth}T00:00:00Z").AddYears(18);
        await scene.ConsentAsync(id);
        (await scene.LoadAsync(id)).Consent!.ValidUntil.ShouldBe(scene.Clock.Now.AddMonths(24));
    }

    [Theory, BothDatabases]
    public async Task The_migration_moves_the_ends_of_guardians_consents_in_force(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        // The migration uses the database's clock.
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        scene.Clock.Now = DateTime.UtcNow.AddMinutes(-1);
        var birth = new DateOnly(today.Year + 1, 7, 20);
        var (summer, winter, thisMonth, chosen, own, gone) = (
            await ConsentedAsync(birth), await ConsentedAsync(birth.AddMonths(6)), await ConsentedAsync(today.AddMonths(3)), await ConsentedAsync(birth),
            await ConsentedAsync(null), await ConsentedAsync(birth));
        await scene.DoAsync(async db =>
        {
            db.Add(new ConsentNotice { Id = Ids.New(), RefugeeId = summer, ConsentVersion = 1, EndsOn = birth, CreatedAt = scene.Clock.Now });
            await db.SaveChangesAsync();
            var late = Moment.StartOf(birth.AddMonths(9));
            await db.Consents.Where(x => x.RefugeeId != chosen).ExecuteUpdateAsync(x => x.SetProperty(c => c.ValidUntil, late));
            await db.Consents.Where(x => x.RefugeeId == chosen).ExecuteUpdateAsync(x => x.SetProperty(c => c.ValidUntil, scene.Clock.Now.AddDays(5)));
            await db.Consents.Where(x => x.RefugeeId == gone).ExecuteUpdateAsync(x => x.SetProperty(c => c.WithdrawnAt, scene.Clock.Now));
            await db.Refugees.Where(x => x.Id == thisMonth).ExecuteUpdateAsync(x => x.SetProperty(r => r.DateOfBirth, Age.ToNumber(today.AddYears(-18))));

            var assembly = db.GetService<IMigrationsAssembly>();
            var migration = assembly.CreateMigration(assembly.Migrations.Single(x => x.Key.EndsWith("_GuardiansConsentsByMonth", StringComparison.Ordinal)).Value, db.Database.ProviderName!);
            foreach (var operation in migration.UpOperations.Cast<SqlOperation>())
            {
                await db.Database.ExecuteSqlRawAsync(operation.Sql);
            }

            (await EndAsync(summer)).ShouldBe(Moment.StartOf(new(birth.Year, 7, 1)));
            (await EndAsync(winter)).ShouldBe(Moment.StartOf(new(birth.Year + 1, 1, 1)));
            (await EndAsync(thisMonth)).ShouldBeInRange(scene.Clock.Now, DateTime.UtcNow);
            (await EndAsync(chosen)).ShouldBe(scene.Clock.Now.AddDays(5), TimeSpan.FromMilliseconds(1));
            (await EndAsync(own)).ShouldBe(late);
            (await EndAsync(gone)).ShouldBe(late);
            (await db.ConsentNotices.AsNoTracking().SingleAsync()).EndsOn.ShouldBe(new(birth.Year, 7, 1));

            Task<DateTime> EndAsync(long id) => db.Consents.Where(x => x.RefugeeId == id).Select(x => x.ValidUntil).SingleAsync();
        });

        async Task<long> ConsentedAsync(DateOnly? adultOn)
        {
            if (adultOn is { } day)
            {
                var minor = await MinorAsync(scene, day.AddYears(-18));
                await scene.ConsentAsync(minor, guardian: "Representative");
                return minor;
            }
            var adult = await scene.RegisterAsync();
            await scene.AskAsync(adult);
            await scene.ConsentAsync(adult);
            return adult;
        }
    }

    /// <summary>The clock is at 4 March 2026.</summary>
    [Theory]
    // The person is older than recorded: a new version ends the consent when the month of the corrected birthday begins.
    [InlineData("2009-06-01", "2008-05-01", "2 until 2026-04-30T22:00:00.0000000Z")]
    // The right birthday is in the past, or today.
    [InlineData("2009-06-01", "2000-05-01", "withdrawn")]
    [InlineData("2009-06-01", "2008-03-04", "withdrawn")]
    // The right birthday is in the current month.
    [InlineData("2009-06-01", "2008-03-31", "withdrawn")]
    // Another day of the same month does not change the end.
    [InlineData("2009-06-01", "2009-06-30", "1 until 2027-05-31T22:00:00.0000000Z")]
    [InlineData("2009-06-30", "2009-06-01", "1 until 2027-05-31T22:00:00.0000000Z")]
    // The person is younger than recorded: the consent is not extended.
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
            // A notice with the wrong birthday already exists.
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
            // A new end creates a new version for each recipient class.
            (last.MunicipalityVersion, last.VolunteersVersion).ShouldBe((last.Version, last.Version));
            if (last.Version == 2)
            {
                (person.Consents[0].ReplacedAt, last.RecordedBy).ShouldBe((scene.Clock.Now, "officer"));
            }
        }
    }

    [Theory, BothDatabases]
    public async Task An_own_consent_of_somebody_who_turns_out_to_be_a_minor_is_withdrawn(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var (id, reference, _, _, _) = await scene.MatchedAsync();
        var (other, unchanged, _, _, _) = await scene.MatchedAsync();

        await RectifyAsync(scene, new(reference, DateOfBirth: Day("2008-04-05")));
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
            await RightsMutations.RectifyRefugeeAsync(input, scene.In(db, officer));
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
