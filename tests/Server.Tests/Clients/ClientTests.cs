using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Tests.Hosting;

namespace Integration.Graph.Server.Tests.Clients;

/// <summary>Uses the schema and the API with the tools of front-end teams.</summary>
public sealed class ClientTests(CodeGeneration code, FrontEndServer server)
{
    private const string Municipality = "0461";

    [Fact]
    public async Task A_client_on_Apollo_Client_and_one_on_urql_work_against_the_running_server()
    {
        var starting = server.HostAsync;
        await code.GenerateAsync();
        var host = await starting;
        var municipality = await host.TokenAsync(Role.Municipality, Municipality);
        foreach (var client in new[] { "apollo", "urql" })
        {
            var person = await PersonWhoWantsContactAsync(host);
            var worklist = await WorklistAsync(host, municipality);
            worklist.Count.ShouldBeGreaterThan(10, "More than one page is needed.");

            var output = await CodeGeneration.RunAsync("node", [$"generated/out/src/{client}.js"], new Dictionary<string, string>
            {
                ["SERVER"] = host.Client.BaseAddress!.ToString(),
                ["PERSON"] = person,
            });

            using var report = JsonDocument.Parse(output);
            var said = report.RootElement;
            said.GetProperty("pages").GetInt32().ShouldBe((worklist.Count + 9) / 10, client);
            said.GetProperty("worklist").EnumerateArray().Select(one => Line(one.GetProperty("reference"), one.GetProperty("name"), one.GetProperty("withheld")))
                .ShouldBe(worklist, client);
            said.GetProperty("consent").GetRawText().ShouldBe("""{"version":1,"status":"IN_FORCE"}""", client);
            said.GetProperty("refusal").GetString().ShouldBe("Version 1 is in force; change it instead.", client);
            said.GetProperty("shared").GetRawText().ShouldBe(
                """[{"role":"MUNICIPALITY","hasName":true},{"role":"INTEGRATION_CONSULTANT","hasName":false}]""", client);
            said.GetProperty("codes").GetRawText().ShouldBe("""["INVALID_CURSOR","BAD_USER_INPUT","AUTH_NOT_AUTHENTICATED"]""", client);
        }
        host.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_role_has_types_and_documents_of_its_own()
    {
        await code.GenerateAsync();

        foreach (var role in RoleNames.All.Select(RoleNames.InTokens))
        {
            var types = await File.ReadAllTextAsync(Path.Combine(CodeGeneration.Folder, "generated", role, "types.ts"));
            types.Contains("export type Refugee = ", StringComparison.Ordinal).ShouldBe(role != "ADMINISTRATOR", role);
            types.Contains("dateOfBirth?:", StringComparison.Ordinal).ShouldBe(role is "CENTRE_WORKER" or "DATA_PROTECTION_OFFICER", role);
            File.Exists(Path.Combine(CodeGeneration.Folder, "generated", role, "graphql.ts")).ShouldBeTrue(role);
        }
    }

    [Fact]
    public async Task The_manifest_holds_every_document_under_its_hash()
    {
        await code.GenerateAsync();

        var manifest = JsonSerializer.Deserialize<Dictionary<string, string>>(await File.ReadAllTextAsync(CodeGeneration.Manifest))!;

        var operations = Directory.EnumerateFiles(Path.Combine(CodeGeneration.Folder, "documents"))
            .Sum(file => File.ReadLines(file).Count(line => line.StartsWith("query ", StringComparison.Ordinal) || line.StartsWith("mutation ", StringComparison.Ordinal)));
        manifest.Count.ShouldBe(operations);
        foreach (var (id, document) in manifest)
        {
            id.ShouldBe("sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document))));
        }
    }

    [Fact]
    public async Task The_schema_keeps_the_rules_of_graphql_eslint()
    {
        await code.InstallAsync();
        var schema = Path.GetFullPath(Path.Combine(CodeGeneration.Folder, "../../../api/Server/schema.graphql"));

        // ESLint only checks files below the folder that it runs in.
        await CodeGeneration.RunAsync(
            "node",
            [
                Path.Combine(CodeGeneration.Folder, "node_modules/eslint/bin/eslint.js"), "--no-config-lookup",
                "--config", Path.Combine(CodeGeneration.Folder, "eslint.config.js"), "--max-warnings", "0", schema,
            ],
            new Dictionary<string, string> { ["SCHEMA"] = schema },
            Path.GetDirectoryName(schema));
    }

    [Fact]
    public async Task The_query_page_is_well_typed()
    {
        await code.InstallAsync();
        var page = Path.GetFullPath(Path.Combine(CodeGeneration.Folder, "../../../api/Server/Ide"));

        await CodeGeneration.RunAsync("node", ["node_modules/typescript/bin/tsc", "--project", page]);
    }

    private static async Task<string> PersonWhoWantsContactAsync(ServerHost host)
    {
        var token = await host.TokenAsync(Role.CentreWorker, "center-sandholm");
        var id = (await host.QueryAsync(token, """
            mutation { registerRefugee(input: { givenName: "Amal", familyName: "Haddad", dateOfBirth: "1990-05-17", nationality: "SY", languages: ["ara"] }) { refugee { id } } }
            """))["registerRefugee.refugee.id"].GetString()!;
        var asked = await host.QueryAsync(token, """
            mutation($id: ID!, $today: Date!) {
              placeRefugee(input: { refugeeId: $id, municipality: "0461" }) { errors { ... on Error { message } } }
              recordInterview(input: { refugeeId: $id, heldOn: $today, language: "ara", interpreter: true, answer: WANTS_CONTACT, wishes: [] }) { errors { ... on Error { message } } }
            }
            """, new { id, today = DateOnly.FromDateTime(DateTime.UtcNow).ToString("O", System.Globalization.CultureInfo.InvariantCulture) });
        asked.Data.GetRawText().ShouldBe("""{"placeRefugee":{"errors":null},"recordInterview":{"errors":null}}""");
        return id;
    }

    /// <summary>Returns the persons that the municipality sees, as lines.</summary>
    private static async Task<IReadOnlyList<string>> WorklistAsync(ServerHost host, string token)
    {
        var lines = new List<string>();
        for (string? after = null; ;)
        {
            var answer = await host.QueryAsync(
                token,
                "query($after: String) { refugees(first: 100, after: $after, order: [{ movesInOn: DESC }]) { nodes { reference name { given family } withheld { field reason } } pageInfo { hasNextPage endCursor } } }",
                new { after });
            lines.AddRange(answer["refugees.nodes"].EnumerateArray().Select(person => string.Join(
                " | ",
                [
                    person.GetProperty("reference").GetString()!,
                    person.GetProperty("name") is { ValueKind: JsonValueKind.Object } name ? $"{name.GetProperty("given").GetString()} {name.GetProperty("family").GetString()}" : "",
                    .. person.GetProperty("withheld").EnumerateArray().Select(one => Sentence(one.GetProperty("field").GetString()!, one.GetProperty("reason").GetString()!)),
                ])));
            if (!answer["refugees.pageInfo.hasNextPage"].GetBoolean())
            {
                return lines;
            }

            after = answer["refugees.pageInfo.endCursor"].GetString();
        }
    }

    private static string Sentence(string field, string reason) => field.ToLowerInvariant() + reason switch
    {
        "NOT_GRANTED" => ": not permitted",
        "PROTECTED_ADDRESS" => ": protected",
        _ => ": not known yet",
    };

    private static string Line(JsonElement reference, JsonElement name, JsonElement withheld) =>
        string.Join(" | ", [reference.GetString()!, name.GetString() ?? "", .. withheld.EnumerateArray().Select(one => one.GetString()!)]);
}
