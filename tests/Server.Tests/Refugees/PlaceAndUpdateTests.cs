using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Mutations;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.Refugees;

public class PlaceAndUpdateTests
{
    private static readonly AddressInput Home = new("Nygade 1", TestCountry.PostalCodeInNorth);
    private static readonly CaseworkerInput Helper = new("Karen Kommune", "+4500000099", "karen@kommune.example");

    [Theory, BothDatabases]
    public async Task A_caseworker_who_receives_nobody_any_more_is_forgotten_and_one_who_still_does_is_kept(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var (moving, staying) = (await scene.RegisterAsync(), await scene.RegisterAsync());
        await scene.PlaceAsync(moving, caseworker: Helper);
        await scene.PlaceAsync(staying, caseworker: Helper);

        await scene.UpdateAsync(new(moving, Caseworker: new(new("Second"))), Scene.CentreWorker);
        (await NamesAsync()).ShouldBe(["Karen Kommune", "Second"]);
        await scene.PlaceAsync(moving, TestCountry.South);
        (await NamesAsync()).ShouldBe(["Karen Kommune"]);
        await scene.UpdateAsync(new(staying, Caseworker: new(null)));
        (await NamesAsync()).ShouldBeEmpty();

        Task<List<string>> NamesAsync() => scene.DoAsync(db => db.Caseworkers.OrderBy(x => x.Name).Select(x => x.Name).ToListAsync());
    }

    [Theory, BothDatabases]
    public async Task A_placement_is_stored_with_the_town_of_the_postal_code(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await scene.RegisterAsync();

        await scene.PlaceAsync(id, TestCountry.North, new DateOnly(2026, 4, 1), Home, Helper);

        var person = await scene.LoadAsync(id);
        person.MunicipalityCode.ShouldBe(TestCountry.North);
        person.PlacedAt.ShouldBe(scene.Clock.Now);
        person.MovesInOn.ShouldBe(new DateOnly(2026, 4, 1));
        (person.Street, person.PostalCode, person.Town).ShouldBe(("Nygade 1", TestCountry.PostalCodeInNorth, "Nordby"));
        person.Caseworker!.Name.ShouldBe("Karen Kommune");
        person.Caseworker.MunicipalityCode.ShouldBe(TestCountry.North);
        person.Version.ShouldBe(2);
    }

    [Theory, BothDatabases]
    public async Task Placed_again_in_the_same_municipality_what_is_left_out_stays(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await scene.RegisterAsync();
        await scene.PlaceAsync(id, TestCountry.North, null, Home, Helper);
        scene.Clock.Pass(TimeSpan.FromDays(1));

        await scene.PlaceAsync(id, TestCountry.North, new DateOnly(2026, 4, 1));

        var person = await scene.LoadAsync(id);
        person.Street.ShouldBe("Nygade 1");
        person.Caseworker!.Name.ShouldBe("Karen Kommune");
        person.MovesInOn.ShouldBe(new DateOnly(2026, 4, 1));
        person.PlacedAt.ShouldBe(scene.Clock.Now.AddDays(-1));
    }

    [Theory, BothDatabases]
    public async Task A_move_to_another_municipality_clears_address_caseworker_and_date(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await scene.RegisterAsync();
        await scene.PlaceAsync(id, TestCountry.North, new DateOnly(2026, 4, 1), Home, Helper);
        scene.Clock.Pass(TimeSpan.FromDays(1));

        await scene.PlaceAsync(id, TestCountry.South);

        var person = await scene.LoadAsync(id);
        person.MunicipalityCode.ShouldBe(TestCountry.South);
        (person.Street, person.PostalCode, person.Town).ShouldBe((null, null, null));
        person.Caseworker.ShouldBeNull();
        person.MovesInOn.ShouldBeNull();
        person.PlacedAt.ShouldBe(scene.Clock.Now);
    }

    [Theory, BothDatabases]
    public async Task Everything_wrong_with_a_placement_is_said_at_once_and_nothing_is_stored(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await scene.RegisterAsync();

        Func<Task> place = () => scene.PlaceAsync(id, "0000", scene.Clock.Today.AddYears(2).AddDays(1),
            new AddressInput(new string('x', 201), "123"), new CaseworkerInput("", "1", "karen"));

        await place.ShouldFailWithAsync(
            "municipality UNKNOWN_CODE", "movesInOn OUT_OF_RANGE", "address.street TOO_LONG", "address.postalCode MALFORMED",
            "caseworker.name REQUIRED", "caseworker.phone MALFORMED", "caseworker.email MALFORMED");
        var person = await scene.LoadAsync(id);
        (person.MunicipalityCode, person.Version).ShouldBe((null, 1));
        (await scene.DoAsync(db => db.Caseworkers.CountAsync(x => x.MunicipalityCode == TestCountry.North))).ShouldBe(0);
    }

    [Theory, BothDatabases]
    public async Task A_postal_code_has_to_exist(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await scene.RegisterAsync();

        Func<Task> place = () => scene.PlaceAsync(id, address: new AddressInput("Nygade 1", "0000"));

        await place.ShouldFailWithAsync("address.postalCode UNKNOWN_CODE");
    }

