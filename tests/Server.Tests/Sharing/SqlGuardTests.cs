using Integration.Graph.Engine.EntityFramework;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
using Integration.Graph.Server.Tests.Mutations;
using Microsoft.Extensions.DependencyInjection;

namespace Integration.Graph.Server.Tests.Sharing;

/// <summary>Analyses the SQL that the server sends: values without a grant never leave the database.</summary>
[Collection(SharingHosts.Name)]
public sealed class SqlGuardTests(SharingHosts hosts)
{
    [Theory]
    [BothDatabases]
    public async Task No_personal_column_is_sent_for_unguarded_by_its_grant(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var violations = new List<string>();
        foreach (var asker in Asker.OfEachRole.Where(asker => DesignTable.HasPath(asker.Role, "refugees") && asker.Role != Role.CentreWorker))
        {
            var token = await hosts.TokenAsync(host, asker);
            var sent = new List<string>();
            void Note(string sql)
            {
                lock (sent)
                {
                    sent.Add(sql);
                }
            }

            var connections = host.Services.GetRequiredService<RowConnections>();
            connections.Sending += Note;
            foreach (var (document, variables) in Operations(asker))
            {
                await FollowAsync(host, token, document, variables);
            }

            connections.Sending -= Note;

            sent.Count.ShouldBeGreaterThan(10, asker.ToString());
            sent.ShouldContain(sql => sql.Contains("COUNT(*)", StringComparison.OrdinalIgnoreCase), asker.ToString());
            if (asker.Role is Role.Municipality or Role.BranchCoordinator or Role.Volunteer)
            {
                foreach (var column in new[] { "given_name", "family_name", "phone", "street", "postal_code", "town", "date_of_birth", "nationality_code", "languages" })
                {
                    sent.ShouldContain(sql => sql.Contains(column, StringComparison.Ordinal), $"{asker}: no statement reads {column}");
                }
            }

            violations.AddRange(from sql in sent.Distinct() from violation in SqlGuards.Violations(asker.Role, sql) select $"{asker.Role}: {violation}\n{sql}");
        }

        violations.ShouldBeEmpty();
    }

    /// <summary>
    /// The same list for every role: columns that a role lacks are not in its statement, and columns that need a grant are
    /// guarded by it.
    /// </summary>
    [Theory]
    [BothDatabases]
    public async Task The_list_of_persons_is_read_by_the_statement_that_was_approved(DatabaseKind kind)
    {
        const string Worklist = """
            query Worklist { refugees(first: 10, order: [{ movesInOn: DESC }]) { totalCount nodes { reference movesInOn name @ifPermitted { given family } phone @ifPermitted
              address @ifPermitted { street postalCode town } age @ifPermitted nationality @ifPermitted { code } languages @ifPermitted { code }
              caseworker @ifPermitted { name phone email } referral { status } withheld { field reason } } } }
            """;
        var host = await hosts.OnAsync(kind);
        var connections = host.Services.GetRequiredService<RowConnections>();
        foreach (var asker in Asker.OfEachRole.Where(asker => DesignTable.HasPath(asker.Role, "refugees")))
        {
            var token = await hosts.TokenAsync(host, asker);
            var sent = new List<string>();
            void Note(string sql)
            {
                lock (sent)
                {
                    sent.Add(sql);
                }
            }

            connections.Sending += Note;
            var answer = await host.QueryAsync(token, Worklist);
            connections.Sending -= Note;

            answer.Errors.ShouldBeEmpty(answer.Text);
            var persons = sent.Where(sql => sql.Contains("refugees", StringComparison.Ordinal)).Distinct().ToList();
            persons.ShouldNotBeEmpty();
            Printed.ShouldBeApproved(string.Join("\n\n", persons), $"worklist.{asker.Role.InTokens()}.{kind}");
        }
    }

    [Theory]
    [BothDatabases]
    public async Task Nothing_is_read_for_a_field_that_is_refused(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var token = await hosts.TokenAsync(host, new Asker(Role.IntegrationConsultant));
        var sent = 0;
        void Count(string sql) => Interlocked.Increment(ref sent);

        var connections = host.Services.GetRequiredService<RowConnections>();
        connections.Sending += Count;
        var answer = await host.QueryAsync(token, "{ refugees { nodes { reference name { given } } } }");
        connections.Sending -= Count;

        answer.Codes.ShouldBe(["AUTH_NOT_AUTHORIZED"]);
        sent.ShouldBe(0);
    }

