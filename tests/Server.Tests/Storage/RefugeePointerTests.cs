using Integration.Graph.Server.Branches;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Tests.Databases;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.Storage;

public class RefugeePointerTests
{
    private static readonly DateTime Noon = new(2025, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    [Theory, BothDatabases]
    public async Task A_new_person_and_the_consent_pointed_at_are_saved_at_once(DatabaseKind kind)
    {
        await using var database = await EmptyCountryAsync(kind);
        var id = await StorePersonAsync(database);

        await using var context = database.CreateContext();
        var person = await context.Refugees.Include(x => x.Consent).Include(x => x.Consents).SingleAsync();
        person.Id.ShouldBe(id);
        person.Consent!.Version.ShouldBe(1);
        person.Consents.ShouldHaveSingleItem().ShouldBe(person.Consent);
        person.Version.ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task An_instant_comes_back_as_UTC(DatabaseKind kind)
    {
        await using var database = await EmptyCountryAsync(kind);
        await StorePersonAsync(database);

        await using var context = database.CreateContext();
        var consent = await context.Consents.SingleAsync();
        consent.GivenAt.ShouldBe(Noon);
        consent.GivenAt.Kind.ShouldBe(DateTimeKind.Utc);
        (await context.Consents.CountAsync(x => x.ValidUntil > Noon)).ShouldBe(1);
        (await context.Consents.CountAsync(x => x.ValidUntil > Noon.AddYears(2))).ShouldBe(0);
    }

    [Theory, BothDatabases]
    public async Task Deleting_a_person_takes_the_history_along(DatabaseKind kind)
    {
        await using var database = await EmptyCountryAsync(kind);
        await StorePersonAsync(database);

        await using var context = database.CreateContext();
        await context.Refugees.ExecuteDeleteAsync();
        (await context.Consents.CountAsync()).ShouldBe(0);
    }

    [Theory, BothDatabases]
    public async Task Two_writers_of_one_row_are_noticed(DatabaseKind kind)
    {
        await using var database = await EmptyCountryAsync(kind);
        await StorePersonAsync(database);
        await using var first = database.CreateContext();
        await using var second = database.CreateContext();
        var mine = await first.Refugees.SingleAsync();
        var theirs = await second.Refugees.SingleAsync();

        (mine.Phone, mine.Version) = ("+4500000001", mine.Version + 1);
        await first.SaveChangesAsync();
        (theirs.Phone, theirs.Version) = ("+4500000002", theirs.Version + 1);

        await Should.ThrowAsync<DbUpdateConcurrencyException>(() => second.SaveChangesAsync());
    }

    private static async Task<TestDatabase> EmptyCountryAsync(DatabaseKind kind)
    {
        var database = TestDatabase.Empty(kind);
        await using var context = database.CreateContext();
        await context.Database.MigrateAsync();
        context.Add(new Region { Code = "1083", NameDa = "Region Syddanmark", NameEn = "Region of Southern Denmark" });
        context.Add(new Municipality { Code = "0461", Name = "Odense", RegionCode = "1083", TileAbbreviation = "ODE" });
        context.Add(new Language { Code = "ara", NameDa = "arabisk", NameEn = "Arabic", Endonym = "العربية", RightToLeft = true });
        context.Add(new Nationality { Code = "SY", NameDa = "Syrien", NameEn = "Syria" });
        context.Add(new AsylumCentre { Id = 1, Slug = "centre", Name = "Centre", MunicipalityCode = "0461" });
        await context.SaveChangesAsync();
        return database;
    }

    private static async Task<long> StorePersonAsync(TestDatabase database)
    {
        await using var context = database.CreateContext();
        var person = new Refugee
        {
            Id = Ids.New(),
            Reference = Ids.NewReference(),
            RegisteredAt = Noon,
            CentreId = 1,
            GivenName = "Given",
            FamilyName = "Family",
            DateOfBirth = 19900101,
            NationalityCode = "SY",
        };
        person.Consent = new Consent
        {
            Id = Ids.New(),
            RefugeeId = person.Id,
            Version = 1,
            GivenAt = Noon,
            ValidUntil = Noon.AddYears(2),
            Method = ConsentMethod.SignedForm,
            LanguageCode = "ara",
            RecordedBy = "test",
        };
        context.Add(person);
        await context.SaveChangesAsync();
        return person.Id;
    }
}