    [Theory, BothDatabases]
    public async Task What_is_left_out_of_an_update_stays_and_null_is_not_known_any_more(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await scene.RegisterAsync();
        await scene.PlaceAsync(id, TestCountry.North, new DateOnly(2026, 4, 1), Home, Helper);

        await scene.UpdateAsync(new(id, Phone: new(null), Address: new(null)));

        var person = await scene.LoadAsync(id);
        person.Phone.ShouldBeNull();
        person.Street.ShouldBeNull();
        person.Town.ShouldBeNull();
        person.Caseworker!.Name.ShouldBe("Karen Kommune");
        person.MovesInOn.ShouldBe(new DateOnly(2026, 4, 1));
        person.Languages.ShouldBe(TestCountry.Tongue);

        await scene.UpdateAsync(new(id, Phone: new("+4500000002"), MovesInOn: new(null), Caseworker: new(null), Languages: new([])));

        person = await scene.LoadAsync(id);
        person.Phone.ShouldBe("+4500000002");
        person.MovesInOn.ShouldBeNull();
        person.Caseworker.ShouldBeNull();
        person.Languages.ShouldBeEmpty();
        person.Version.ShouldBe(4);
    }

    [Theory, BothDatabases]
    public async Task Before_the_placement_there_is_no_address_caseworker_or_date_to_record(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await scene.RegisterAsync();

        Func<Task> update = () => scene.UpdateAsync(new(id, new("+4500000002"), new(scene.Clock.Today), new(Home), new(Helper)));

        await update.ShouldFailWithAsync("movesInOn NOT_APPLICABLE", "address NOT_APPLICABLE", "caseworker NOT_APPLICABLE");
        (await scene.LoadAsync(id)).Phone.ShouldBe("+4500000001");
        await scene.UpdateAsync(new(id, new("+4500000002")));
        (await scene.LoadAsync(id)).Phone.ShouldBe("+4500000002");
    }

    [Theory, BothDatabases]
    public async Task The_same_caseworker_is_one_row_and_another_phone_number_another(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var first = await scene.RegisterAsync();
        var second = await scene.RegisterAsync();
        var third = await scene.RegisterAsync();

        await scene.PlaceAsync(first, caseworker: Helper);
        await scene.PlaceAsync(second, caseworker: Helper);
        await scene.PlaceAsync(third, caseworker: Helper with { Phone = "+4500000098" });

        var (one, two, three) = ((await scene.LoadAsync(first)).Caseworker!, (await scene.LoadAsync(second)).Caseworker!, (await scene.LoadAsync(third)).Caseworker!);
        two.Id.ShouldBe(one.Id);
        three.Id.ShouldNotBe(one.Id);
        one.Phone.ShouldBe("+4500000099");
    }

    [Theory, BothDatabases]
    public async Task The_municipality_may_give_address_and_caseworker_and_nothing_else(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await scene.ReferredAsync();

        Func<Task> tooMuch = () => scene.UpdateAsync(
            new(id, new("+4500000002"), new(scene.Clock.Today), new(Home), new(Helper), new([])), Scene.Caseworker(TestCountry.North));

        await tooMuch.ShouldFailWithAsync("phone NOT_PERMITTED", "movesInOn NOT_PERMITTED", "languages NOT_PERMITTED");
        await scene.UpdateAsync(new(id, Address: new(Home), Caseworker: new(Helper)), Scene.Caseworker(TestCountry.North));
        (await scene.LoadAsync(id)).Street.ShouldBe("Nygade 1");
    }

    [Theory, BothDatabases]
    public async Task A_transfer_hands_the_person_to_the_other_centre(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await scene.RegisterAsync();

        await scene.DoAsync(db => RefugeeMutations.TransferRefugeeAsync(
            new(id, TestCountry.OtherCentre), scene.In(db, Scene.CentreWorker)));

        Func<Task> here = () => scene.UpdateAsync(new(id, new Optional<string?>(null)));
        await here.ShouldFailWithAsync("refugeeId NOT_FOUND");
        await scene.UpdateAsync(new(id, new Optional<string?>(null)), Scene.OtherCentreWorker);
    }

    [Theory, BothDatabases]
    public async Task A_transfer_needs_a_visible_person_and_an_open_centre(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await scene.RegisterAsync();

        Func<Task> nowhere = () => scene.DoAsync(db => RefugeeMutations.TransferRefugeeAsync(
            new(1, 0), scene.In(db, Scene.CentreWorker)));
        Func<Task> closed = () => scene.DoAsync(db => RefugeeMutations.TransferRefugeeAsync(
            new(id, TestCountry.ClosedCentre), scene.In(db, Scene.CentreWorker)));

        await nowhere.ShouldFailWithAsync("refugeeId NOT_FOUND", "centreId NOT_FOUND");
        await closed.ShouldFailWithAsync("centreId OUT_OF_RANGE");
        (await scene.LoadAsync(id)).CentreId.ShouldBe(TestCountry.Centre);
    }
}
