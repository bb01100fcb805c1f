using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Mutations;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.Refugees;

public class RegisterRefugeeTests
{
    [Theory, BothDatabases]
    public async Task A_person_is_stored_as_told_at_the_callers_centre(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);

        var id = await scene.RegisterAsync(new(
            " Amina ", "Haddad", new DateOnly(1990, 5, 6), TestCountry.Country, [TestCountry.Tongue, TestCountry.OtherTongue],
            "+4500000001", true, [TestCountry.Cafe, TestCountry.Family]));

        var person = await scene.LoadAsync(id);
        person.GivenName.ShouldBe("Amina");
        person.FamilyName.ShouldBe("Haddad");
        person.DateOfBirth.ShouldBe(19900506);
        person.NationalityCode.ShouldBe(TestCountry.Country);
        KeyList.Split(person.Languages).ShouldBe([TestCountry.Tongue, TestCountry.OtherTongue]);
        person.Phone.ShouldBe("+4500000001");
        person.NameAndAddressProtection.ShouldBeTrue();
        KeyList.Split(person.KnownActivityTypes).ShouldBe([TestCountry.Cafe, TestCountry.Family]);
        person.CentreId.ShouldBe(TestCountry.Centre);
        person.RegisteredAt.ShouldBe(scene.Clock.Now);
        person.Version.ShouldBe(1);
        Ids.IsReference(person.Reference).ShouldBeTrue();
        person.HouseholdId.ShouldBeNull();
    }

    [Theory, BothDatabases]
    public async Task A_household_is_made_with_its_second_member_and_takes_a_third(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);

        var first = await scene.RegisterAsync();
        var second = await scene.RegisterAsync(Scene.Person() with { HouseholdOf = first });
        var third = await scene.RegisterAsync(Scene.Person() with { HouseholdOf = second });

        var household = (await scene.LoadAsync(first)).HouseholdId.ShouldNotBeNull();
        (await scene.LoadAsync(second)).HouseholdId.ShouldBe(household);
        (await scene.LoadAsync(third)).HouseholdId.ShouldBe(household);
        (await scene.LoadAsync(first)).Version.ShouldBe(2);
    }

    [Theory, BothDatabases]
    public async Task Everything_that_is_wrong_is_said_at_once_and_nothing_is_stored(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var elsewhere = await scene.RegisterAsync(caller: Scene.OtherCentreWorker);
        var input = new RegisterRefugeeInput(
            " ", new string('x', 101), scene.Clock.Today.AddDays(1), "??", [TestCountry.Tongue, "??", TestCountry.Tongue],
            "12345678", false, ["??"], elsewhere);

        Func<Task> register = () => scene.RegisterAsync(input);

        await register.ShouldFailWithAsync(
            "givenName REQUIRED", "familyName TOO_LONG", "dateOfBirth IN_THE_FUTURE", "nationality UNKNOWN_CODE",
            "languages[1] UNKNOWN_CODE", "phone MALFORMED", "knownActivityTypes[0] UNKNOWN_CODE",
            "householdOf NOT_FOUND");
        (await scene.DoAsync(db => db.Refugees.CountAsync(x => x.CentreId == TestCountry.Centre))).ShouldBe(0);
        (await scene.DoAsync(db => db.Households.CountAsync(x => x.Members.Count == 0))).ShouldBe(0);
    }

    [Theory, BothDatabases]
    public async Task A_value_at_its_limit_is_taken(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);

        await scene.RegisterAsync(Scene.Person() with { GivenName = new string('x', 100), DateOfBirth = scene.Clock.Today });
        await scene.RegisterAsync(Scene.Person() with { DateOfBirth = scene.Clock.Today.AddYears(-120) });

        Func<Task> older = () => scene.RegisterAsync(Scene.Person() with { DateOfBirth = scene.Clock.Today.AddYears(-120).AddDays(-1) });
        await older.ShouldFailWithAsync("dateOfBirth OUT_OF_RANGE");
    }

    [Theory, BothDatabases]
    public async Task The_day_of_birth_is_in_the_future_by_the_calendar_of_Denmark(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        scene.Clock.Now = new(2026, 3, 4, 23, 30, 0, DateTimeKind.Utc);

        await scene.RegisterAsync(Scene.Person() with { DateOfBirth = new DateOnly(2026, 3, 5) });

        Func<Task> tomorrow = () => scene.RegisterAsync(Scene.Person() with { DateOfBirth = new DateOnly(2026, 3, 6) });
        await tomorrow.ShouldFailWithAsync("dateOfBirth IN_THE_FUTURE");
    }

    [Theory]
    [InlineData("+4500000001", true)]
    [InlineData("+1234567", true)]
    [InlineData("+123456789012345", true)]
    [InlineData("4500000001", false)]
    [InlineData("+0500000001", false)]
    [InlineData("+123456", false)]
    [InlineData("+1234567890123456", false)]
    [InlineData("+45 00 00 00 01", false)]
    [InlineData("+4500000001\n", false)]
    [InlineData("", false)]
    public async Task A_phone_number_is_E164(string phone, bool valid)
    {
        await using var scene = await Scene.CreateAsync(DatabaseKind.Sqlite);

        Func<Task> register = () => scene.RegisterAsync(Scene.Person() with { Phone = phone });

        await register.ShouldFailWithAsync(valid ? [] : ["phone MALFORMED"]);
    }

    [Fact]
    public async Task A_name_with_characters_that_cannot_be_printed_is_refused()
    {
        await using var scene = await Scene.CreateAsync(DatabaseKind.Sqlite);

        Func<Task> register = () => scene.RegisterAsync(Scene.Person() with { GivenName = "Amina\u0007", FamilyName = "Ha\ud800d" });

        await register.ShouldFailWithAsync("givenName MALFORMED", "familyName MALFORMED");
    }
}
