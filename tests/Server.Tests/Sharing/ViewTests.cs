using System.Text.Json;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
using Integration.Graph.Server.Tests.Mutations;

namespace Integration.Graph.Server.Tests.Sharing;

/// <summary>
/// A role's schema matches the design's table: members that the role lacks appear nowhere. One document can serve several
/// roles.
/// </summary>
[Collection(SharingHosts.Name)]
public sealed class ViewTests(SharingHosts hosts)
{
    private static readonly string[] Filterable = ["name", "age", "nationality", "movesInOn", "reference"];

    [Fact]
    public async Task Introspection_has_what_the_table_gives_the_role_and_nothing_else()
    {
        var host = await hosts.OnAsync(DatabaseKind.Sqlite);
        foreach (var asker in OnePerRole())
        {
            var answer = await host.QueryAsync(await TokenAsync(host, asker), """
                { person: __type(name: "Refugee") { fields { name } }
                  filter: __type(name: "RefugeeFilterInput") { inputFields { name } }
                  sort: __type(name: "RefugeeSortInput") { inputFields { name } }
                  query: __type(name: "Query") { fields { name } } }
                """);
            var said = asker?.ToString() ?? "without a token";
            var fields = ExpectedPerson.FieldsOf(asker?.Role).ToList();
            Names(answer, "person", "fields").ShouldBe(fields, ignoreOrder: true, said);
            var keys = Filterable.Where(fields.Contains).ToList();
            Names(answer, "filter", "inputFields").Except(["and", "or"]).ShouldBe(keys, ignoreOrder: true, said);
            Names(answer, "sort", "inputFields").ShouldBe(keys, ignoreOrder: true, said);
            foreach (var path in DesignTable.AllPaths.Where(path => !path.Contains('.', StringComparison.Ordinal)))
            {
                // A consultant sees that there are notices, but not of which persons.
                var isPathToNobody = asker?.Role == Role.IntegrationConsultant && path == "handoverNotices";
                Names(answer, "query", "fields").Contains(path).ShouldBe(DesignTable.HasPath(asker?.Role, path) || isPathToNobody, $"{said} {path}");
            }
        }
    }

    [Fact]
    public async Task The_printed_schema_of_a_role_does_not_know_what_the_role_lacks()
    {
        var host = await hosts.OnAsync(DatabaseKind.Sqlite);
        async Task<string> Schema(Asker? asker)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/graphql/schema");
            if (asker is not null)
            {
                request.Headers.Authorization = new("Bearer", await TokenAsync(host, asker));
            }

            using var response = await host.Client.SendAsync(request);
            return await response.Content.ReadAsStringAsync();
        }

        (await Schema(new(Role.CentreWorker, "test-centre"))).ShouldContain("dateOfBirth");
        (await Schema(new(Role.Municipality, TestCountry.North))).ShouldNotContain("dateOfBirth", Case.Sensitive);
        var consultant = await Schema(new(Role.IntegrationConsultant));
        foreach (var name in new[] { "PersonName", "type Address", "type Caseworker", "dateOfBirth", " nationality:", " age:", " phone:", "guardian" })
        {
            consultant.ShouldNotContain(name, Case.Sensitive);
        }

