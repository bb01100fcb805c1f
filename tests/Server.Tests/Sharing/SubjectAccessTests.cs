using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
using Integration.Graph.Server.Tests.Mutations;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.Sharing;

/// <summary>A data protection officer sees only the persons that they have opened, for an hour, with a stored reason.</summary>
public sealed class SubjectAccessTests
{
    private const string Reason = "Anmodning om indsigt, brev af 3. marts";

    [Theory, BothDatabases]
    public async Task An_officer_sees_whom_they_have_opened_whole_and_for_an_hour(DatabaseKind kind)
    {
        var clock = new ManualClock { Now = SharingWorld.Now };
        await using var host = await StartAsync(kind, clock);
        var asker = new Asker(Role.DataProtectionOfficer);
        var officer = await host.TokenAsync(Role.DataProtectionOfficer);
        // One of each kind: granted, without a consent, withdrawn, expired, moved on, no longer visible to the centre.
        string[] cases = ["Granted", "NoConsent", "Withdrawn", "Expired", "OnlyName", "Protected", "MovedOn", "MovedLongAgo", "NotPlaced", "Unknown"];
        var opened = SharingWorld.People.Where(person => cases.Contains(person.Case)).ToList();
        foreach (var person in opened)
        {
            (await OpenAsync(host, officer, person.Reference, Reason))["openSubjectAccess.refugee.reference"].GetString().ShouldBe(person.Reference);
        }

        var fields = ExpectedPerson.Select(ExpectedPerson.FieldsOf(Role.DataProtectionOfficer));
        foreach (var person in SharingWorld.People)
        {
            var answer = await host.QueryAsync(officer, SharingTableTests.Lookups(asker), new { id = GlobalId.Encode("Refugee", person.Id), reference = person.Reference });
            foreach (var path in new[] { "byId", "byReference", "node" })
            {
                if (!opened.Contains(person))
                {
                    answer[path].ValueKind.ShouldBe(JsonValueKind.Null, person.Case);
                }
                else
                {
                    Differences(ExpectedPerson.For(asker, person), JsonNode.Parse(answer[path].GetRawText())!.AsObject()).ShouldBeEmpty($"{person.Case} {path}");
                }
            }
        }
        var all = await host.QueryAsync(officer, "{ refugees(first: 100) { totalCount nodes { reference } } consents(first: 100) { nodes { status refugee { reference } } } referrals(first: 100) { nodes { refugee { reference } } } }");
        all["refugees.totalCount"].GetInt32().ShouldBe(opened.Count);
        // Every version, including withdrawn ones.
        all["consents.nodes"].EnumerateArray().Select(x => x.GetProperty("refugee").GetProperty("reference").GetString())
            .ShouldBe(opened.Where(x => x.Grants is not null).Select(x => x.Reference), ignoreOrder: true);
        all["referrals.nodes"].GetArrayLength().ShouldBe(opened.Count(x => x.Branch is not null));
        fields.ShouldContain("consents");

        // Another officer has opened no person, and no other role sees more.
        var other = await OtherOfficerAsync(host);
        (await host.QueryAsync(other, "{ refugees { totalCount } }"))["refugees.totalCount"].GetInt32().ShouldBe(0);
        (await host.QueryAsync(await host.TokenAsync(Role.Administrator), "{ viewer { role } }")).Errors.ShouldBeEmpty();

        clock.Pass(SubjectAccess.Duration - TimeSpan.FromTicks(10));
        (await host.QueryAsync(officer, "{ refugees { totalCount } }"))["refugees.totalCount"].GetInt32().ShouldBe(opened.Count);
        clock.Pass(TimeSpan.FromTicks(10));
        (await host.QueryAsync(officer, "{ refugees { totalCount } consents { totalCount } referrals { totalCount } }")).Text
            .ShouldBe("""{"data":{"refugees":{"totalCount":0},"consents":{"totalCount":0},"referrals":{"totalCount":0}}}""");
    }

