using System.Text.Json;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Tests.Hosting;

namespace Integration.Graph.Server.Tests.Story;

/// <summary>The actors of the story with their tokens, and their requests.</summary>
internal sealed class Cast(ServerHost host)
{
    private const string Person = """
        query($id: ID!) { refugee(id: $id) {
          reference name { given family } phone address { street } age nationality { code } languages { code } caseworker { name }
          referral { status branch { slug } } withheld { field reason }
        } }
        """;

    public required string Centre { get; init; }

    public required string OtherCentre { get; init; }

    public required string Municipality { get; init; }

    public required string OtherMunicipality { get; init; }

    public required string OtherBranch { get; init; }

    public required string Consultant { get; init; }

    public required string Officer { get; init; }

    public required string Administrator { get; init; }

    public static async Task<Cast> AssembleAsync(ServerHost host) => new(host)
    {
        Centre = await host.TokenAsync(Role.CentreWorker, "center-sandholm"),
        OtherCentre = await host.TokenAsync(Role.CentreWorker, "center-jelling"),
        Municipality = await host.TokenAsync(Role.Municipality, "0461"),
        OtherMunicipality = await host.TokenAsync(Role.Municipality, "0101"),
        OtherBranch = await host.TokenAsync(Role.BranchCoordinator, "hovedstaden"),
        Consultant = await host.TokenAsync(Role.IntegrationConsultant),
        Officer = await host.TokenAsync(Role.DataProtectionOfficer),
        Administrator = await host.TokenAsync(Role.Administrator),
    };

    /// <summary>Sends a mutation that must succeed and returns its payload.</summary>
    public async Task<JsonElement> DoAsync(string token, string mutation, string input, string selection)
    {
        var answer = await host.QueryAsync(token, $"mutation {{ {mutation}(input: {{ {input} }}) {{ {selection} errors {{ __typename ... on Error {{ message }} }} }} }}");
        answer[mutation].GetProperty("errors").ValueKind.ShouldBe(JsonValueKind.Null, answer.Text);
        return answer[mutation];
    }

    /// <summary>Sends a mutation that must fail and returns type and code of each error.</summary>
    public async Task<IReadOnlyList<string>> TryAsync(string token, string mutation, string input)
    {
        var answer = await host.QueryAsync(token, $"mutation {{ {mutation}(input: {{ {input} }}) {{ errors {{ __typename ... on Error {{ code }} }} }} }}");
        return [.. answer[mutation].GetProperty("errors").EnumerateArray().Select(e => $"{e.GetProperty("__typename")} {e.GetProperty("code")}")];
    }

    /// <summary>Returns the person, who must be visible.</summary>
    public async Task<JsonElement> SeeAsync(string token, string id)
    {
        var answer = await host.QueryAsync(token, Person, new { id });
        answer["refugee"].ValueKind.ShouldBe(JsonValueKind.Object, answer.Text);
        return answer["refugee"];
    }

    /// <summary>Returns the municipality's notices as reference and news.</summary>
    public async Task<IReadOnlyList<string>> NoticesAsync()
    {
        var answer = await host.QueryAsync(Municipality, "{ handoverNotices { nodes { reference news } } }");
        return [.. answer["handoverNotices.nodes"].EnumerateArray()
            .Select(n => $"{n.GetProperty("reference")} {string.Join(' ', n.GetProperty("news").EnumerateArray())}")];
    }

    /// <summary>Checks that no caller except the registering centre finds the person on any path.</summary>
    public async Task ShouldBeUnknownToAllButTheCentreAsync(string id, string reference)
    {
        foreach (var token in new[] { OtherCentre, Municipality, OtherMunicipality, OtherBranch, Consultant, Officer })
        {
            await ShouldBeUnknownAsync(token, id, reference);
        }

        (await SeeAsync(Centre, id)).GetProperty("reference").GetString().ShouldBe(reference);
        (await host.QueryAsync(Administrator, "query($id: ID!) { node(id: $id) { id } }", new { id }))["node"].ValueKind.ShouldBe(JsonValueKind.Null);
    }

    /// <summary>Checks by id, by reference, as a node and in lists that the person does not exist for the caller.</summary>
    public async Task ShouldBeUnknownAsync(string token, string id, string reference)
    {
        var answer = await host.QueryAsync(token, """
            query($id: ID!, $reference: String!) {
              byId: refugee(id: $id) { reference }
              byReference: refugee(reference: $reference) { reference }
              node(id: $id) { id }
              refugees(where: { reference: { eq: $reference } }) { totalCount nodes { reference } }
            }
            """, new { id, reference });
        answer.Data.GetRawText().ShouldBe("""{"byId":null,"byReference":null,"node":null,"refugees":{"totalCount":0,"nodes":[]}}""");
    }
}
