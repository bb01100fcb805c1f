using System.Text.Json;
using System.Text.Json.Nodes;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
using Integration.Graph.Server.Tests.Mutations;

namespace Integration.Graph.Server.Tests.Sharing;

/// <summary>
/// Compares the design's table with the server's responses: every role, field, state and path, on both databases.
/// </summary>
[Collection(SharingHosts.Name)]
public sealed class SharingTableTests(SharingHosts hosts)
{
    [Theory]
    [BothDatabases]
    public async Task Every_role_gets_of_every_person_on_every_path_what_the_table_says(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var differences = new List<string>();
        foreach (var asker in Asker.On(kind).Where(asker => DesignTable.HasPath(asker.Role, "refugees")))
        {
            var token = await hosts.TokenAsync(host, asker);
            var answer = await host.QueryAsync(token, Lists(asker), new { ids = SharingWorld.People.Select(p => GlobalId.Encode("Refugee", p.Id)) });
            foreach (var (path, rows, expected) in ReadLists(asker, answer))
            {
                Compare($"{asker} {path}", rows, expected.Select(person => ExpectedPerson.For(asker, person)), differences);
            }

            var one = Lookups(asker);
            foreach (var person in SharingWorld.People)
            {
                var found = await host.QueryAsync(token, one, new { id = GlobalId.Encode("Refugee", person.Id), reference = person.Reference });
                foreach (var path in new[] { "byId", "byReference", "node" })
                {
                    Compare($"{asker} {path} {person.Case}", [found.Data.GetProperty(path)],
                        DesignTable.IsVisible(asker, person) ? [ExpectedPerson.For(asker, person)] : [], differences);
                }
            }
        }

        differences.ShouldBeEmpty();
        host.Complaints.ShouldBeEmpty();
    }

    [Theory]
    [BothDatabases]
    public async Task What_a_role_lacks_is_refused_with_its_coordinate_and_without_data(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var differences = new List<string>();
        foreach (var asker in Asker.OfEachRole.Append(null))
        {
            var token = asker is null ? null : await hosts.TokenAsync(host, asker);
            var hidden = DesignTable.AllFields.Where(field => DesignTable.Access(asker?.Role, field) == "none").ToList();
            foreach (var (path, document, coordinate) in Refusable)
            {
                // A role with the path gets an error for each field; a role without it gets one for the path.
                var hasPath = path.Length == 0 ? DesignTable.HasPath(asker?.Role, "refugees") : DesignTable.HasPath(asker?.Role, path);
                if (hasPath && hidden.Count == 0)
                {
                    continue;
                }

                var answer = await host.QueryAsync(token, document.Replace("PERSON", "id " + ExpectedPerson.Select(hidden), StringComparison.Ordinal));
                // The consultant has notices, but no path from them to a person.
                var coordinates = hasPath ? hidden.Select(field => "Refugee." + field)
                    : [path == "handoverNotices" && asker?.Role == Role.IntegrationConsultant ? "HandoverNotice.refugee" : coordinate];
                var code = asker is null ? "AUTH_NOT_AUTHENTICATED" : "AUTH_NOT_AUTHORIZED";
                if (answer.HasData || answer.Status != (asker is null ? 401 : 403) || answer.Codes.Any(said => said != code)
                    || !answer.Coordinates.Order().SequenceEqual(coordinates.Order()))
                {
                    differences.Add($"{asker?.Role} {document}: {answer.Status} {answer.Text}");
                }
            }
        }

        differences.ShouldBeEmpty();
    }