    [Theory, BothDatabases]
    public async Task An_opening_is_in_the_ledger_with_a_hash_of_its_reason_and_nothing_opens_without_an_entry(DatabaseKind kind)
    {
        await using var host = await StartAsync(kind, new ManualClock { Now = SharingWorld.Now });
        var officer = await host.TokenAsync(Role.DataProtectionOfficer);
        var person = SharingWorld.People.First(x => x.Case == "Granted");

        foreach (var (reference, reason, errors) in new[]
        {
            (person.Reference, " ", """[{"__typename":"InvalidInputError","code":"REQUIRED","field":"reason"}]"""),
            ("RK-0000-0001", Reason, """[{"__typename":"InvalidInputError","code":"MALFORMED","field":"reference"}]"""),
            ("RK-0000-0000", Reason, """[{"__typename":"NotFoundError","code":"NOT_FOUND","field":"reference"}]"""),
        })
        {
            (await OpenAsync(host, officer, reference, reason))["openSubjectAccess.errors"].GetRawText().ShouldBe(errors);
        }

        (await host.DoAsync(db => db.SubjectAccesses.CountAsync())).ShouldBe(0);
        (await host.DoAsync(db => db.DisclosureEntries.CountAsync())).ShouldBe(0);

        await OpenAsync(host, officer, person.Reference, Reason);

        var access = await host.DoAsync(db => db.SubjectAccesses.SingleAsync());
        (access.RefugeeId, access.Reason, access.OpenedAt, access.ClosesAt).ShouldBe((person.Id, Reason, SharingWorld.Now, SharingWorld.Now.AddHours(1)));
        var entry = await host.DoAsync(db => db.DisclosureEntries.SingleAsync());
        (entry.Role, entry.Operation, entry.Persons, entry.Caller).ShouldBe(("DATA_PROTECTION_OFFICER", "openSubjectAccess", $"{person.Reference}:0:0\n", access.Officer));
        entry.ReasonHash.ShouldBe(SubjectAccess.Hash(access.ReasonSalt, Reason));
        entry.ReasonHash.ShouldNotBe(SubjectAccess.Hash(SubjectAccess.NewSalt(), Reason));
        host.Complaints.ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task Only_officers_open_and_follow(DatabaseKind kind)
    {
        await using var host = await StartAsync(kind, new ManualClock { Now = SharingWorld.Now });
        foreach (var asker in Asker.OfEachRole.Where(asker => asker.Role != Role.DataProtectionOfficer).Append(null))
        {
            var token = asker is null ? null : await host.TokenAsync(asker.Role, asker.Scope);
            foreach (var (document, coordinate) in new[]
            {
                ("mutation { openSubjectAccess(input: { reference: \"RK-0000-0000\", reason: \"x\" }) { errors { __typename } } }", "Mutation.openSubjectAccess"),
                ("{ disclosures { totalCount } }", "Query.disclosures"),
                ("{ holders(reference: \"RK-0000-0000\") { role } }", "Query.holders"),
            })
            {
                (await host.QueryAsync(token, document)).Coordinates.ShouldBe([coordinate], asker?.ToString());
            }
        }
        (await host.DoAsync(db => db.SubjectAccesses.CountAsync())).ShouldBe(0);
    }

    private static async Task<ServerHost> StartAsync(DatabaseKind kind, ManualClock clock)
    {
        var database = await TestDatabase.WithTestCountryAsync(kind);
        await using (var db = database.CreateContext())
        {
            await SharingWorld.StoreAsync(db);
        }

        return await ServerHost.StartAsync(database, clock, ("GraphQL:MaxCost", "1000000"));
    }

    private static Task<GraphQLAnswer> OpenAsync(ServerHost host, string token, string reference, string reason) => host.QueryAsync(token, """
        mutation($reference: String!, $reason: String!) { openSubjectAccess(input: { reference: $reference, reason: $reason }) {
          refugee { reference } errors { __typename ... on Error { code } ... on InvalidInputError { field } ... on NotFoundError { field } } } }
        """, new { reference, reason });

    /// <summary>Returns the token of another officer.</summary>
    private static async Task<string> OtherOfficerAsync(ServerHost host)
    {
        using var response = await host.Client.PostAsJsonAsync("/dev/token", new { role = "DATA_PROTECTION_OFFICER", subject = "other" });
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return answer.RootElement.GetProperty("access_token").GetString()!;
    }

    private static IEnumerable<string> Differences(JsonObject expected, JsonObject actual) =>
        from field in expected.Select(x => x.Key).Union(actual.Select(x => x.Key))
        where !JsonNode.DeepEquals(expected[field], actual[field])
        select $"{field} is {actual[field]?.ToJsonString() ?? "null"}, not {expected[field]?.ToJsonString() ?? "null"}";
}
