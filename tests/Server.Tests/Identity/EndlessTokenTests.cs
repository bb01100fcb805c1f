using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;

namespace Integration.Graph.Server.Tests.Identity;

/// <summary>Tokens with times near the largest date, or beyond it.</summary>
public sealed class EndlessTokenTests
{
    /// <summary>The last second of the year 9999, one second later, and numbers that no date can have.</summary>
    public static readonly TheoryData<string> Ends = ["253402300799", "253402300800", "9000000000000000", "9223372036854775807"];

    [Theory]
    [MemberData(nameof(Ends))]
    [InlineData("253402300770")]
    [InlineData("253402300799.9")]
    [InlineData("2.53402300799e11")]
    [InlineData("9e15")]
    public async Task A_token_may_end_at_the_end_of_time_or_later(string end)
    {
        var clock = new SettableClock();
        await using var issuer = await OpenIdIssuer.StartAsync(clock);
        await using var host = await IdentityHost.TrustingAsync(issuer, clock);
        var token = issuer.Token(("exp", Number(end)));

        var caller = await host.CallerAsync(token);
        (await host.CallerAsync(token)).ShouldBe(caller);

        caller.ExpiresAt.ShouldNotBeNull().Year.ShouldBe(9999);
    }

    [Theory]
    [InlineData("exp", "-1", 401)]
    [InlineData("exp", "-9223372036854775808", 401)]
    [InlineData("exp", "-9e15", 401)]
    [InlineData("nbf", "253402300799", 401)]
    [InlineData("nbf", "253402300800", 401)]
    [InlineData("nbf", "9e15", 401)]
    [InlineData("nbf", "9223372036854775807", 401)]
    [InlineData("nbf", "-1", 200)]
    [InlineData("nbf", "-9223372036854775808", 200)]
    [InlineData("iat", "253402300800", 200)]
    [InlineData("iat", "9223372036854775807", 200)]
    [InlineData("iat", "9e15", 200)]
    [InlineData("iat", "-9223372036854775808", 200)]
    public async Task Other_times_that_no_date_can_have_are_judged_too(string claim, string time, int status)
    {
        var clock = new SettableClock();
        await using var issuer = await OpenIdIssuer.StartAsync(clock);
        await using var host = await IdentityHost.TrustingAsync(issuer, clock);

        using var response = await host.AskAsync(issuer.Token((claim, Number(time))));

        ((int)response.StatusCode).ShouldBe(status);
    }

    /// <summary>Unlike requests, connections compute when they have to end.</summary>
    [Fact]
    public async Task A_token_that_never_expires_works_for_requests_WebSockets_and_event_streams()
    {
        await using var issuer = await OpenIdIssuer.StartAsync(new SettableClock());
        await using var host = await ServerHost.StartAsync(
            await TestDatabase.CreateAsync(DatabaseKind.Sqlite), new SettableClock(),
            ("Authentication:Authority", issuer.Address), ("Authentication:Audience", OpenIdIssuer.Audience));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        foreach (var end in new[] { "253402300799", "9223372036854775807" })
        {
            var token = issuer.Token(("exp", Number(end)));
            (await host.QueryAsync(token, "{ viewer { role } }"))["viewer.role"].GetString().ShouldBe("MUNICIPALITY", end);

            using var socket = new ClientWebSocket();
            socket.Options.AddSubProtocol("graphql-transport-ws");
            await socket.ConnectAsync(new UriBuilder(host.Client.BaseAddress!) { Scheme = "ws", Path = "/graphql" }.Uri, patience.Token);
            await SendAsync($$$"""{"type":"connection_init","payload":{"authorization":"Bearer {{{token}}}"}}""");
            (await ReceiveAsync()).ShouldBe("""{"type":"connection_ack"}""");
            await SendAsync("""{"type":"subscribe","id":"a","payload":{"query":"{ viewer { role } }"}}""");
            (await ReceiveAsync()).ShouldContain("MUNICIPALITY");

            using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = "subscription { handoverNoticeReceived { reference } }" }) };
            request.Headers.Accept.ParseAdd("text/event-stream");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var stream = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            ((int)stream.StatusCode).ShouldBe(200);
            stream.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");

            Task SendAsync(string message) => socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, patience.Token);

            async Task<string> ReceiveAsync()
            {
                var buffer = new byte[4096];
                var received = await socket.ReceiveAsync(buffer, patience.Token);
                return received.MessageType == WebSocketMessageType.Close ? $"closed: {socket.CloseStatus}" : Encoding.UTF8.GetString(buffer, 0, received.Count);
            }
        }

        host.Complaints.ShouldBeEmpty();
    }

    /// <summary>Returns a JSON number that the token contains exactly as it is written here.</summary>
    private static JsonElement Number(string text) => JsonElement.Parse(text);
}
