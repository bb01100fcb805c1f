using System.Text.Json;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Subscriptions;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
using Integration.Graph.Server.Tests.Mutations;
using Microsoft.Extensions.DependencyInjection;

namespace Integration.Graph.Server.Tests.Subscriptions;

/// <summary>A server, and the requests of an asylum centre to it over HTTP.</summary>
internal sealed class Centre(ServerHost host, string token)
{
    public string Token { get; } = token;

    /// <summary>Starts a server with <see cref="TestCountry"/>.</summary>
    public static async Task<ServerHost> StartServerAsync(DatabaseKind kind, TimeProvider? clock = null, params (string Name, string Value)[] settings) =>
        await ServerHost.StartAsync(await TestDatabase.WithTestCountryAsync(kind), clock, settings);

    public static async Task<Centre> OfAsync(ServerHost host) => new(host, await host.TokenAsync(Role.CentreWorker, "test-centre"));

    /// <summary>Registers, places (in North by default) and interviews a person. Nothing is granted yet.</summary>
    public async Task<(string Id, string Reference)> PlacedAsync(string municipality = TestCountry.North)
    {
        var person = (await DoAsync("registerRefugee", $$"""
            givenName: "Given", familyName: "Family", dateOfBirth: "1990-05-06", nationality: "{{TestCountry.Country}}", languages: ["{{TestCountry.Tongue}}"], phone: "+4500000001"
            """, "refugee { id reference }")).GetProperty("refugee");
        var id = person.GetProperty("id").GetString()!;
        await DoAsync("placeRefugee", $$"""refugeeId: "{{id}}", municipality: "{{municipality}}" """);
        await DoAsync("recordInterview", $$"""
            refugeeId: "{{id}}", heldOn: "2026-01-02", language: "{{TestCountry.Tongue}}", interpreter: true, answer: WANTS_CONTACT, wishes: ["{{TestCountry.Family}}"]
            """);
        return (id, person.GetProperty("reference").GetString()!);
    }

    /// <summary>Records a consent.</summary>
    /// <param name="id">The person.</param>
    /// <param name="grants">Grants, for example <c>MUNICIPALITY NAME</c>.</param>
    public Task GiveConsentAsync(string id, params string[] grants) => DoAsync("giveConsent", Consent(id, grants));

    public Task ChangeConsentAsync(string id, int version, params string[] grants) => DoAsync("changeConsent", $"version: {version}, " + Consent(id, grants));

    public Task WithdrawAsync(string reference) => DoAsync("withdrawConsent", $$"""reference: "{{reference}}" """);

    /// <summary>
    /// Waits until a server has the given number of subscriptions. The protocol does not confirm that a subscription has
    /// started.
    /// </summary>
    public static async Task ListeningAsync(ServerHost host, int count)
    {
        var feed = host.Services.GetRequiredService<ChangeFeed>();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (feed.Listeners != count)
        {
            await Task.Delay(5, limit.Token);
        }
    }

    private static string Consent(string id, string[] grants) =>
        $$"""refugeeId: "{{id}}", method: SIGNED_FORM, language: "{{TestCountry.Tongue}}", grants: ["""
        + string.Join(", ", grants.Select(grant => grant.Split(' ')).Select(grant => $$"""{ recipient: {{grant[0]}}, field: {{grant[1]}} }""")) + "]";

    private async Task<JsonElement> DoAsync(string mutation, string input, string selection = "")
    {
        var answer = await host.QueryAsync(Token, $"mutation {{ {mutation}(input: {{ {input} }}) {{ {selection} errors {{ ... on Error {{ message }} }} }} }}");
        answer[mutation].GetProperty("errors").ValueKind.ShouldBe(JsonValueKind.Null, answer.Text);
        return answer[mutation];
    }
}
