using System.Net.Http.Json;
using System.Text.Json;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.DeletionRequests;
using Integration.Graph.Server.Tests.Hosting;
using Integration.Graph.Server.Tests.Subscriptions;
using Integration.Graph.Server.Volunteers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Integration.Graph.Server.Tests.Mutations;

/// <summary>A mutation repeated with the same key, as a client sends it after a lost response.</summary>
public sealed class IdempotencyTests
{
    private const string Key = "3f0e8c1a-7b52-4c58-9a31-0f6d2b1e5a77";
    private const string OtherKey = "b9b1a4de-0c11-4d3f-8a5e-2f77c6a1d9e0";

    [Theory]
    [BothDatabases]
    public async Task A_repeated_mutation_is_answered_again_and_not_done_again(DatabaseKind kind)
    {
        var clock = new ManualClock();
        await using var host = await Centre.StartServerAsync(kind, clock);
        var centre = await Centre.OfAsync(host);
        var register = Register("+4500000001");

        // The mutation runs once, whatever fields the repeated request selects.
        var first = await SendAsync(host, centre.Token, register, Key);
        var again = await SendAsync(host, centre.Token, register, Key);
        again.Text.ShouldBe(first.Text);
        var reference = first["registerRefugee.refugee.reference"].GetString()!;
        (await SendAsync(host, centre.Token, register.Replace("reference", "reference phone", StringComparison.Ordinal), Key))
            ["registerRefugee.refugee.phone"].GetString().ShouldBe("+4500000001");
        (await CountAsync(host)).ShouldBe(1);

        // With another key, field of the request or caller, it is another mutation.
        await SendAsync(host, centre.Token, register, OtherKey);
        (await CountAsync(host)).ShouldBe(2);
        var both = await SendAsync(host, centre.Token, register.Replace("mutation { ", "mutation { a: ", StringComparison.Ordinal), Key);
        both["a.refugee.reference"].GetString().ShouldNotBe(reference);
        (await CountAsync(host)).ShouldBe(3);
        await SendAsync(host, await host.TokenAsync(Role.CentreWorker, "test-other-centre"), register, Key);
        (await CountAsync(host)).ShouldBe(4);

        // The same key with another input is an error.
        var reused = await SendAsync(host, centre.Token, Register("+4500000002"), Key);
        reused.Codes.ShouldBe(["IDEMPOTENCY_KEY_REUSED"]);
        reused.Text.ShouldNotContain("+45");
        (await CountAsync(host)).ShouldBe(4);

        // After a day the request is a new mutation. Each night, expired keys are removed.
        clock.Pass(TimeSpan.FromHours(24));
        (await SendAsync(host, await host.TokenAsync(Role.CentreWorker, "test-centre"), register, Key))
            ["registerRefugee.refugee.reference"].GetString().ShouldNotBe(reference);
        (await CountAsync(host)).ShouldBe(5);
        (await host.Services.GetRequiredService<KeyCleaning>().RunAsync(default)).ShouldBe(3);
        var kept = await host.DoAsync(db => db.IdempotencyKeys.AsNoTracking().ToListAsync());
        kept.ShouldHaveSingleItem();
        $"{kept[0].Id} {kept[0].Input} {kept[0].Result}".ShouldNotContain("+45");
        host.Complaints.ShouldBeEmpty();
    }

    [Theory]
    [BothDatabases]
    public async Task A_repeated_mutation_is_answered_with_the_current_rights(DatabaseKind kind)
    {
        await using var host = await Centre.StartServerAsync(kind, new ManualClock());
        var centre = await Centre.OfAsync(host);
        var (id, _) = await centre.PlacedAsync();
        await centre.GiveConsentAsync(id, "MUNICIPALITY NAME", "MUNICIPALITY PHONE");
        var municipality = await host.TokenAsync(Role.Municipality, TestCountry.North);
        var update = $$"""mutation { updateContact(input: { refugeeId: "{{id}}", caseworker: { name: "Case Worker" } }) { refugee { phone } errors { ... on Error { code } } } }""";

        (await SendAsync(host, municipality, update, Key))["updateContact.refugee.phone"].GetString().ShouldBe("+4500000001");
        await centre.ChangeConsentAsync(id, 1, "MUNICIPALITY NAME");
        (await SendAsync(host, municipality, update, Key))["updateContact.refugee.phone"].ValueKind.ShouldBe(JsonValueKind.Null);
        await centre.ChangeConsentAsync(id, 2, "VOLUNTEERS NAME");
        (await SendAsync(host, municipality, update, Key)).Text.ShouldBe("""{"data":{"updateContact":{"refugee":null,"errors":null}}}""");
    }

