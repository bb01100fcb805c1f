using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Mutations;

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
        var id = await MinorAsync(scene, DateOnly.Parse(birth, System.Globalization.CultureInfo.InvariantCulture));

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

    private static async Task<long> MinorAsync(Scene scene, DateOnly birth)
    {
        var id = await scene.RegisterAsync(Scene.Person() with { DateOfBirth = birth });
        await scene.AskAsync(id);
        return id;
    }

    private static DateTime Instant(string text) => DateTime.Parse(
        text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AdjustToUniversal);
}
