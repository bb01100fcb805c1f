using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Integration.Graph.Engine.Execution;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Subscriptions;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Integration.Graph.Server.Tests.Subscriptions;

/// <summary>Which roles may subscribe to which events, and how a connection authenticates.</summary>
public sealed class ConnectionTests(SubscriptionClients clients) : IAsyncLifetime
{
    private ServerHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await ServerHost.StartAsync(await TestDatabase.CreateAsync(DatabaseKind.Sqlite));

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("handoverNoticeReceived", "MUNICIPALITY")]
    [InlineData("referralAssigned", "CENTRE_WORKER MUNICIPALITY BRANCH_COORDINATOR VOLUNTEER INTEGRATION_CONSULTANT DATA_PROTECTION_OFFICER")]
    [InlineData("consentChanged", "CENTRE_WORKER MUNICIPALITY BRANCH_COORDINATOR VOLUNTEER DATA_PROTECTION_OFFICER")]
    public async Task A_role_that_may_not_subscribe_does_not_have_the_field(string field, string roles)
    {
        var has = new List<string>();
        foreach (var role in RoleNames.All.Where(role => role is not Role.Volunteer))
        {
            var token = await TokenAsync(role);
            var schema = await _host.QueryAsync(token, "{ __schema { subscriptionType { fields { name } } } }");
            var known = schema.Text.Contains($"\"{field}\"", StringComparison.Ordinal);
            if (known)
            {
                has.Add(role.InTokens());
                continue;
            }

            var refused = clients.Subscribe("ws", _host.Client.BaseAddress!, token, $"subscription {{ {field} {{ __typename }} }}");
            var error = (await refused.ExpectAsync("error")).GetProperty("errors")[0];
            error.GetProperty("extensions").GetRawText().ShouldBe($$"""{"code":"AUTH_NOT_AUTHORIZED","coordinate":"Subscription.{{field}}"}""", role.InTokens());
        }

        has.ShouldBe(roles.Split(' ').Where(role => role != "VOLUNTEER"));
    }

    [Fact]
    public async Task Nobody_subscribes_without_a_token_and_persons_are_not_asked_for_in_a_url()
    {
        (await _host.QueryAsync(null, "{ __schema { subscriptionType { name } } }"))["__schema.subscriptionType"].ValueKind.ShouldBe(JsonValueKind.Null);
        using var socket = await BeginAsync("""{"type":"connection_init"}""");
        await SendAsync(socket, """{"type":"subscribe","id":"a","payload":{"query":"subscription { consentChanged { reference } }"}}""");
        (await ReceiveAsync(socket)).ShouldContain("\"code\":\"AUTH_NOT_AUTHENTICATED\",\"coordinate\":\"Subscription.consentChanged\"");

        using var request = new HttpRequestMessage(HttpMethod.Get, "/graphql?query=subscription{consentChanged{reference}}");
        request.Headers.Accept.ParseAdd("text/event-stream");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(Role.CentreWorker));
        using var response = await _host.Client.SendAsync(request);
        ((int)response.StatusCode).ShouldBe(405);
    }

    [Fact]
    public async Task A_wrong_token_is_refused_at_the_door()
    {
        var socket = clients.Subscribe("ws", _host.Client.BaseAddress!, "x.y.z", "subscription { consentChanged { reference } }");
        var closed = await socket.ExpectAsync("error");
        closed.GetProperty("code").GetInt32().ShouldBe(4403);
        closed.GetProperty("reason").GetString().ShouldBe("The token is malformed: it is not a signed JSON Web Token in compact form.");

        var stream = clients.Subscribe("sse", _host.Client.BaseAddress!, "x.y.z", "subscription { consentChanged { reference } }");
        (await stream.ExpectAsync("error")).GetRawText().ShouldContain("401");

        using var upgrade = new ClientWebSocket();
        upgrade.Options.SetRequestHeader("Authorization", "Bearer x.y.z");
        (await Should.ThrowAsync<WebSocketException>(() => upgrade.ConnectAsync(Address, default))).Message.ShouldContain("401");
    }

    [Fact]
    public async Task The_token_comes_with_the_payload_or_with_the_request()
    {
        var municipality = await TokenAsync(Role.Municipality);
        using var response = await _host.Client.PostAsJsonAsync("/dev/token", new { roles = new[] { "CENTRE_WORKER", "MUNICIPALITY" }, centre = "center-sandholm", municipality = "0101" });
        var several = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString();

        (await ViewerAsync("""{"type":"connection_init"}""", header: municipality)).ShouldBe("""{"role":"MUNICIPALITY","scope":"0461"}""");
        (await ViewerAsync($$$"""{"type":"connection_init","payload":{"Authorization":"{{{municipality}}}"}}""")).ShouldBe("""{"role":"MUNICIPALITY","scope":"0461"}""");
        (await ViewerAsync($$$"""{"type":"connection_init","payload":{"authorization":"Bearer {{{several}}}","acting-role":"MUNICIPALITY"}}""", header: municipality))
            .ShouldBe("""{"role":"MUNICIPALITY","scope":"0101"}""");

        foreach (var payload in new[] { $$"""{"authorization":"{{several}}"}""", """{"authorization":1}""", """{"Acting-Role":"MUNICIPALITY"}""" })
        {
            using var socket = await ConnectAsync();
            await SendAsync(socket, $$"""{"type":"connection_init","payload":{{payload}}}""");
            (await ReceiveAsync(socket)).ShouldBe("closed: 4403", payload);
        }
    }

    [Fact]
    public async Task What_a_client_asks_for_over_all_its_sockets_counts_against_its_rate()
    {
        await using var host = await ServerHost.StartAsync(await TestDatabase.CreateAsync(DatabaseKind.Sqlite), null, ("RateLimit:RequestsPerSecond", "1"), ("RateLimit:Burst", "3"));
        var token = await host.TokenAsync(Role.Municipality, "0461");
        var answers = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            using var socket = await BeginAsync("""{"type":"connection_init"}""", token, host);
            for (var j = 0; j < 6; j++)
            {
                await SendAsync(socket, """{"type":"subscribe","id":"a","payload":{"query":"{ viewer { role } }"}}""");
                answers.Add(await ReceiveAsync(socket));
                if (answers[^1].Contains("\"next\"", StringComparison.Ordinal))
                {
                    (await ReceiveAsync(socket)).ShouldContain("complete");
                }
            }
        }

        answers[0].ShouldContain("MUNICIPALITY");
        answers.Count(answer => answer.Contains("\"RATE_LIMITED\"", StringComparison.Ordinal)).ShouldBeGreaterThan(3);
    }

    [Fact]
    public async Task Subscriptions_have_settings_and_one_that_cannot_be_is_told()
    {
        await using var host = await ServerHost.StartAsync(
            await TestDatabase.CreateAsync(DatabaseKind.Sqlite), null, ("GraphQL:Subscriptions:MaxSubscriptionsPerCaller", "7"), ("Subscriptions:PollInterval", "00:00:02"));

        host.Services.GetRequiredService<GraphQLOptions>().Subscriptions.MaxSubscriptionsPerCaller.ShouldBe(7);
        new ChangeFeedOptionsValidator().Validate(null, new ChangeFeedOptions { PollInterval = TimeSpan.FromHours(1) }).Failures.ShouldBe(
            ["Subscriptions:PollInterval is 01:00:00; it must be a time from 00:00:00.0100000 to 00:00:30, for example 00:00:01."]);
    }

    private Uri Address => AddressOf(_host);

    private static Uri AddressOf(ServerHost host) => new UriBuilder(host.Client.BaseAddress!) { Scheme = "ws", Path = "/graphql" }.Uri;

    private Task<string> TokenAsync(Role role) => _host.TokenAsync(role, role switch
    {
        Role.CentreWorker => "center-sandholm",
        Role.Municipality => "0461",
        Role.BranchCoordinator => "odense",
        _ => null,
    });

    private async Task<string> ViewerAsync(string init, string? header = null)
    {
        using var socket = await BeginAsync(init, header);
        await SendAsync(socket, """{"type":"subscribe","id":"a","payload":{"query":"{ viewer { role scope } }"}}""");
        using var answer = JsonDocument.Parse(await ReceiveAsync(socket));
        return answer.RootElement.GetProperty("payload").GetProperty("data").GetProperty("viewer").GetRawText();
    }

    private async Task<ClientWebSocket> BeginAsync(string init, string? header = null, ServerHost? host = null)
    {
        var socket = await ConnectAsync(header, host);
        await SendAsync(socket, init);
        (await ReceiveAsync(socket)).ShouldBe("""{"type":"connection_ack"}""");
        return socket;
    }

    private async Task<ClientWebSocket> ConnectAsync(string? header = null, ServerHost? host = null)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        if (header is not null)
        {
            socket.Options.SetRequestHeader("Authorization", "Bearer " + header);
        }

        await socket.ConnectAsync(AddressOf(host ?? _host), default);
        return socket;
    }

    private static Task SendAsync(ClientWebSocket socket, string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, default);

    private static async Task<string> ReceiveAsync(ClientWebSocket socket)
    {
        var buffer = new byte[64 * 1024];
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var received = await socket.ReceiveAsync(buffer, limit.Token);
        return received.MessageType == WebSocketMessageType.Close ? $"closed: {(int?)socket.CloseStatus}" : Encoding.UTF8.GetString(buffer, 0, received.Count);
    }
}
