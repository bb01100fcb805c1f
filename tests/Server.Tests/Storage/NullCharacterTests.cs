using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.Storage;

/// <summary>GraphQL strings may contain U+0000, but PostgreSQL refuses it.</summary>
public sealed class NullCharacterTests
{
    private const string Rest = "familyName: \"Haddad\", dateOfBirth: \"1990-05-17\", languages: [\"ara\"]";

    [Theory, BothDatabases]
    public async Task A_text_with_it_is_refused_where_it_would_reach_the_database(DatabaseKind kind)
    {
        await using var host = await ServerHost.StartAsync(await TestDatabase.CreateAsync(kind));
        var centre = await host.TokenAsync(Role.CentreWorker, "center-sandholm");
        var officer = await host.TokenAsync(Role.DataProtectionOfficer);
        foreach (var (token, document) in new[]
        {
            (null, """{ branches(where: { slug: { eq: "\u0000" } }) { totalCount } }"""),
            (null, """{ branches(where: { slug: { startsWith: "\u{0}" } }) { nodes { name } } }"""),
            (null, """{ branches(where: { slug: { contains: "a\u0000b" } }) { totalCount } }"""),
            (null, """{ branches(where: { slug: { in: ["odense", "\u0000"] } }) { totalCount } }"""),
            (null, """{ branch(slug: "odense\u0000") { name } }"""),
            (centre, """{ refugees(where: { reference: { startsWith: "\u0000" } }) { nodes { reference } } }"""),
            (centre, """{ refugee(reference: "RK-\u0000") { reference } }"""),
            (officer, """{ holders(reference: "\u0000") { __typename } }"""),
            (officer, """mutation { rectifyRefugee(input: { reference: "RK-\u0000" }) { errors { __typename } } }"""),
        })
        {
            var answer = await host.QueryAsync(token, document);

            answer.Codes.ShouldBe(["BAD_USER_INPUT"], document + answer.Text);
            answer.Text.ShouldContain("U+0000");
        }

        var byVariable = await host.QueryAsync(null, "query ($s: String!) { branch(slug: $s) { name } }", new { s = "\0" });
        byVariable.Codes.ShouldBe(["BAD_USER_INPUT"]);
        (await host.DoAsync(db => db.Refugees.CountAsync())).ShouldBe(0);
        host.Complaints.ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task A_text_with_it_that_never_reaches_the_database_gets_the_usual_response(DatabaseKind kind)
    {
        await using var host = await ServerHost.StartAsync(await TestDatabase.CreateAsync(kind));
        var centre = await host.TokenAsync(Role.CentreWorker, "center-sandholm");

        (await host.QueryAsync(centre, """{ node(id: "\u0000") { id } nodes(ids: ["a\u0000"]) { id } refugee(id: "\u0000") { id } }""")).Data.GetRawText()
            .ShouldBe("""{"node":null,"nodes":[null],"refugee":null}""");
        var officer = await host.TokenAsync(Role.DataProtectionOfficer);
        (await host.QueryAsync(officer, """mutation { openSubjectAccess(input: { reference: "\u0000", reason: "x" }) { errors { __typename } } }""")).Data.GetRawText()
            .ShouldBe("""{"openSubjectAccess":{"errors":[{"__typename":"InvalidInputError"}]}}""");
        // A search for names only uses letters.
        (await host.QueryAsync(centre, """{ refugees(where: { name: { search: "a\u0000b" } }) { totalCount } }""")).Data.GetRawText().ShouldBe("""{"refugees":{"totalCount":0}}""");
        var name = await host.QueryAsync(centre, $$"""mutation { registerRefugee(input: { givenName: "a\u0000b", nationality: "SY", {{Rest}} }) { errors { __typename ... on InvalidInputError { field code } } } }""");
        name.Data.GetRawText().ShouldBe("""{"registerRefugee":{"errors":[{"__typename":"InvalidInputError","field":"givenName","code":"MALFORMED"}]}}""");
        var code = await host.QueryAsync(centre, $$"""mutation { registerRefugee(input: { givenName: "Amal", nationality: "S\u0000", {{Rest}} }) { errors { __typename ... on InvalidInputError { field code } } } }""");
        code.Data.GetRawText().ShouldBe("""{"registerRefugee":{"errors":[{"__typename":"InvalidInputError","field":"nationality","code":"UNKNOWN_CODE"}]}}""");
        host.Complaints.ShouldBeEmpty();
    }
}
