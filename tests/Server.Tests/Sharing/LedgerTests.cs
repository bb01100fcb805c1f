using System.Text.Json;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Disclosures;
using Integration.Graph.Server.Tests.Hosting;
using Integration.Graph.Server.Tests.Mutations;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.Sharing;

/// <summary>A personal field is only sent together with its ledger entry, which names exactly the disclosed fields.</summary>
[Collection(SharingHosts.Name)]
public sealed class LedgerTests(SharingHosts hosts)
{
    /// <summary>The personal fields with their numbers in the ledger.</summary>
    private static readonly (string Field, int Bit)[] Personal =
        [("name", 1), ("phone", 2), ("address", 4), ("age", 8), ("dateOfBirth", 8), ("nationality", 16), ("caseworker", 32), ("languages", 64)];

    [Theory]
    [BothDatabases]
    public async Task An_answer_leaves_one_entry_with_exactly_the_fields_that_it_carries(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        foreach (var asker in Asker.On(kind).Where(asker => DesignTable.HasPath(asker.Role, "refugees")))
        {
            var token = await hosts.TokenAsync(host, asker);
            var fields = ExpectedPerson.Select(["reference", .. Personal.Select(p => p.Field).Where(field => DesignTable.Access(asker.Role, field) != "none")]);
            var before = await IdsAsync(host);

            var answer = await host.QueryAsync(token, $"query MyPeople {{ refugees(first: 100) {{ nodes {{ {fields} }} }} }}");

            var carried = Carried(answer["refugees.nodes"].EnumerateArray());
            var entries = await NewAsync(host, before);
            if (carried.Count == 0)
            {
                entries.ShouldBeEmpty(asker.ToString());
                continue;
            }

            var entry = entries.ShouldHaveSingleItem(asker.ToString());
            entry.Role.ShouldBe(RoleInToken(asker));
            entry.Scope.ShouldBe(asker.Scope ?? "");
            entry.Operation.ShouldBe("MyPeople");
            entry.Caller.ShouldStartWith("dev:" + RoleInToken(asker));
            entry.At.ShouldBe(SharingWorld.Now);
            Lines(entry).ShouldBe(carried, ignoreOrder: true, asker.ToString());
        }
    }

