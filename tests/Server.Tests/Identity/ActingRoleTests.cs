using System.Net.Http.Headers;
using System.Net.Http.Json;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
using Integration.Graph.Server.Tests.Mutations;
using Integration.Graph.Server.Tests.Sharing;
using Microsoft.Extensions.DependencyInjection;

namespace Integration.Graph.Server.Tests.Identity;

/// <summary>Tokens with several roles, tested over HTTP.</summary>
[Collection(SharingHosts.Name)]
public sealed class ActingRoleTests(SharingHosts hosts, ITestOutputHelper output)
{
    private const int OperationsOfEachRole = 4;

    private static readonly Dictionary<Role, string> Scopes = new()
    {
        [Role.CentreWorker] = "test-centre",
        [Role.Municipality] = TestCountry.North,
        [Role.BranchCoordinator] = "test-north-a",
        [Role.Volunteer] = "7001",
    };

    [Theory]
    [BothDatabases]
    public async Task No_combination_of_roles_shows_more_than_the_acting_role_alone(DatabaseKind kind)
    {
        var seed = Environment.TickCount;
        output.WriteLine($"Seed {seed}");
        var random = new Random(seed);
        var host = await hosts.OnAsync(kind);
        var issuer = host.Services.GetRequiredService<DevelopmentIssuer>();
        var answered = 0;
        foreach (var role in RoleNames.All)
        {
            var alone = TokenOf(issuer, [role]);
            var schema = SchemaOperations.Of(role);
            for (var i = 0; i < OperationsOfEachRole; i++)
            {
                var held = RoleNames.All.Where(x => x == role || random.Next(2) == 0).OrderBy(_ => random.Next()).ToList();
                var several = TokenOf(issuer, held);
                var document = SchemaOperations.Query(schema, random);

                var expected = await AskAsync(host, alone, null, document);
                var answer = await AskAsync(host, several, role, document);

                (answer.Status, answer.Text).ShouldBe((expected.Status, expected.Text), $"{role.InTokens()} of {RoleNames.List(held)}: {document}");
                answered += expected.Status is 200 or 294 ? 1 : 0;
                // A field that only another role of the token has is refused.
                if (held.Contains(Role.CentreWorker) && role != Role.CentreWorker)
                {
                    (await AskAsync(host, several, role, "{ refugees { nodes { dateOfBirth interview { answer } } } consents { nodes { guardian } } }")).Text
                        .ShouldBe((await AskAsync(host, alone, null, "{ refugees { nodes { dateOfBirth interview { answer } } } consents { nodes { guardian } } }")).Text);
                }

                if (held.Count > 1)
                {
                    var refused = await AskAsync(host, several, null, document);
                    refused.Status.ShouldBe(403, refused.Text);
                    refused.Codes.ShouldBe(["AUTH_NOT_AUTHORIZED"]);
                    refused.Text.ShouldContain("Acting-Role");
                }
            }
        }

        // Otherwise the test would compare refusals with refusals.
        answered.ShouldBe(RoleNames.All.Count * OperationsOfEachRole);
    }

    /// <summary>Requests the schema and the pages about a person with every pair of roles and with all roles.</summary>
    [Theory]
    [BothDatabases]
    public async Task No_combination_of_roles_prints_more_than_the_acting_role_alone(DatabaseKind kind)
    {
        await using var host = await SharingHosts.StartAsync(kind);
        var issuer = host.Services.GetRequiredService<DevelopmentIssuer>();
        var seen = SharingWorld.People.First(x => x.Case == "Divided");
        var hidden = SharingWorld.People.First(x => x.Case == "OtherScope");
        await host.QueryAsync(TokenOf(issuer, [Role.DataProtectionOfficer]), $"mutation {{ openSubjectAccess(input: {{ reference: \"{seen.Reference}\", reason: \"asked\" }}) {{ errors {{ __typename }} }} }}");
        var paths = new[] { seen.Id, hidden.Id }.Select(x => GlobalId.Encode("Refugee", x))
            .SelectMany(id => new[] { $"/consents/{id}/form", $"/consents/{id}/receipt", $"/subjects/{id}/export" })
            .Append("/graphql/schema").ToList();
        var shown = new Dictionary<string, int>();
        foreach (var role in RoleNames.All)
        {
            foreach (var path in paths)
            {
                var expected = await GetAsync(host, TokenOf(issuer, [role]), null, path);
                if (expected.Status == 200)
                {
                    shown[path] = shown.GetValueOrDefault(path) + 1;
                }

                foreach (var held in RoleNames.All.Where(x => x != role).Select(x => new[] { x, role }).Append([.. RoleNames.All]))
                {
                    var several = TokenOf(issuer, held);
                    var answer = await GetAsync(host, several, role, path);
                    (answer.Status, Before(answer.Text)).ShouldBe((expected.Status, Before(expected.Text)), $"{role.InTokens()} of {RoleNames.List(held)}: {path}");
                    var refused = await GetAsync(host, several, null, path);
                    refused.Status.ShouldBe(403, refused.Text);
                    refused.Text.ShouldContain("Acting-Role");
                }
            }
        }

        // Centre and officer see the form; these two, municipality, branch and volunteer see the receipt; the officer sees
        // the export. No role sees pages of hidden persons.
        paths.Select(path => shown.GetValueOrDefault(path)).ShouldBe([2, 5, 1, 0, 0, 0, RoleNames.All.Count]);

        // The export's list of earlier disclosures grows with each page.
        static string Before(string page) => page.Split("<h2>Videregivelser</h2>")[0];
    }

    private static string TokenOf(DevelopmentIssuer issuer, IReadOnlyCollection<Role> roles)
    {
        var claims = new Dictionary<string, object> { ["sub"] = "somebody", ["roles"] = roles.Select(x => x.InTokens()).ToArray() };
        foreach (var role in roles)
        {
            if (role.ScopeClaim() is { } claim)
            {
                claims[claim] = Scopes[role];
            }
        }

        return issuer.Sign(claims);
    }

    private static async Task<GraphQLAnswer> GetAsync(ServerHost host, string token, Role? acting, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await SendAsync(host, request, token, acting);
    }

    private static async Task<GraphQLAnswer> AskAsync(ServerHost host, string token, Role? acting, string document)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = document }) };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/graphql-response+json"));
        return await SendAsync(host, request, token, acting);
    }

    private static async Task<GraphQLAnswer> SendAsync(ServerHost host, HttpRequestMessage request, string token, Role? acting)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (acting is { } role)
        {
            request.Headers.Add("Acting-Role", role.InTokens());
        }

        using var response = await host.Client.SendAsync(request);
        return new GraphQLAnswer((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