        foreach (var asker in new Asker?[] { null, new(Role.Administrator) })
        {
            var schema = await Schema(asker);
            schema.ShouldContain("type Branch");
            foreach (var name in new[] { "Refugee", "Consent ", "HandoverNotice", "Referral", "Volunteer " })
            {
                schema.ShouldNotContain($"type {name}", Case.Sensitive);
            }
        }
    }

    [Theory]
    [InlineData("{ refugees { nodes { dateOfBirt } } }", "dateOfBirth")]
    [InlineData("{ refugees { nodes { nameAndAddressProtectio } } }", "nameAndAddressProtection")]
    [InlineData("{ refugees(where: { ag: { gte: 18 } }) { totalCount } }", "\"age\"")]
    [InlineData("{ refugees(order: [{ nationalit: ASC }]) { totalCount } }", "nationality")]
    [InlineData("{ consent { nodes { version } } }", "consents")]
    [InlineData("{ node(id: \"x\") { ... on HandoverIntervie { answer } } }", "HandoverInterview")]
    public async Task Suggestions_name_only_what_the_role_has(string document, string name)
    {
        var host = await hosts.OnAsync(DatabaseKind.Sqlite);
        var has = await host.QueryAsync(await TokenAsync(host, new(Role.CentreWorker, "test-centre")), document);
        var lacks = await host.QueryAsync(await TokenAsync(host, new(Role.IntegrationConsultant)), document);

        has.Text.Replace("\\u0022", "\"", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal).ShouldContain(name);
        lacks.Errors.ShouldNotBeEmpty();
        lacks.HasData.ShouldBeFalse();
        lacks.Text.Replace("\\u0022", "\"", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal).ShouldNotContain(name, Case.Sensitive);
    }

    [Fact]
    public async Task Permissions_say_what_the_table_says()
    {
        var host = await hosts.OnAsync(DatabaseKind.Sqlite);
        foreach (var asker in OnePerRole())
        {
            var answer = await host.QueryAsync(await TokenAsync(host, asker), "{ permissions { type field access condition } }");
            var said = answer["permissions"].EnumerateArray().Where(entry => entry.GetProperty("type").GetString() == "Refugee").ToList();

            said.Select(entry => $"{entry.GetProperty("field").GetString()} {entry.GetProperty("access").GetString()}")
                .ShouldBe(ExpectedPerson.FieldsOf(asker?.Role).Select(field => $"{field} {DesignTable.Access(asker?.Role, field).ToUpperInvariant()}"), ignoreOrder: true, asker?.ToString());
            foreach (var entry in said.Where(entry => entry.GetProperty("access").GetString() == "CONSENT"))
            {
                var condition = entry.GetProperty("condition").GetString()!;
                condition.ShouldContain(entry.GetProperty("field").GetString()!.ToUpperInvariant());
                condition.ShouldContain(asker!.Role == Role.Municipality ? "MUNICIPALITY" : "VOLUNTEERS");
            }
        }
    }

    [Fact]
    public async Task Permissions_say_the_conditions_of_single_fields()
    {
        const string placed = "If the referral is in the municipality where the person is placed.";
        var host = await hosts.OnAsync(DatabaseKind.Sqlite);
        async Task<string?> Condition(Asker asker, string field) =>
            (await host.QueryAsync(await TokenAsync(host, asker), "{ permissions { type field condition } }"))["permissions"].EnumerateArray()
                .Where(entry => $"{entry.GetProperty("type").GetString()}.{entry.GetProperty("field").GetString()}" == field)
                .Select(entry => entry.GetProperty("condition").GetString()).SingleOrDefault();

        foreach (var asker in Asker.OfEachRole.Where(asker => DesignTable.HasPath(asker.Role, "referrals")))
        {
            (await Condition(asker, "Refugee.referral")).ShouldBe(asker.Role is Role.CentreWorker or Role.DataProtectionOfficer ? "Whenever the row is visible." : placed, asker.ToString());
        }

        (await Condition(new(Role.BranchCoordinator, "test-north-a"), "Activity.version")).ShouldBe("If the caller's branch runs the activity.");
        (await Condition(new(Role.Municipality, TestCountry.North), "Activity.version")).ShouldBeNull();
        (await Condition(new(Role.Municipality, TestCountry.North), "Refugee.address")).ShouldBe(
            "If the person's consent in force grants ADDRESS to MUNICIPALITY, and the address is not protected.");
        var officer = await host.QueryAsync(await TokenAsync(host, new(Role.DataProtectionOfficer)), "{ explainAccess(role: VOLUNTEER, field: \"referral\") { rule } }");
        officer["explainAccess.rule"].GetString().ShouldStartWith("VOLUNTEER reads the field if the referral is in the municipality where the person is placed. ");
    }

    [Theory]
    [BothDatabases]
    public async Task One_document_serves_several_roles_where_it_says_so(DatabaseKind kind)
    {
        const string Document = """
            { refugees(first: 1) { nodes {
                reference
                dateOfBirth @ifPermitted
                name @ifPermitted { given }
                ... on Refugee @ifPermitted { phone }
                ...Both @ifPermitted
                ...Single } }
              matches @ifPermitted { nodes { id } } }
            fragment Both on Refugee { nationality { code } languages { code } }
            fragment Single on Refugee { age @ifPermitted withheld { field } }
            """;
        var host = await hosts.OnAsync(kind);
        async Task ShouldHave(Asker asker, string fields, bool matches = false)
        {
            var answer = await host.QueryAsync(await TokenAsync(host, asker), Document);
            answer["refugees.nodes.0"].EnumerateObject().Select(field => field.Name).ShouldBe(fields.Split(' '), asker.ToString());
            answer.Data.TryGetProperty("matches", out _).ShouldBe(matches, asker.ToString());
        }

        await ShouldHave(new(Role.CentreWorker, "test-centre"), "reference dateOfBirth name phone nationality languages age withheld");
        await ShouldHave(new(Role.Municipality, TestCountry.North), "reference name phone nationality languages age withheld");
        await ShouldHave(new(Role.BranchCoordinator, "test-north-a"), "reference name phone nationality languages age withheld", matches: true);
        await ShouldHave(new(Role.IntegrationConsultant), "reference withheld");
        // Without the directive the selection is refused with one error, however many persons there are.
        var refused = await host.QueryAsync(await TokenAsync(host, new(Role.IntegrationConsultant)), Document.Replace("...Both @ifPermitted", "...Both", StringComparison.Ordinal));
        refused.HasData.ShouldBeFalse(refused.Text);
        refused.Coordinates.ShouldBe(["Refugee.nationality"]);
    }

    [Fact]
    public async Task Persons_are_not_asked_for_in_a_url()
    {
        var host = await hosts.OnAsync(DatabaseKind.Sqlite);
        var token = await TokenAsync(host, new(Role.BranchCoordinator, "test-north-a"));

        foreach (var document in new[]
        {
            "{ refugees { totalCount } }", "{ refugee(reference: \"RK-0000-0000\") { reference } }", "{ node(id: \"x\") { ... on Refugee { reference } } }",
            "{ consents { nodes { version } } }", "{ referrals { nodes { status } } }", "{ volunteers { nodes { capacity } } }", "{ matches { totalCount } }",
            "{ branch(slug: \"test-north-a\") { referrals { totalCount } } }", "{ municipality(code: \"9901\") { refugees { totalCount } } }",
        })
        {
            var answer = await host.GetAsync(token, document);
            answer.Status.ShouldBe(405, document);
            answer.HasData.ShouldBeFalse(document);
        }

        // Also refused by GET: the fields that only some roles have, and those about disclosures and deletion requests.
        foreach (var (asker, document) in new (Asker, string)[]
        {
            (new(Role.Municipality, "9901"), "{ handoverNotices { totalCount } }"), (new(Role.Municipality, "9901"), "{ deletionRequests { totalCount } }"),
            (new(Role.CentreWorker, "test-centre"), "{ consentNotices { totalCount } }"), (new(Role.IntegrationConsultant), "{ branchActivations { totalCount } }"),
            (new(Role.DataProtectionOfficer), "{ disclosures { totalCount } }"), (new(Role.DataProtectionOfficer), "{ holders(reference: \"RK-0000-0000\") { field } }"),
        })
        {
            (await host.GetAsync(await TokenAsync(host, asker), document)).Status.ShouldBe(405, document);
        }

        foreach (var document in new[] { "{ branches(first: 1) { nodes { name } } }", "{ municipality(code: \"9901\") { name branches { slug } } }", "{ viewer { role } }" })
        {
            (await host.GetAsync(token, document)).Status.ShouldBe(200, document);
        }

        (await host.GetAsync(null, "{ branches(first: 1) { nodes { name } } }")).Errors.ShouldBeEmpty();
    }

    private static IEnumerable<Asker?> OnePerRole() => Asker.OfEachRole.Append(null);

    private async Task<string?> TokenAsync(ServerHost host, Asker? asker) => asker is null ? null : await hosts.TokenAsync(host, asker);

    private static List<string> Names(GraphQLAnswer answer, string type, string list) =>
        answer[type] is { ValueKind: JsonValueKind.Object } found ? [.. found.GetProperty(list).EnumerateArray().Select(item => item.GetProperty("name").GetString()!)] : [];
}