    /// <summary>The ledger only grows, so a caller's operation name must not make it large.</summary>
    [Theory]
    [BothDatabases]
    public async Task Of_a_long_name_the_ledger_keeps_the_beginning(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var token = await hosts.TokenAsync(host, new Asker(Role.Municipality, TestCountry.North));
        var before = await IdsAsync(host);
        var document = $"query {new string('a', 200_000)} {{ refugees(first: 100) {{ nodes {{ phone }} }} }}";

        (await host.QueryAsync(token, document)).Errors.ShouldBeEmpty();

        var entry = (await NewAsync(host, before)).ShouldHaveSingleItem();
        entry.Operation.ShouldBe(new string('a', DisclosureEntry.OperationLength));
        entry.OperationHash.ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(document))));
    }

    [Theory]
    [BothDatabases]
    public async Task Fields_of_one_person_on_several_ways_are_put_together(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var token = await hosts.TokenAsync(host, new Asker(Role.Municipality, TestCountry.North));
        var person = SharingWorld.People.First(p => p.Case == "Granted");
        var before = await IdsAsync(host);

        var answer = await host.QueryAsync(token, """
            query($id: ID!, $no: Boolean!) {
              refugee(id: $id) { who: name { given } age @skip(if: true) languages @include(if: $no) { code } }
              node(id: $id) { ... on Refugee { phone } }
            }
            """, new { id = GlobalId.Encode("Refugee", person.Id), no = false });

        answer["refugee.who.given"].GetString().ShouldBe("GivenGranted");
        var entry = (await NewAsync(host, before)).ShouldHaveSingleItem();
        entry.Operation.ShouldBe("");
        Lines(entry).ShouldBe([$"{person.Reference}:3:1"]);
    }

    [Theory]
    [BothDatabases]
    public async Task Every_way_to_a_person_leaves_an_entry(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        (Asker Asker, string Document)[] ways =
        [
            (new(Role.Municipality, TestCountry.North), "{ consents(first: 100) { nodes { refugee { phone } } } }"),
            (new(Role.Municipality, TestCountry.North), "{ handoverNotices(first: 100) { nodes { refugee { phone } } } }"),
            (new(Role.Municipality, TestCountry.North), "{ municipality(code: \"9901\") { refugees(first: 100) { edges { node { phone } } } } }"),
            (new(Role.BranchCoordinator, "test-north-a"), "{ branch(slug: \"test-north-a\") { referrals(first: 100) { nodes { refugee { phone } } } } }"),
            (new(Role.BranchCoordinator, "test-north-a"), "{ referrals(first: 100) { nodes { refugee { phone } } } }"),
            (new(Role.Volunteer, "7001"), "{ matches(first: 100) { nodes { refugee { phone } } } }"),
            (new(Role.IntegrationConsultant), "{ referrals(first: 100) { nodes { refugee { languages { code } } } } }"),
            (new(Role.CentreWorker, "test-centre"), "{ refugees(first: 100) { nodes { dateOfBirth } } }"),
        ];
        foreach (var (asker, document) in ways)
        {
            var before = await IdsAsync(host);
            (await host.QueryAsync(await hosts.TokenAsync(host, asker), document)).Errors.ShouldBeEmpty(document);
            Lines((await NewAsync(host, before)).ShouldHaveSingleItem(document)).ShouldNotBeEmpty(document);
        }
    }

    [Theory]
    [BothDatabases]
    public async Task An_answer_without_personal_fields_leaves_no_entry(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var token = await hosts.TokenAsync(host, new Asker(Role.Municipality, TestCountry.North));
        var before = await IdsAsync(host);

        foreach (var document in new[]
        {
            "{ refugees(first: 100) { nodes { reference movesInOn municipality { code } referral { status } withheld { field reason } } totalCount } }",
            "{ refugees(first: 100, where: { movesInOn: { gte: \"2026-01-01\" } }, order: [{ reference: ASC }]) { totalCount nodes { reference } } }",
            "{ refugee(reference: \"RK-0000-0000\") { name { given } } }",
            "{ branches(first: 2) { nodes { name } } viewer { role } }",
        })
        {
            (await host.QueryAsync(token, document)).Errors.ShouldBeEmpty(document);
        }
        // A person who grants only the name discloses no phone.
        var silent = SharingWorld.People.First(person => person.Case == "OnlyName");
        await host.QueryAsync(token, "query($r: String!) { refugee(reference: $r) { phone address { street } age } }", new { r = silent.Reference });

        (await NewAsync(host, before)).ShouldBeEmpty();
    }

    [Theory]
    [BothDatabases]
    public async Task Without_an_entry_no_data_leaves(DatabaseKind kind)
    {
        await using var host = await SharingHosts.StartAsync(kind);
        var token = await host.TokenAsync(Role.Municipality, TestCountry.North);
        await host.DoAsync(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE disclosure_entries RENAME TO lost"));

        var refused = await host.QueryAsync(token, "{ refugees(first: 100) { nodes { reference name { given } phone } } }");
        var harmless = await host.QueryAsync(token, "{ refugees(first: 100) { nodes { reference } } }");
        await host.DoAsync(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE lost RENAME TO disclosure_entries"));
        var again = await host.QueryAsync(token, "{ refugees(first: 100) { nodes { name { given } } } }");

        refused.HasData.ShouldBeFalse(refused.Text);
        refused.Status.ShouldBe(500);
        refused.Codes.ShouldBe(["INTERNAL_SERVER_ERROR"]);
        refused.Text.ShouldNotContain("Given");
        refused.Text.ShouldNotContain("+45");
        refused.Text.ShouldNotContain("RK-");
        harmless.Errors.ShouldBeEmpty();
        again.Errors.ShouldBeEmpty(again.Text);
        string.Join('\n', host.Complaints).ShouldNotContain("+4500000001");
        string.Join('\n', host.Complaints).ShouldNotContain("GivenGranted");
    }

    private static string RoleInToken(Asker asker) => asker.Role switch
    {
        Role.CentreWorker => "CENTRE_WORKER",
        Role.Municipality => "MUNICIPALITY",
        Role.BranchCoordinator => "BRANCH_COORDINATOR",
        Role.Volunteer => "VOLUNTEER",
        Role.IntegrationConsultant => "INTEGRATION_CONSULTANT",
        _ => "DATA_PROTECTION_OFFICER",
    };

    /// <summary>Returns the expected entry for a response: reference, fields, version.</summary>
    private static List<string> Carried(IEnumerable<JsonElement> persons)
    {
        var lines = new List<string>();
        foreach (var row in persons)
        {
            var mask = Personal.Where(p => row.TryGetProperty(p.Field, out var value) && value.ValueKind != JsonValueKind.Null).Aggregate(0, (all, p) => all | p.Bit);
            var person = SharingWorld.People.First(p => p.Reference == row.GetProperty("reference").GetString());
            // The latest version that is neither replaced nor withdrawn; 0 if there is none.
            var version = person.Grants is null || person.IsWithdrawn ? 0 : 1;
            if (mask != 0)
            {
                lines.Add($"{person.Reference}:{mask}:{version}");
            }
        }

        return lines;
    }

    private static string[] Lines(DisclosureEntry entry) => entry.Persons.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static Task<HashSet<long>> IdsAsync(ServerHost host) => host.DoAsync(db => db.DisclosureEntries.Select(entry => entry.Id).ToHashSetAsync());

    private static async Task<List<DisclosureEntry>> NewAsync(ServerHost host, HashSet<long> before) =>
        [.. (await host.DoAsync(db => db.EntriesAsync())).Where(entry => !before.Contains(entry.Id))];
}
