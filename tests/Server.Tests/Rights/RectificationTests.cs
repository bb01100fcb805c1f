using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
using Integration.Graph.Server.Tests.Mutations;
using Integration.Graph.Server.Tests.Subscriptions;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.Rights;

/// <summary>Corrects address and caseworker after the centre has stopped seeing the person.</summary>
public sealed class RectificationTests
{
    private const string Result = "refugee { movesInOn version address { street town } caseworker { name } } errors { __typename ... on InvalidInputError { field code } }";
    private const string Home = $$"""address: { street: "Right 2", postalCode: "{{TestCountry.PostalCodeInNorth}}" }""";

    [Theory, BothDatabases]
    public async Task The_officer_corrects_address_move_in_day_and_caseworker_when_the_centre_no_longer_sees_the_person(DatabaseKind kind)
    {
        var clock = new ManualClock();
        await using var host = await Centre.StartServerAsync(kind, clock, ("Retention:Schedule", "never"));
        var centre = await Centre.OfAsync(host);
        var (id, reference) = await centre.PlacedAsync();
        await centre.GiveConsentAsync(id, "MUNICIPALITY ADDRESS", "VOLUNTEERS CASEWORKER");
        const string wrong = $$"""movesInOn: "2026-03-04", address: { street: "Wrong 1", postalCode: "{{TestCountry.PostalCodeInNorth}}" }, caseworker: { name: "Wrong" }""";
        (await UpdateAsync(wrong)).ShouldContain("\"errors\":null");
        clock.Pass(TimeSpan.FromDays(40));
        centre = await Centre.OfAsync(host);
        var officer = await host.TokenAsync(Role.DataProtectionOfficer);
        var municipality = await host.TokenAsync(Role.Municipality, TestCountry.North);
        (await UpdateAsync("address: null")).ShouldContain("NotFoundError");
        await host.QueryAsync(officer, $"mutation {{ openSubjectAccess(input: {{ reference: \"{reference}\", reason: \"asked\" }}) {{ errors {{ __typename }} }} }}");
        var version = (await host.QueryAsync(officer, "{ refugees { nodes { version } } }"))["refugees.nodes"][0].GetProperty("version").GetInt32();
        const string right = $$"""movesInOn: "2026-04-12", {{Home}}, caseworker: { name: "Right" }""";

        (await RectifyAsync($"{right}, version: {version - 1}")).Text.ShouldContain("ConflictError");
        var done = await RectifyAsync($"{right}, version: {version}", "rectify-only-once-1");
        var again = await RectifyAsync($"{right}, version: {version}", "rectify-only-once-1");

        done.Text.ShouldBe($$$$"""
            {"data":{"rectifyRefugee":{"refugee":{"movesInOn":"2026-04-12","version":{{{{version + 1}}}},"address":{"street":"Right 2","town":"Nordby"},"caseworker":{"name":"Right"}},"errors":null}}}
            """);
        again.Text.ShouldBe(done.Text);
        // Previous values are kept, except the caseworker's, which belong to another person. A caseworker without persons is
        // removed.
        (await host.DoAsync(db => db.FormerValues.Where(x => x.ChangedIn == Role.DataProtectionOfficer).Select(x => x.Field + " " + x.Value).OrderBy(x => x).ToListAsync()))
            .ShouldBe(["MovesInOn 2026-03-04", "Street Wrong 1"]);
        (await host.DoAsync(db => db.Caseworkers.Select(x => x.Name).Where(x => x == "Wrong" || x == "Right").ToListAsync())).ShouldBe(["Right"]);
        // The municipality gets a notice about the address, which it may know, and about nothing else.
        (await host.QueryAsync(municipality, "{ handoverNotices { nodes { news } } refugees { nodes { address { street } } } }")).Text
            .ShouldBe("""{"data":{"handoverNotices":{"nodes":[{"news":["ADDRESS"]},{"news":["ADDRESS"]}]},"refugees":{"nodes":[{"address":{"street":"Right 2"}}]}}}""");
        // With the right move-in day, the centre still sees the person.
        (await UpdateAsync("caseworker: null")).ShouldContain("\"errors\":null");

        // An omitted field is unchanged; null means unknown. A day is validated against the corrected date of birth.
        (await RectifyAsync("address: null")).Text.ShouldContain("\"movesInOn\":\"2026-04-12\"");
        (await host.DoAsync(db => db.Refugees.Select(x => x.Street + x.PostalCode + x.Town).SingleAsync())).ShouldBeNullOrEmpty();
        (await RectifyAsync("movesInOn: \"1990-01-01\", dateOfBirth: \"1989-01-01\"")).Text.ShouldContain("\"errors\":null");
        Codes(await RectifyAsync("movesInOn: \"2028-09-01\", address: { street: \"\", postalCode: \"0000\" }, caseworker: { name: \"\", phone: \"1\", email: \"x\" }")).ShouldBe([
            "movesInOn OUT_OF_RANGE", "address.street REQUIRED", "address.postalCode UNKNOWN_CODE", "caseworker.name REQUIRED", "caseworker.phone MALFORMED", "caseworker.email MALFORMED"]);
        Codes(await RectifyAsync("movesInOn: \"1990-01-01\", dateOfBirth: \"1990-05-06\"")).ShouldBe(["movesInOn OUT_OF_RANGE"]);

        async Task<string> UpdateAsync(string input) =>
            (await host.QueryAsync(centre.Token, $"mutation($id: ID!) {{ updateContact(input: {{ refugeeId: $id, {input} }}) {{ errors {{ __typename }} }} }}", new { id })).Text;

        Task<GraphQLAnswer> RectifyAsync(string input, string? key = null) => CorrectAsync(host, officer, reference, input, key);
    }

    [Theory, BothDatabases]
    public async Task Before_the_placement_there_is_no_home_day_or_caseworker_to_correct(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await scene.RegisterAsync();
        var reference = (await scene.LoadAsync(id)).Reference;
        await using var host = await ServerHost.StartAsync(scene.Database, scene.Clock);
        var officer = await host.TokenAsync(Role.DataProtectionOfficer);
        await host.QueryAsync(officer, $"mutation {{ openSubjectAccess(input: {{ reference: \"{reference}\", reason: \"asked\" }}) {{ errors {{ __typename }} }} }}");

        var refused = await CorrectAsync(host, officer, reference, $"movesInOn: \"2026-04-12\", {Home}, caseworker: {{ name: \"Right\" }}");

        Codes(refused).ShouldBe(["movesInOn NOT_APPLICABLE", "address NOT_APPLICABLE", "caseworker NOT_APPLICABLE"]);
        (await CorrectAsync(host, officer, reference, "movesInOn: null, address: null, caseworker: null")).Text.ShouldContain("\"errors\":null");
    }

    private static Task<GraphQLAnswer> CorrectAsync(ServerHost host, string officer, string reference, string input, string? key = null) =>
        host.QueryAsync(officer, $"mutation {{ rectifyRefugee(input: {{ reference: \"{reference}\", {input} }}) {{ {Result} }} }}", idempotencyKey: key);

    private static List<string> Codes(GraphQLAnswer answer) => [.. answer["rectifyRefugee.errors"].EnumerateArray()
        .Select(x => $"{x.GetProperty("field").GetString()} {x.GetProperty("code").GetString()}")];
}
