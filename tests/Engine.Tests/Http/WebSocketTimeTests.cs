using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Integration.Graph.Engine.Tests.Http;

/// <summary>Time limits that close a WebSocket.</summary>
public sealed class WebSocketTimeTests
{
    [Fact]
    public async Task Silence_at_the_beginning_closes_the_connection_with_4408()
    {
        await using var service = await SubscriptionService.StartAsync(options => options.ConnectionInitTimeout = TimeSpan.FromMilliseconds(200));
        using var socket = await service.ConnectAsync();

        (await socket.ReceiveAsync()).ShouldBe("closed: 4408 Connection initialisation timeout");
    }

    [Fact]
    public async Task A_token_that_ends_closes_a_quiet_connection_with_4401()
    {
        await using var service = await SubscriptionService.StartAsync(options =>
        {
            options.ConnectionInitTimeout = TimeSpan.FromSeconds(2);
            options.KeepAliveInterval = TimeSpan.FromSeconds(1);
        });
        service.Tokens.EndsAt = DateTimeOffset.UtcNow.AddSeconds(1);
        using var socket = await service.BeginAsync();
        await socket.SubscribeAsync("a", "subscription { headlines { text } }");

        (await socket.ReceiveAsync()).ShouldBe("closed: 4401 Unauthorized: the token has expired.");
    }

    [Fact]
    public async Task A_client_that_does_not_answer_a_ping_is_given_up()
    {
        await using var service = await SubscriptionService.StartAsync(options =>
        {
            options.ConnectionInitTimeout = TimeSpan.FromMinutes(10);
            options.KeepAliveInterval = TimeSpan.FromMilliseconds(300);
        });
        using var dead = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await dead.ConnectAsync(IPAddress.Loopback, service.Client.BaseAddress!.Port);
        await dead.SendAsync(Encoding.ASCII.GetBytes(
            "GET /graphql HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n"));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (service.Active.Connections == 0)
        {
            await Task.Delay(5, limit.Token);
        }

        while (service.Active.Connections > 0)
        {
            await Task.Delay(5, limit.Token);
        }
    }
}
