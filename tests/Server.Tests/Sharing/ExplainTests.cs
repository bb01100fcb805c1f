using System.Net.Http.Json;
using System.Text.Json;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
using Integration.Graph.Server.Tests.Mutations;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.Sharing;

[Collection(SharingHosts.Name)]
public sealed class ExplainTests(SharingHosts hosts, ITestOutputHelper output)
{
    private const int MostAliases = 50;
    private const int FieldsAtOnce = 8;

    [Theory]
    [BothDatabases]
    public async Task What_is_explained_is_what_the_role_really_gets(DatabaseKind kind)
    {
        var seed = Environment.TickCount;
        output.WriteLine($"Seed {seed}");
        var random = new Random(seed);
        var host = await hosts.OnAsync(kind);
        var officer = await OpenedAsync(host);
        var askers = Asker.On(kind).Where(x => x.Role is not (Role.DataProtectionOfficer or Role.Administrator)).ToList();
        var decisions = new HashSet<string>();
        foreach (var asker in askers)
        {
            var people = SharingWorld.People.OrderBy(_ => random.Next()).Take(MostAliases / FieldsAtOnce).ToList();
            var has = DesignTable.AllFields.Where(field => DesignTable.Access(asker.Role, field) != "none").ToList();
            var got = await host.QueryAsync(await hosts.TokenAsync(host, asker), "{ " + string.Join(' ', people.Select((p, i) =>
                $"p{i}: refugee(reference: \"{p.Reference}\") {{ {ExpectedPerson.Select(has)} }}")) + " }");
            var scope = asker.Scope is { } text ? $", scope: \"{text}\"" : "";
            foreach (var fields in DesignTable.AllFields.Chunk(FieldsAtOnce))
            {
                var explained = await host.QueryAsync(officer, "{ " + string.Join(' ', people.SelectMany((p, i) => fields.Select(field =>
                    $"p{i}_{field}: explainAccess(reference: \"{p.Reference}\", role: {asker.Role.InTokens()}, field: \"{field}\"{scope}) {{ decision isShown rule consentVersion }}"))) + " }");
                for (var i = 0; i < people.Count; i++)
                {
                    foreach (var field in fields)
                    {
                        var said = explained[$"p{i}_{field}"];
                        var decision = said.GetProperty("decision").GetString()!;
                        Check(asker, people[i], field, has.Contains(field), got[$"p{i}"], said, decision);
                        decisions.Add(decision);
                    }
                }
            }
        }

        // Ensures that the comparison covers several decisions.
        decisions.Count.ShouldBeGreaterThanOrEqualTo(5, string.Join(' ', decisions));
    }

    private static void Check(Asker asker, Person person, string field, bool has, JsonElement row, JsonElement said, string decision)
    {
        var what = $"{asker} {person.Case} {field}: {said} for {row}";
        var access = DesignTable.Access(asker.Role, field);
        var shown = has && row.ValueKind == JsonValueKind.Object && row.GetProperty(field).ValueKind != JsonValueKind.Null;
        said.GetProperty("isShown").GetBoolean().ShouldBe(shown, what);
        var reason = row.ValueKind != JsonValueKind.Object ? null : row.GetProperty("withheld").EnumerateArray()
            .Where(x => string.Equals(x.GetProperty("field").GetString(), field, StringComparison.OrdinalIgnoreCase)).Select(x => x.GetProperty("reason").GetString()).SingleOrDefault();
        if (!has)
        {
            decision.ShouldBe("NOT_IN_SCHEMA", what);
        }
        else if (reason is not null)
        {
            decision.ShouldBe(reason, what);
        }
        else if (row.ValueKind == JsonValueKind.Object)
        {
            decision.ShouldBe(access != "always" ? "GRANTED" : shown ? "ALWAYS" : "NOT_RECORDED", what);
        }
        else
        {
            decision.ShouldBe(WhyHidden(asker, person), what);
        }

        said.GetProperty("consentVersion").ValueKind.ShouldBe(
            decision is "NOT_IN_SCHEMA" or "ALWAYS" or "NO_CONSENT" || (decision == "NOT_RECORDED" && access == "always") || asker.Role == Role.CentreWorker ? JsonValueKind.Null : JsonValueKind.Number, what);
        said.GetProperty("rule").GetString()!.ShouldContain(asker.Role.InTokens(), customMessage: what);
    }

    /// <summary>The consent comes first, because it applies wherever the person is.</summary>
    private static string WhyHidden(Asker asker, Person person)
    {
        if (asker.Role == Role.CentreWorker)
        {
            return "ROW_NOT_VISIBLE";
        }

        if (person.Grants is not { } grants)
        {
            return "NO_CONSENT";
        }

        if (person.IsWithdrawn)
        {
            return "CONSENT_WITHDRAWN";
        }

        if (person.ValidUntil <= SharingWorld.Now)
        {
            return "CONSENT_EXPIRED";
        }

        return (asker.Role == Role.Municipality ? grants.Municipality : grants.Volunteers) == SharedFields.None ? "NOT_GRANTED" : "ROW_NOT_VISIBLE";
    }

