using System.Text.Json;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
using Integration.Graph.Server.Tests.Mutations;
using Integration.Graph.Server.Tests.Subscriptions;

namespace Integration.Graph.Server.Tests.DeletionRequests;

/// <summary>From the first response to the confirmed deletion, from the point of view of all roles.</summary>
public sealed class LossesOverHttpTests
{
    private const string Requests = "{ deletionRequests { totalCount nodes { id reference fields reason role scope status confirmedAt overdue } } }";

    [Theory, BothDatabases]
    public async Task A_recipient_is_requested_to_delete_and_the_officer_follows_it(DatabaseKind kind)
    {
        var clock = new ManualClock();
        await using var host = await Centre.StartServerAsync(kind, clock);
        var centre = await Centre.OfAsync(host);
        var municipality = await host.TokenAsync(Role.Municipality, TestCountry.North);
        var branch = await host.TokenAsync(Role.BranchCoordinator, "test-north-a");
        var officer = await host.TokenAsync(Role.DataProtectionOfficer);
        var consultant = await host.TokenAsync(Role.IntegrationConsultant);
        var (id, reference) = await centre.PlacedAsync();
        await centre.GiveConsentAsync(id, "MUNICIPALITY NAME", "MUNICIPALITY PHONE", "VOLUNTEERS NAME", "VOLUNTEERS PHONE", "VOLUNTEERS LANGUAGES");
        var (_, other) = await centre.PlacedAsync();

        // Two responses to the municipality and one to the branch, and one without personal fields.
        await host.QueryAsync(municipality, "query First { refugees { nodes { reference name { given } } } }");
        clock.Pass(TimeSpan.FromMinutes(1));
        await host.QueryAsync(municipality, "query Second { refugees { nodes { phone } } }");
        await host.QueryAsync(branch, "query Third { referrals { nodes { refugee { phone } } } }");
        await host.QueryAsync(branch, "{ refugees { nodes { reference movesInOn } } }");
        await host.QueryAsync(consultant, "query Fifth { refugees { nodes { languages { code } } } }");
        await centre.WithdrawAsync(reference);

        // The person has become invisible; the request is still visible.
        (await host.QueryAsync(municipality, "{ refugees { totalCount } }"))["refugees.totalCount"].GetInt32().ShouldBe(0);
        var asked = await host.QueryAsync(municipality, Requests);
        Lines(asked).ShouldBe([$"{reference} [\"NAME\",\"PHONE\"] WITHDRAWN MUNICIPALITY 9901 PENDING"]);
        Lines(await host.QueryAsync(branch, Requests)).ShouldBe([$"{reference} [\"PHONE\"] WITHDRAWN BRANCH_COORDINATOR test-north-a PENDING"]);
        Lines(await host.QueryAsync(consultant, Requests)).ShouldBe([$"{reference} [\"LANGUAGES\"] WITHDRAWN INTEGRATION_CONSULTANT  PENDING"]);
        Lines(await host.QueryAsync(officer, Requests)).Count.ShouldBe(3);
        foreach (var (role, scope) in new (Role, string?)[] { (Role.Municipality, TestCountry.South), (Role.BranchCoordinator, "test-north-b") })
        {
            Lines(await host.QueryAsync(await host.TokenAsync(role, scope), Requests)).ShouldBeEmpty();
        }

        foreach (var (role, scope) in new (Role, string?)[] { (Role.CentreWorker, "test-centre"), (Role.Administrator, null) })
        {
            (await host.QueryAsync(await host.TokenAsync(role, scope), Requests)).Coordinates.ShouldBe(["Query.deletionRequests"]);
        }

        // The officer follows the request by reference and field names, without seeing the person.
        (await DisclosuresAsync(host, officer, "")).ShouldBe([
            $"INTEGRATION_CONSULTANT  Fifth {reference} [\"LANGUAGES\"] 1", $"BRANCH_COORDINATOR test-north-a Third {reference} [\"PHONE\"] 1", $"MUNICIPALITY 9901 Second {reference} [\"PHONE\"] 1",
            $"MUNICIPALITY 9901 First {reference} [\"NAME\"] 1"], ignoreOrder: true);
        (await DisclosuresAsync(host, officer, $"where: {{ reference: {{ eq: \"{reference}\" }}, fields: {{ contains: NAME }} }}"))
            .ShouldBe([$"MUNICIPALITY 9901 First {reference} [\"NAME\"] 1"]);
        (await DisclosuresAsync(host, officer, $"where: {{ reference: {{ eq: \"{other}\" }} }}")).ShouldBeEmpty();
        var page = await host.QueryAsync(officer, "{ disclosures(first: 2) { pageInfo { hasNextPage endCursor } nodes { operation } } }");
        var rest = await host.QueryAsync(officer, $"{{ disclosures(first: 2, after: \"{page["disclosures.pageInfo.endCursor"].GetString()}\") {{ nodes {{ id operation }} }} }}");
        // Newest first. The other entry on the page has the same time as the earlier ones.
        rest["disclosures.nodes"].GetArrayLength().ShouldBe(2);
        rest["disclosures.nodes.1.operation"].GetString().ShouldBe("First");
        var node = await host.QueryAsync(officer, $"{{ node(id: \"{rest["disclosures.nodes.1.id"].GetString()}\") {{ ... on Disclosure {{ operation }} }} }}");
        node["node.operation"].GetString().ShouldBe("First");
        (await HoldersAsync(host, officer, reference)).ShouldBe(
            ["MUNICIPALITY 9901 NAME True", "MUNICIPALITY 9901 PHONE True", "BRANCH_COORDINATOR test-north-a PHONE True", "INTEGRATION_CONSULTANT  LANGUAGES True"]);

        // After the confirmation no recipient holds the field, and the time of the confirmation is stored.
        var request = asked["deletionRequests.nodes.0.id"].GetString()!;
        var foreign = await ConfirmAsync(host, branch, request);
        foreign.ShouldBe("""{"deletionRequest":null,"errors":[{"__typename":"NotFoundError"}]}""");
        clock.Pass(TimeSpan.FromHours(1));
        (await ConfirmAsync(host, municipality, request)).ShouldBe("""{"deletionRequest":{"status":"CONFIRMED","confirmedAt":"2026-03-04T12:01:00Z"},"errors":null}""");
        var theirs = (await host.QueryAsync(consultant, Requests))["deletionRequests.nodes.0.id"].GetString()!;
        (await ConfirmAsync(host, consultant, theirs)).ShouldContain("CONFIRMED");
        (await HoldersAsync(host, officer, reference)).ShouldBe(["BRANCH_COORDINATOR test-north-a PHONE True"]);

        // The other request is overdue.
        clock.Pass(TimeSpan.FromHours(6));
        (await OverdueAsync(host, officer)).ShouldBe(0);
        clock.Pass(TimeSpan.FromDays(15));
        (await OverdueAsync(host, await host.TokenAsync(Role.DataProtectionOfficer))).ShouldBe(1);

        // A field that is permitted and received again is held again.
        var again = await Centre.OfAsync(host);
        await again.GiveConsentAsync(id, "MUNICIPALITY NAME");
        municipality = await host.TokenAsync(Role.Municipality, TestCountry.North);
        await host.QueryAsync(municipality, "query Fourth { refugees { nodes { name { given } } } }");
        (await HoldersAsync(host, await host.TokenAsync(Role.DataProtectionOfficer), reference)).ShouldContain("MUNICIPALITY 9901 NAME False");
        await again.WithdrawAsync(reference);
        Lines(await host.QueryAsync(municipality, Requests)).ShouldContain($"{reference} [\"NAME\"] WITHDRAWN MUNICIPALITY 9901 PENDING");
        host.Complaints.ShouldBeEmpty();
    }