    [Theory]
    [BothDatabases]
    public async Task A_person_out_of_sight_and_one_who_does_not_exist_are_answered_alike(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var asker = new Asker(Role.Municipality, TestCountry.North);
        var hidden = SharingWorld.People.First(person => person.Case == "OtherScope");
        var token = await hosts.TokenAsync(host, asker);

        var invisible = await host.QueryAsync(token, Lookups(asker), new { id = GlobalId.Encode("Refugee", hidden.Id), reference = hidden.Reference });
        var missing = await host.QueryAsync(token, Lookups(asker), new { id = GlobalId.Encode("Refugee", 424242), reference = "RK-0000-0000" });

        invisible.Text.ShouldBe(missing.Text);
        invisible.Data.GetProperty("byId").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Theory]
    [BothDatabases]
    public async Task A_consultant_learns_of_a_notice_that_it_is_not_acknowledged_and_not_of_whom(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var token = await hosts.TokenAsync(host, new Asker(Role.IntegrationConsultant));

        var answer = await host.QueryAsync(token, "{ handoverNotices(first: 100, where: { acknowledgedAt: { eq: null } }) { totalCount nodes { municipality { code } createdAt acknowledgedAt } } }");

        var notices = SharingWorld.People.Where(person => person.NoticeId > 0).ToList();
        answer["handoverNotices.totalCount"].GetInt32().ShouldBe(notices.Count);
        answer["handoverNotices.nodes"].EnumerateArray().Select(x => x.GetProperty("municipality").GetProperty("code").GetString())
            .ShouldBe(notices.Select(x => x.ReferralMunicipality), ignoreOrder: true);
    }

    /// <summary>A path, a document that uses it, and the coordinate in the error for roles that lack it.</summary>
    private static readonly (string Path, string Document, string Coordinate)[] Refusable =
    [
        ("refugees", "{ refugees { nodes { PERSON } } }", "Query.refugees"),
        ("refugees", "{ refugees { edges { node { PERSON } } } }", "Query.refugees"),
        ("refugee", "{ refugee(reference: \"RK-0000-0000\") { PERSON } }", "Query.refugee"),
        ("", "{ node(id: \"eDox\") { ... on Refugee { PERSON } } }", "Refugee"),
        ("", "{ nodes(ids: [\"eDox\"]) { ... on Refugee { PERSON } } }", "Refugee"),
        ("consents", "{ consents { nodes { refugee { PERSON } } } }", "Query.consents"),
        ("handoverNotices", "{ handoverNotices { nodes { refugee { PERSON } } } }", "Query.handoverNotices"),
        ("referrals", "{ referrals { nodes { refugee { PERSON } } } }", "Query.referrals"),
        ("matches", "{ matches { nodes { refugee { PERSON } } } }", "Query.matches"),
        ("municipality.refugees", "{ municipality(code: \"9901\") { refugees { nodes { PERSON } } } }", "Municipality.refugees"),
        ("branch.referrals", "{ branch(slug: \"test-north-a\") { referrals { nodes { refugee { PERSON } } } } }", "Branch.referrals"),
    ];

    internal static string Lists(Asker asker)
    {
        var paths = new List<string>
        {
            "refugees(first: 100) { nodes { ...P } edges { node { ...P } } totalCount pageInfo { hasNextPage } }",
            "nodes(ids: $ids) { ...P }",
            "referrals(first: 100) { nodes { refugee { ...P } } }",
            $"north: municipality(code: \"{TestCountry.North}\") {{ refugees(first: 100) {{ nodes {{ ...P }} }} }}",
            $"south: municipality(code: \"{TestCountry.South}\") {{ refugees(first: 100) {{ nodes {{ ...P }} }} }}",
        };
        foreach (var path in new[] { "consents", "handoverNotices", "matches" })
        {
            if (DesignTable.HasPath(asker.Role, path))
            {
                paths.Add($"{path}(first: 100) {{ nodes {{ refugee {{ ...P }} }} }}");
            }
        }

        if (DesignTable.HasPath(asker.Role, "branch.referrals"))
        {
            paths.Add("branch(slug: \"test-north-a\") { referrals(first: 100) { nodes { refugee { ...P } } } }");
        }

        return $"query Lists($ids: [ID!]!) {{ {string.Join(' ', paths)} }} {Fragment(asker)}";
    }

    internal static string Lookups(Asker asker) =>
        "query Lookups($id: ID!, $reference: String!) { byId: refugee(id: $id) { ...P } byReference: refugee(reference: $reference) { ...P } node(id: $id) { ...P } }"
        + Fragment(asker);

    private static string Fragment(Asker asker) => $" fragment P on Refugee {{ {ExpectedPerson.Select(ExpectedPerson.FieldsOf(asker.Role))} }}";

