using System.Net.Http.Headers;
using System.Net.Http.Json;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
using Integration.Graph.Server.Tests.Mutations;
using Integration.Graph.Server.Tests.Sharing;
using Microsoft.Extensions.DependencyInjection;

namespace Integration.Graph.Server.Tests.Identity;

/// <summary>Several roles in one token, asked from outside.</summary>
[Collection(SharingHosts.Name)]
public sealed class ActingRoleTests(SharingHosts hosts, ITestOutputHelper output)
{
    private const int OperationsOfEachRole = 12;

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
                answered += expected.Status == 200 ? 1 : 0;
                // A field that only another role of the token has stays refused.
                if (held.Contains(Role.CentreWorker) && role != Role.CentreWorker)
                    (await AskAsync(host, several, role, "{ refugees { nodes { dateOfBirth interview { answer } } } consents { nodes { guardian } } }")).Text
                        .ShouldBe((await AskAsync(host, alone, null, "{ refugees { nodes { dateOfBirth interview { answer } } } consents { nodes { guardian } } }")).Text);
                if (held.Count > 1)
                {
                    var refused = await AskAsync(host, several, null, document);
                    refused.Status.ShouldBe(403, refused.Text);
                    refused.Codes.ShouldBe(["AUTH_NOT_AUTHORIZED"]);
                    refused.Text.ShouldContain("Acting-Role");
                }
            }
        }

        // Otherwise refusals would have been compared with refusals.
        answered.ShouldBe(RoleNames.All.Count * OperationsOfEachRole);
    }

    private static string TokenOf(DevelopmentIssuer issuer, IReadOnlyCollection<Role> roles)
    {
        var claims = new Dictionary<string, object> { ["sub"] = "somebody", ["roles"] = roles.Select(x => x.InTokens()).ToArray() };
        foreach (var role in roles)
            if (role.ScopeClaim() is { } claim)
                claims[claim] = Scopes[role];
        return issuer.Sign(claims);
    }

    private static async Task<GraphQLAnswer> AskAsync(ServerHost host, string token, Role? acting, string document)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = document }) };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/graphql-response+json"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (acting is { } role)
            request.Headers.Add("Acting-Role", role.InTokens());
        using var response = await host.Client.SendAsync(request);
        return new GraphQLAnswer((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