    // EF Core reads some columns on its own: the presence of volunteer and branch, and the version for the ledger.
    [Theory]
    [BothDatabases]
    public async Task Columns_that_become_the_same_sql_are_all_answered(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var coordinator = await hosts.TokenAsync(host, new Asker(Role.BranchCoordinator, "test-north-a"));
        var centre = await hosts.TokenAsync(host, new Asker(Role.CentreWorker, "test-centre"));

        var match = await host.QueryAsync(coordinator, "{ matches(first: 1) { nodes { activityType { key } volunteer { name { given } branch { slug } } } } }");
        var person = await host.QueryAsync(centre, "query($r: String!) { refugee(reference: $r) { consent { version } name { given } centre { slug } } }",
            new { r = SharingWorld.People[0].Reference });

        match["matches.nodes.0.volunteer.name.given"].GetString().ShouldBe("Vera");
        match["matches.nodes.0.volunteer.branch.slug"].GetString().ShouldBe("test-north-a");
        person["refugee.consent.version"].GetInt32().ShouldBe(1);
        person["refugee.name.given"].GetString().ShouldBe("GivenGranted");
    }

    [Theory]
    [InlineData("""SELECT "r"."given_name" FROM "refugees" AS "r" """)]
    [InlineData("SELECT r.given_name FROM refugees AS r")]
    [InlineData("SELECT 1 FROM refugees AS r LEFT JOIN consents AS c ON r.consent_id = c.id WHERE r.phone = '+45'")]
    [InlineData("SELECT CASE WHEN c.municipality_fields & 1 = 1 OR 1 = 1 THEN r.given_name END FROM refugees AS r LEFT JOIN consents AS c ON r.consent_id = c.id")]
    [InlineData("SELECT CASE WHEN c.municipality_fields & 1 = 1 THEN NULL ELSE r.given_name END FROM refugees AS r LEFT JOIN consents AS c ON r.consent_id = c.id")]
    [InlineData("SELECT CASE WHEN c.municipality_fields & 2 = 2 THEN r.given_name END FROM refugees AS r LEFT JOIN consents AS c ON r.consent_id = c.id")]
    [InlineData("SELECT CASE WHEN c.volunteers_fields & 1 = 1 THEN r.given_name END FROM refugees AS r LEFT JOIN consents AS c ON r.consent_id = c.id")]
    [InlineData("SELECT CASE WHEN c.municipality_fields & 4 = 4 THEN r.street END FROM refugees AS r LEFT JOIN consents AS c ON r.consent_id = c.id")]
    [InlineData("SELECT CASE WHEN c.municipality_fields & 8 = 8 THEN r.date_of_birth END FROM refugees AS r LEFT JOIN consents AS c ON r.consent_id = c.id")]
    [InlineData("SELECT 1 FROM refugees AS r LEFT JOIN consents AS c ON r.consent_id = c.id WHERE c.municipality_fields & 1 = 1 ORDER BY r.given_name")]
    [InlineData("SELECT k.name FROM refugees AS r LEFT JOIN caseworkers AS k ON r.caseworker_id = k.id")]
    [InlineData("SELECT (SELECT r.phone) FROM refugees AS r")]
    [InlineData("SELECT r0.phone FROM (SELECT r.phone FROM refugees AS r LIMIT 5) AS r0")]
    [InlineData("SELECT r0.c FROM (SELECT r.phone AS c FROM refugees AS r LIMIT 5) AS r0")]
    [InlineData("SELECT r0.c FROM (SELECT r.phone || 'x' AS c FROM refugees AS r LIMIT 5) AS r0")]
    [InlineData("SELECT r0.id FROM (SELECT r.id FROM refugees AS r ORDER BY r.family_name LIMIT 5) AS r0")]
    [InlineData("SELECT r.known_activity_types FROM refugees AS r")]
    [InlineData("SELECT CASE WHEN s.g & 2 = 2 THEN s.phone END FROM (SELECT r.phone, c.volunteers_fields AS g FROM refugees AS r LEFT JOIN consents AS c ON r.consent_id = c.id LIMIT 5) AS s")]
    public void A_statement_that_shows_too_much_is_found(string sql) => SqlGuards.Violations(Role.Municipality, sql).ShouldHaveSingleItem();