    /// <summary>Returns each list of persons in the response, with the expected persons.</summary>
    private static IEnumerable<(string Path, IReadOnlyList<JsonElement> Rows, IEnumerable<Person> Expected)> ReadLists(Asker asker, GraphQLAnswer answer)
    {
        var visible = SharingWorld.People.Where(person => DesignTable.IsVisible(asker, person)).ToList();
        var centre = asker.Role == Role.CentreWorker;
        var data = answer.Data;
        yield return ("refugees.nodes", [.. data.GetProperty("refugees").GetProperty("nodes").EnumerateArray()], visible);
        yield return ("refugees.edges", [.. data.GetProperty("refugees").GetProperty("edges").EnumerateArray().Select(edge => edge.GetProperty("node"))], visible);
        answer["refugees.totalCount"].GetInt32().ShouldBe(visible.Count, asker.ToString());
        answer["refugees.pageInfo.hasNextPage"].GetBoolean().ShouldBeFalse();
        yield return ("nodes", [.. data.GetProperty("nodes").EnumerateArray()], visible);
        yield return ("north", Nodes(answer, "north.refugees", false), visible.Where(person => person.Municipality == TestCountry.North));
        yield return ("south", Nodes(answer, "south.refugees", false), visible.Where(person => person.Municipality == TestCountry.South));
        var referred = visible.Where(person => person.Branch is not null && (centre || person.ReferralMunicipality == person.Municipality)).ToList();
        yield return ("referrals", Nodes(answer, "referrals", true), referred);
        if (DesignTable.HasPath(asker.Role, "consents"))
        {
            // The centre gets all versions. Recipients by consent get the version in force.
            yield return ("consents", Nodes(answer, "consents", true), visible.Where(person => person.Grants is not null));
        }

        if (DesignTable.HasPath(asker.Role, "branch.referrals"))
        {
            yield return ("branch", Nodes(answer, "branch.referrals", true), referred.Where(person => person.Branch == "test-north-a"));
        }

        if (DesignTable.HasPath(asker.Role, "handoverNotices"))
        {
            var notices = SharingWorld.People.Where(person => person.NoticeId > 0 && (centre ? visible.Contains(person)
                : person.ReferralMunicipality == asker.Scope)).ToList();
            var rows = Nodes(answer, "handoverNotices", true);
            rows.Count.ShouldBe(notices.Count, asker.ToString());
            yield return ("handoverNotices", rows, notices.Intersect(visible));
        }

        if (DesignTable.HasPath(asker.Role, "matches"))
        {
            var matches = SharingWorld.People.Where(person => person.Volunteer is { } volunteer && (asker.Role == Role.Volunteer
                ? $"{SharingWorld.Volunteers[volunteer]}" == asker.Scope : person.Branch == asker.Scope)).ToList();
            var rows = Nodes(answer, "matches", true);
            rows.Count.ShouldBe(matches.Count, asker.ToString());
            yield return ("matches", rows, matches.Intersect(visible));
        }
    }

    private static List<JsonElement> Nodes(GraphQLAnswer answer, string connection, bool ofRefugee) =>
        [.. answer[connection + ".nodes"].EnumerateArray().Select(node => ofRefugee ? node.GetProperty("refugee") : node)];

    private static void Compare(string where, IEnumerable<JsonElement> rows, IEnumerable<JsonObject> expected, List<string> differences)
    {
        var actual = rows.Where(row => row.ValueKind != JsonValueKind.Null).Select(row => JsonNode.Parse(row.GetRawText())!.AsObject()).ToList();
        var wanted = expected.ToDictionary(person => person["reference"]!.GetValue<string>());
        foreach (var row in actual)
        {
            var reference = row["reference"]!.GetValue<string>();
            var name = SharingWorld.People.First(person => person.Reference == reference).Case;
            if (!wanted.Remove(reference, out var person))
            {
                differences.Add($"{where}: {name} is there, or is there twice");
            }
            else
            {
                differences.AddRange(from field in person.Select(x => x.Key).Union(row.Select(x => x.Key))
                                     where !JsonNode.DeepEquals(person[field], row[field])
                                     select $"{where}: {name}.{field} is {row[field]?.ToJsonString() ?? "null"}, not {person[field]?.ToJsonString() ?? "null"}");
            }
        }

        differences.AddRange(wanted.Keys.Select(missing => $"{where}: {SharingWorld.People.First(person => person.Reference == missing).Case} is missing"));
    }
}
