namespace Integration.Graph.Engine.Tests.Http;

/// <summary>
/// A client that does not read delays no other client and fills no memory. If possible, the server sends it the reason before
/// it closes the connection.
/// </summary>
public sealed class SlowSubscriberTests
{
    private const int Large = 300_000;

    [Fact]
    public async Task A_slow_client_on_a_WebSocket_gets_what_waits_and_then_the_reason()
    {
        await using var service = await SubscriptionService.StartAsync(options => options.MaxQueuedEvents = 8);
        using var slow = await service.BeginAsync("slow");
        using var quick = await service.BeginAsync("quick");
        await slow.SubscribeAsync("a", "subscription { headlines { text } }");
        await service.ListeningAsync(1);
        await quick.SubscribeAsync("a", """subscription { headlines(startingWith: "small") { length } }""");
        await service.ListeningAsync(2);

        await FloodAsync(service, until: 1);
        service.News.Publish("small");

        (await quick.ReceiveAsync()).ShouldBe("""{"id":"a","type":"next","payload":{"data":{"headlines":{"length":5}}}}""");
        var received = 0;
        string last;
        while ((last = await slow.ReceiveAsync()).Contains("\"next\"", StringComparison.Ordinal))
        {
            received++;
        }

        received.ShouldBeGreaterThan(8);
        last.ShouldBe("""{"id":"a","type":"error","payload":[{"message":"Events arrive faster than the subscriber receives them: 8 are queued, the limit (MaxQueuedEvents). Subscribe again and query for missed data.","extensions":{"code":"SUBSCRIBER_TOO_SLOW"}}]}""");
        service.Active.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_slow_client_of_an_event_stream_gets_what_waits_and_then_the_reason()
    {
        await using var service = await SubscriptionService.StartAsync(options => options.MaxQueuedEvents = 8);
        using var response = await service.StreamAsync("subscription { headlines { text } }");
        await service.ListeningAsync(1);

        await FloodAsync(service, until: 0);

        var text = await response.Content.ReadAsStringAsync();
        text.ShouldEndWith("\"extensions\":{\"code\":\"SUBSCRIBER_TOO_SLOW\"}}]}\n\nevent: complete\ndata: \n\n");
    }

    [Fact]
    public async Task A_client_that_receives_nothing_for_the_send_timeout_is_given_up()
    {
        await using var service = await SubscriptionService.StartAsync(options =>
        {
            options.MaxQueuedEvents = 1000;
            options.SendTimeout = TimeSpan.FromMilliseconds(300);
        });
        using var socket = await service.BeginAsync();
        await socket.SubscribeAsync("a", "subscription { headlines { text } }");
        using var response = await service.StreamAsync("subscription { headlines { text } }");
        await service.ListeningAsync(2);

        await FloodAsync(service, until: 0);

        await service.ListeningAsync(0);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (service.Active.Connections > 0)
        {
            await Task.Delay(5, limit.Token);
        }
    }

    /// <summary>
    /// Publishes more than the buffers between server and client hold, until only the given number of subscribers remains.
    /// </summary>
    private static async Task FloodAsync(SubscriptionService service, int until)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (service.News.Listeners > until)
        {
            service.News.Publish(new string('x', Large));
            await Task.Delay(10, limit.Token);
        }
    }
}