    private static List<string> Lines(GraphQLAnswer answer) => [.. answer["deletionRequests.nodes"].EnumerateArray().Select(x =>
        $"{Text(x, "reference")} {x.GetProperty("fields").GetRawText()} {Text(x, "reason")} {Text(x, "role")} {Text(x, "scope")} {Text(x, "status")}")];

    private static async Task<List<string>> DisclosuresAsync(ServerHost host, string token, string where)
    {
        var answer = await host.QueryAsync(token, $"{{ disclosures(first: 50{(where.Length > 0 ? ", " + where : "")}) {{ nodes {{ role scope operation reference fields consentVersion }} }} }}");
        return [.. answer["disclosures.nodes"].EnumerateArray().Select(x =>
            $"{Text(x, "role")} {Text(x, "scope")} {Text(x, "operation")} {Text(x, "reference")} {x.GetProperty("fields").GetRawText()} {x.GetProperty("consentVersion")}")];
    }

    private static async Task<List<string>> HoldersAsync(ServerHost host, string token, string reference)
    {
        var answer = await host.QueryAsync(token, $"{{ holders(reference: \"{reference}\") {{ role scope field deletionRequestedAt }} }}");
        return [.. answer["holders"].EnumerateArray().Where(x => Text(x, "role") != "CENTRE_WORKER").Select(x =>
            $"{Text(x, "role")} {Text(x, "scope")} {Text(x, "field")} {x.GetProperty("deletionRequestedAt").ValueKind == JsonValueKind.String}")];
    }

    private static async Task<int> OverdueAsync(ServerHost host, string token) =>
        (await host.QueryAsync(token, "{ deletionRequests(where: { overdue: { eq: true } }) { totalCount } }"))["deletionRequests.totalCount"].GetInt32();

    private static async Task<string> ConfirmAsync(ServerHost host, string token, string request) => (await host.QueryAsync(token,
        $"mutation {{ confirmDeletion(input: {{ deletionRequestId: \"{request}\" }}) {{ deletionRequest {{ status confirmedAt }} errors {{ __typename }} }} }}"))
        ["confirmDeletion"].GetRawText();

    private static string? Text(JsonElement row, string name) => row.GetProperty(name).GetString();
}