    [Theory]
    [BothDatabases]
    public async Task Without_a_person_the_explanation_is_the_rule_and_an_administrator_gets_nothing_else(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var administrator = await hosts.TokenAsync(host, new Asker(Role.Administrator));
        var officer = await OpenedAsync(host);
        const string table = """
            { a: explainAccess(role: MUNICIPALITY, field: "phone") { decision isShown rule consentVersion }
              b: explainAccess(role: MUNICIPALITY, field: "dateOfBirth") { decision isShown }
              c: explainAccess(role: CENTRE_WORKER, field: "phone") { decision isShown } }
            """;

        var answer = await host.QueryAsync(administrator, table);

        answer.Text.ShouldBe((await host.QueryAsync(officer, table)).Text);
        answer["a"].GetRawText().ShouldBe("""{"decision":"BY_CONSENT","isShown":null,"rule":"MUNICIPALITY reads the field if the person's consent in force grants PHONE to MUNICIPALITY. The person is visible to the role if: placed in the caller's municipality, and the consent in force has a grant for MUNICIPALITY.","consentVersion":null}""");
        answer["b"].GetRawText().ShouldBe("""{"decision":"NOT_IN_SCHEMA","isShown":false}""");
        answer["c"].GetRawText().ShouldBe("""{"decision":"ALWAYS","isShown":null}""");

        // For a caller that may not name a person, the response does not depend on whether the person exists.
        var known = await host.QueryAsync(administrator, Ask(SharingWorld.People[0].Reference));
        known.Codes.ShouldBe(["AUTH_NOT_AUTHORIZED"]);
        (await host.QueryAsync(administrator, Ask(Ids.NewReference()))).Text.ShouldBe(known.Text);
        (await host.QueryAsync(administrator, Ask("nonsense"))).Text.ShouldBe(known.Text);
        (await host.QueryAsync(officer, Ask(Ids.NewReference())))["explainAccess"].ValueKind.ShouldBe(JsonValueKind.Null);
        (await host.QueryAsync(await hosts.TokenAsync(host, new Asker(Role.CentreWorker, "test-centre")), Ask(SharingWorld.People[0].Reference)))
            .Coordinates.ShouldBe(["Query.explainAccess"]);
        (await host.GetAsync(officer, Ask(SharingWorld.People[0].Reference))).Status.ShouldBe(405);

        static string Ask(string reference) => $"{{ explainAccess(reference: \"{reference}\", role: MUNICIPALITY, scope: \"{TestCountry.North}\", field: \"phone\") {{ decision }} }}";
    }

    /// <summary>
    /// By trying roles and scopes, an officer could otherwise find a person's municipality and recorded fields without a
    /// ledger entry.
    /// </summary>
    [Theory]
    [BothDatabases]
    public async Task A_person_that_the_officer_has_not_opened_looks_unknown(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        // The officer of the other tests has opened no person.
        var officer = await hosts.TokenAsync(host, new Asker(Role.DataProtectionOfficer));
        foreach (var asker in Asker.On(kind).Where(x => x.Role != Role.Administrator))
        {
            var scope = asker.Scope is { } text ? $", scope: \"{text}\"" : "";
            // A field in the role's schema, and a field that is not.
            foreach (var field in new[] { "phone", "languages", "dateOfBirth", "referral" })
            {
                string Ask(string reference) => $"{{ explainAccess(reference: \"{reference}\", role: {asker.Role.InTokens()}, field: \"{field}\"{scope}) {{ decision isShown rule consentVersion }} }}";
                var unknown = await host.QueryAsync(officer, Ask(Ids.NewReference()));
                unknown.Text.ShouldBe("""{"data":{"explainAccess":null}}""");
                foreach (var name in new[] { "Granted", "NoConsent", "Withdrawn", "Protected" })
                {
                    (await host.QueryAsync(officer, Ask(SharingWorld.People.First(x => x.Case == name).Reference))).Text.ShouldBe(unknown.Text, $"{asker} {field} {name}");
                }
            }
        }
    }

    /// <summary>Returns the token of an officer who has opened every person, for this class only.</summary>
    private static async Task<string> OpenedAsync(ServerHost host)
    {
        const string subject = "explaining-officer";
        await host.DoAsync(async db =>
        {
            if (await db.SubjectAccesses.AnyAsync(x => x.Officer == subject))
            {
                return;
            }

            db.AddRange(SharingWorld.People.Select((person, i) => new SubjectAccess
            {
                Id = i + 1,
                RefugeeId = person.Id,
                Officer = subject,
                Reason = "asked",
                ReasonSalt = "",
                OpenedAt = SharingWorld.Now,
                ClosesAt = SharingWorld.Now.AddHours(1),
            }));
            await db.SaveChangesAsync();
        });
        using var response = await host.Client.PostAsJsonAsync("/dev/token", new { role = Role.DataProtectionOfficer.InTokens(), subject });
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return answer.RootElement.GetProperty("access_token").GetString()!;
    }

    [Theory]
    [InlineData("role: MUNICIPALITY, field: \"shoeSize\"", "is not a field of Refugee")]
    [InlineData("role: MUNICIPALITY, field: \"phone\"", "needs a `scope`: a municipality that exists")]
    [InlineData("role: MUNICIPALITY, scope: \"nowhere\", field: \"phone\"", "needs a `scope`: a municipality that exists")]
    [InlineData("role: ADMINISTRATOR, scope: \"9901\", field: \"phone\"", "is a national role")]
    public async Task What_cannot_be_explained_is_said(string arguments, string message)
    {
        var host = await hosts.OnAsync(DatabaseKind.Sqlite);
        var officer = await hosts.TokenAsync(host, new Asker(Role.DataProtectionOfficer));

        var answer = await host.QueryAsync(officer, $"{{ explainAccess(reference: \"{SharingWorld.People[0].Reference}\", {arguments}) {{ decision }} }}");

        answer.Codes.ShouldBe(["BAD_USER_INPUT"]);
        answer.Errors[0].GetProperty("message").GetString()!.ShouldContain(message);
    }
}
