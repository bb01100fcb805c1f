using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Subscriptions;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Integration.Graph.Server.Tests.Subscriptions;

/// <summary>The cost of idle subscribers.</summary>
[Collection(nameof(Alone))]
public sealed class IdleSubscribersTests(ITestOutputHelper output)
{
    private const int Count = 1000;
    private const double Megabyte = 1024 * 1024;

    /// <summary>
    /// Measured in this process while no other test runs: managed heap and working set, before the first and after the last
    /// of 1,000 WebSockets with one subscription each. Both ends of each connection count, but the client's end is only a
    /// socket.
    /// </summary>
    [Fact]
    public async Task A_thousand_idle_subscribers_cost_less_than_50_MB()
    {
        await using var host = await ServerHost.StartAsync(await TestDatabase.CreateAsync(DatabaseKind.Sqlite), null,
            ("GraphQL:Subscriptions:MaxSubscriptionsPerCaller", "2000"), ("GraphQL:Subscriptions:MaxConnectionsPerCaller", "2000"));
        var token = await host.TokenAsync(Role.Municipality, "0461");
        // The first subscription allocates what all later ones share.
        using var first = await SubscribeAsync(host, token);
        var (heap, workingSet) = (0.0, 0.0);
        // Timers of earlier tests can free memory between the two measurements and make the figure negative. Such a
        // measurement is repeated.
        for (var round = 0; round < 5 && heap < 0.1; round++)
        {
            var before = Measure();
            var sockets = new List<Socket>(Count);
            for (var i = 0; i < Count; i++)
            {
                sockets.Add(await SubscribeAsync(host, token));
            }

            await Centre.ListeningAsync(host, Count + 1);

            var after = Measure();
            sockets.ForEach(socket => socket.Dispose());
            (heap, workingSet) = ((after.Heap - before.Heap) / Megabyte, (after.WorkingSet - before.WorkingSet) / Megabyte);
            output.WriteLine($"{Count} idle subscribers: {heap:F1} MB of managed heap, {workingSet:F1} MB of working set.");
            await Centre.ListeningAsync(host, 1);
        }

        heap.ShouldBeInRange(0.1, 50);
        workingSet.ShouldBeLessThan(50);
        host.Services.GetRequiredService<ChangeFeed>().Listeners.ShouldBe(1);
    }

    private static (long Heap, long WorkingSet) Measure()
    {
        // One collection does not free everything of earlier tests: objects with finalizers need a second one.
        long heap, before;
        var collections = 0;
        do
        {
            before = GC.GetTotalMemory(forceFullCollection: false);
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
            heap = GC.GetTotalMemory(forceFullCollection: true);
        }
        while (++collections < 20 && before - heap > Megabyte / 10);

        using var process = Process.GetCurrentProcess();
        return (heap, process.WorkingSet64);
    }

    /// <summary>Implements just enough of WebSocket to subscribe, so that the client uses almost no memory.</summary>
    private static async Task<Socket> SubscribeAsync(ServerHost host, string token)
    {
        var address = host.Client.BaseAddress!;
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, address.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes(
            $"GET /graphql HTTP/1.1\r\nHost: {address.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n"
            + $"Authorization: Bearer {token}\r\n\r\n"));
        (await ReceiveAsync(socket)).ShouldStartWith("HTTP/1.1 101");
        await socket.SendAsync(Frame("""{"type":"connection_init"}"""));
        (await ReceiveAsync(socket)).ShouldContain("connection_ack");
        await socket.SendAsync(Frame("""{"id":"a","type":"subscribe","payload":{"query":"subscription { handoverNoticeReceived { reference refugee { name { given } phone } } }"}}"""));
        return socket;
    }

    private static async Task<string> ReceiveAsync(Socket socket)
    {
        var buffer = new byte[1024];
        return Encoding.Latin1.GetString(buffer, 0, await socket.ReceiveAsync(buffer));
    }

    /// <summary>A text frame with the mask 0, which does not change the text.</summary>
    private static byte[] Frame(string text)
    {
        var payload = Encoding.UTF8.GetBytes(text);
        byte[] length = payload.Length < 126 ? [(byte)(0x80 | payload.Length)] : [0x80 | 126, (byte)(payload.Length >> 8), (byte)payload.Length];
        return [0x81, .. length, 0, 0, 0, 0, .. payload];
    }
}

/// <summary>Tests that run alone.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