    [Theory]
    [BothDatabases]
    public async Task The_same_mutation_several_times_at_once_is_done_once_and_every_one_is_told_of_it(DatabaseKind kind)
    {
        await using var host = await Centre.StartServerAsync(kind, new ManualClock());
        var centre = await Centre.OfAsync(host);
        var (id, _) = await centre.PlacedAsync();
        var consent = $$"""
            mutation { giveConsent(input: { refugeeId: "{{id}}", method: SIGNED_FORM, language: "{{TestCountry.Tongue}}", grants: [{ recipient: MUNICIPALITY, field: NAME }] }) {
              refugee { consent { version } } errors { ... on Error { code } } } }
            """;

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SendAsync(host, centre.Token, consent, Key)));

        answers.ShouldAllBe(answer => answer.Text == """{"data":{"giveConsent":{"refugee":{"consent":{"version":1}},"errors":null}}}""");
        (await host.DoAsync(db => db.Consents.CountAsync())).ShouldBe(1);
        (await host.DoAsync(db => db.HandoverNotices.CountAsync())).ShouldBe(1);
        host.Complaints.ShouldBeEmpty();
    }

    [Theory]
    [BothDatabases]
    public async Task A_mutation_that_was_refused_keeps_no_key_and_a_withdrawal_says_the_same_for_every_reference(DatabaseKind kind)
    {
        await using var host = await Centre.StartServerAsync(kind, new ManualClock());
        var centre = await Centre.OfAsync(host);

        var refused = await SendAsync(host, centre.Token, Register("12"), Key);
        refused.Text.ShouldContain("MALFORMED");
        (await host.DoAsync(db => db.IdempotencyKeys.CountAsync())).ShouldBe(0);
        (await SendAsync(host, centre.Token, Register("+4500000001"), Key)).Text.ShouldNotContain("\"code\"");

        var withdraw = $$"""mutation { withdrawConsent(input: { reference: "{{Ids.NewReference()}}" }) { reference errors { ... on Error { code } } } }""";
        var first = await SendAsync(host, centre.Token, withdraw, OtherKey);
        first.Data.GetRawText().ShouldContain("RK-");
        (await SendAsync(host, centre.Token, withdraw, OtherKey)).Text.ShouldBe(first.Text);
    }

    [Theory]
    [BothDatabases]
    public async Task A_key_opens_a_person_once_and_every_repetition_reads_again_with_its_own_entry(DatabaseKind kind)
    {
        var clock = new ManualClock();
        await using var host = await Centre.StartServerAsync(kind, clock);
        var centre = await Centre.OfAsync(host);
        var (id, reference) = await centre.PlacedAsync();
        var officer = await host.TokenAsync(Role.DataProtectionOfficer);
        string Open(string selection) =>
            $$"""mutation Open { openSubjectAccess(input: { reference: "{{reference}}", reason: "asked" }) { refugee { {{selection}} } errors { ... on Error { code } } } }""";

        // One after the other, and several at once.
        var opened = """{"data":{"openSubjectAccess":{"refugee":{"reference":"?"},"errors":null}}}""".Replace("?", reference, StringComparison.Ordinal);
        (await SendAsync(host, officer, Open("reference"), Key)).Text.ShouldBe(opened);
        (await SendAsync(host, officer, Open("reference"), Key)).Text.ShouldBe(opened);
        (await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => SendAsync(host, officer, Open("reference"), OtherKey)))).ShouldAllBe(answer => answer.Text == opened);
        var accesses = await host.DoAsync(db => db.SubjectAccesses.AsNoTracking().ToListAsync());
        (await ReasonsAsync(host)).ShouldBe(accesses.Select(x => SubjectAccess.Hash(x.ReasonSalt, "asked")), ignoreOrder: true);
        accesses.Count.ShouldBe(2);
        (await EntriesAsync(host, "Open")).ShouldBe(0);

        // Personal fields are disclosed again, with another entry. The person is not opened again.
        (await SendAsync(host, officer, Open("name { given }"), Key))["openSubjectAccess.refugee.name.given"].GetString().ShouldBe("Given");
        (await EntriesAsync(host, "Open")).ShouldBe(1);
        (await ReasonsAsync(host)).Count.ShouldBe(2);

        // An export only reads, so a repetition returns current data. The key still belongs to the person.
        var export = $$"""mutation Export { exportSubjectData(input: { reference: "{{reference}}" }) { document errors { ... on Error { code } } } }""";
        (await SendAsync(host, officer, export, Key))["exportSubjectData.document"].GetString()!.ShouldContain("+4500000001");
        await host.QueryAsync(centre.Token, $$"""mutation { updateContact(input: { refugeeId: "{{id}}", phone: "+4500000002" }) { errors { __typename } } }""");
        (await SendAsync(host, officer, export, Key))["exportSubjectData.document"].GetString()!.ShouldContain("+4500000002");
        (await EntriesAsync(host, "Export")).ShouldBe(2);
        (await SendAsync(host, officer, export.Replace(reference, Ids.NewReference(), StringComparison.Ordinal), Key)).Codes.ShouldBe(["IDEMPOTENCY_KEY_REUSED"]);

        // An hour later the same mutation opens nothing and returns no person.
        clock.Pass(SubjectAccess.Duration);
        officer = await host.TokenAsync(Role.DataProtectionOfficer);
        (await SendAsync(host, officer, Open("reference"), Key)).Text.ShouldBe("""{"data":{"openSubjectAccess":{"refugee":null,"errors":null}}}""");
        (await SendAsync(host, officer, export, Key))["exportSubjectData.errors.0.code"].GetString().ShouldBe("NOT_FOUND");
        (await host.DoAsync(db => db.SubjectAccesses.CountAsync())).ShouldBe(2);
        (await ReasonsAsync(host)).Count.ShouldBe(2);
        host.Complaints.ShouldBeEmpty();
    }

    [Theory]
    [BothDatabases]
    public async Task Another_mutation_under_a_used_key_and_name_is_refused_and_not_taken_for_done(DatabaseKind kind)
    {
        var scene = await Scene.CreateAsync(kind);
        await using var host = await ServerHost.StartAsync(scene.Database, scene.Clock);
        var (_, _, _, volunteer, match) = await scene.MatchedAsync();
        var token = await host.TokenAsync(Role.Volunteer, $"{volunteer}");
        // Both fields take the same input.
        string Mutation(string field) => $$"""
            mutation { x: {{field}}(input: { matchId: "{{GlobalId.Encode("Match", match)}}" }) { match { id } errors { ... on Error { code } } } }
            """;

        (await SendAsync(host, token, Mutation("recordMeeting"), Key))["x.errors"].ValueKind.ShouldBe(JsonValueKind.Null);
        var reused = await SendAsync(host, token, Mutation("endMatch"), Key);
        reused.Codes.ShouldBe(["IDEMPOTENCY_KEY_REUSED"], reused.Text);
        (await StatusAsync()).ShouldBe(MatchStatus.Confirmed);
        (await SendAsync(host, token, Mutation("endMatch"), OtherKey))["x.errors"].ValueKind.ShouldBe(JsonValueKind.Null);
        (await StatusAsync()).ShouldBe(MatchStatus.Ended);

        Task<MatchStatus> StatusAsync() => host.DoAsync(db => db.Matches.Where(x => x.Id == match).Select(x => x.Status).SingleAsync());
    }

    /// <summary>A client error: a user works at two centres or in two roles, and the client uses one key for both.</summary>
    [Theory]
    [BothDatabases]
    public async Task The_same_key_of_one_subject_is_independent_in_every_scope_and_role(DatabaseKind kind)
    {
        await using var host = await Centre.StartServerAsync(kind, new ManualClock());
        var centre = await TokenAsync("CENTRE_WORKER", "centre", "test-centre");
        var register = Register("+4500000001");

        var here = (await SendAsync(host, centre, register, Key))["registerRefugee.refugee.reference"].GetString()!;
        var there = (await SendAsync(host, await TokenAsync("CENTRE_WORKER", "centre", "test-other-centre"), register, Key))["registerRefugee.refugee.reference"].GetString()!;
        there.ShouldNotBe(here);
        (await CountAsync(host)).ShouldBe(2);
        (await host.DoAsync(db => db.Refugees.Select(x => x.CentreId).Distinct().CountAsync())).ShouldBe(2);
        // Within each scope, the repeated request is the same mutation.
        (await SendAsync(host, centre, register, Key))["registerRefugee.refugee.reference"].GetString().ShouldBe(here);
        (await CountAsync(host)).ShouldBe(2);

        // Both roles are national, so only the role distinguishes the two keys.
        var keys = await KeysAsync(host);
        var withdraw = $$"""mutation { withdrawConsent(input: { reference: "{{here}}" }) { reference } }""";
        foreach (var role in new[] { "DATA_PROTECTION_OFFICER", "INTEGRATION_CONSULTANT" })
        {
            (await SendAsync(host, await TokenAsync(role, null, null), withdraw, OtherKey)).Errors.ShouldBeEmpty(role);
            (await KeysAsync(host)).ShouldBe(++keys, role);
        }

        // For one caller a key stands for one mutation; another mutation with it is refused.
        (await SendAsync(host, centre, Register("+4500000002"), Key)).Codes.ShouldBe(["IDEMPOTENCY_KEY_REUSED"]);

        async Task<string> TokenAsync(string role, string? claim, string? scope)
        {
            var body = new Dictionary<string, string> { ["role"] = role, ["subject"] = "one-person" };
            if (claim is not null)
            {
                body[claim] = scope!;
            }

            using var response = await host.Client.PostAsJsonAsync("/dev/token", body);
            return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
        }
    }

    [Fact]
    public async Task A_header_that_is_no_key_is_refused_before_anything_is_done()
    {
        await using var host = await Centre.StartServerAsync(DatabaseKind.Sqlite, new ManualClock());
        var centre = await Centre.OfAsync(host);
        foreach (var wrong in new[] { "short", new string('x', 129), "with a space in it, so none", "" })
        {
            var answer = await SendAsync(host, centre.Token, Register("+4500000001"), wrong);
            answer.Status.ShouldBe(400, wrong);
            answer.Codes.ShouldBe(["IDEMPOTENCY_KEY_INVALID"]);
        }

        (await CountAsync(host)).ShouldBe(0);
        foreach (var good in new[] { new string('x', 16), new string('y', 128) })
        {
            (await SendAsync(host, centre.Token, Register("+4500000001"), good)).Status.ShouldBe(200);
        }

        (await CountAsync(host)).ShouldBe(2);
    }

    private static string Register(string phone) => $$"""
        mutation { registerRefugee(input: { givenName: "Given", familyName: "Family", dateOfBirth: "1990-05-06", nationality: "{{TestCountry.Country}}", phone: "{{phone}}" }) {
          refugee { reference } errors { ... on Error { code } } } }
        """;

    private static Task<List<string>> ReasonsAsync(ServerHost host) =>
        host.DoAsync(db => db.DisclosureEntries.Where(x => x.ReasonHash != "").Select(x => x.ReasonHash).ToListAsync());

    private static Task<int> EntriesAsync(ServerHost host, string operation) => host.DoAsync(db => db.DisclosureEntries.CountAsync(x => x.Operation == operation));

    private static Task<int> KeysAsync(ServerHost host) => host.DoAsync(db => db.IdempotencyKeys.CountAsync());

    private static Task<int> CountAsync(ServerHost host) => host.DoAsync(db => db.Refugees.CountAsync());

    private static Task<GraphQLAnswer> SendAsync(ServerHost host, string token, string document, string key) =>
        host.QueryAsync(token, document, idempotencyKey: key);
}