    [Theory]
    [InlineData("SELECT CASE WHEN (c.municipality_fields & 1) = 1 THEN r.given_name ELSE NULL END FROM refugees AS r LEFT JOIN consents AS c ON r.consent_id = c.id")]
    [InlineData("""SELECT CASE WHEN "c"."municipality_fields" & 1 = 1 THEN "r"."given_name" END AS "C0" FROM "refugees" AS "r" LEFT JOIN "consents" AS "c" ON "r"."consent_id" = "c"."id" """)]
    [InlineData("SELECT CASE WHEN NOT (r.name_and_address_protection) AND c.municipality_fields & 4 = 4 THEN r.street END FROM refugees AS r LEFT JOIN consents AS c ON r.consent_id = c.id")]
    [InlineData("SELECT 1 FROM refugees AS r LEFT JOIN consents AS c ON r.consent_id = c.id WHERE (c.municipality_fields & 8 = 8) AND ((@t - r.date_of_birth) / 10000 > 17)")]
    [InlineData("SELECT CASE WHEN c.municipality_fields & 2 = 2 THEN r0.phone END FROM (SELECT r.phone, r.consent_id FROM refugees AS r LIMIT 5) AS r0 LEFT JOIN consents AS c ON r0.consent_id = c.id")]
    [InlineData("SELECT r0.c FROM (SELECT CASE WHEN c.municipality_fields & 2 = 2 THEN r.phone END AS c FROM refugees AS r LEFT JOIN consents AS c ON r.consent_id = c.id LIMIT 5) AS r0")]
    [InlineData("SELECT CASE WHEN s.g & 2 = 2 THEN s.phone END FROM (SELECT r.phone, c.municipality_fields AS g FROM refugees AS r LEFT JOIN consents AS c ON r.consent_id = c.id LIMIT 5) AS s")]
    public void A_guarded_statement_is_not(string sql) => SqlGuards.Violations(Role.Municipality, sql).ShouldBeEmpty();

    /// <summary>Follows an operation's pages forward and backward, because each direction has its own SQL.</summary>
    private static async Task FollowAsync(Hosting.ServerHost host, string token, string document, object variables)
    {
        var answer = await host.QueryAsync(token, document, variables);
        if (!answer.Data.TryGetProperty("refugees", out var page) || !page.TryGetProperty("pageInfo", out var info) || !info.TryGetProperty("endCursor", out var end)
            || end.GetString() is not { } cursor)
        {
            return;
        }

        foreach (var arguments in new[] { $"first: 2, after: \"{cursor}\"", $"last: 2, before: \"{cursor}\"" })
        {
            (await host.QueryAsync(token, document.Replace("first: 2", arguments, StringComparison.Ordinal), variables)).Errors.ShouldBeEmpty();
        }
    }

    private static IEnumerable<(string Document, object Variables)> Operations(Asker asker)
    {
        yield return (SharingTableTests.Lists(asker), new { ids = SharingWorld.People.Select(person => GlobalId.Encode("Refugee", person.Id)) });
        yield return (SharingTableTests.Lookups(asker), new { id = GlobalId.Encode("Refugee", SharingWorld.People[0].Id), reference = SharingWorld.People[0].Reference });
        var filters = new List<string> { "movesInOn: { gte: \"2026-01-01\" }", "movesInOn: { neq: \"2026-01-01\" }", "reference: { startsWith: \"RK\" }" };
        var orders = new List<string> { "movesInOn: ASC", "reference: DESC" };
        if (DesignTable.Access(asker.Role, "age") != "none")
        {
            filters.AddRange(["age: { gte: 18 }", "age: { neq: 30 }", "age: { eq: null }", "age: { in: [24, 35] }", "age: { nin: [24] }"]);
            filters.AddRange(["name: { search: \"given gran\" }", "name: { startsWith: \"G\" }", "name: { neq: \"x\" }", "name: { in: [\"x\"] }", "name: { eq: null }"]);
            filters.AddRange([$"nationality: {{ code: {{ eq: \"{TestCountry.Country}\" }} }}", "nationality: { code: { in: [\"XT\", \"SY\"] } }", "nationality: { code: { neq: \"SY\" } }"]);
            orders.AddRange(["name: ASC", "name: DESC", "age: ASC", "age: DESC", "nationality: ASC", "nationality: DESC"]);
        }

        foreach (var filter in filters)
        {
            yield return ($"{{ refugees(first: 2, where: {{ {filter} }}) {{ nodes {{ reference withheld {{ reason }} }} totalCount }} }}", new { });
        }

        foreach (var order in orders)
        {
            yield return ($"{{ refugees(first: 2, order: [{{ {order} }}]) {{ nodes {{ reference }} totalCount pageInfo {{ endCursor }} }} }}", new { });
        }

        yield return ($"{{ refugees(first: 2, where: {{ or: [{string.Join(", ", filters.Select(filter => "{" + filter + "}"))}] }}, order: [{string.Join(", ", orders.Where((_, i) => i % 2 == 0).Select(order => "{" + order + "}"))}]) {{ nodes {{ reference }} totalCount pageInfo {{ endCursor }} }} }}", new { });
    }
}
