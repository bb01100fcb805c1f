using System.Net.WebSockets;

namespace Integration.Graph.Engine.Tests.Http;

/// <summary>The protocol graphql-transport-ws, message by message.</summary>
public sealed class WebSocketTests : IAsyncLifetime
{
    private SubscriptionService _service = null!;

    public async ValueTask InitializeAsync() => _service = await SubscriptionService.StartAsync(options =>
    {
        options.MaxOperationsPerConnection = 4;
        options.MaxSubscriptionsPerCaller = 3;
        options.MaxSubscriptions = 5;
        options.MaxConnections = 3;
        options.MaxConnectionsPerCaller = 2;
        options.TakesOperation = caller => caller.Key != "hasty";
    }, options => options.IsOutage = exception => exception.GetBaseException() is TimeoutException);

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task A_subscription_tells_each_event_and_then_that_it_is_complete()
    {
        using var socket = await _service.BeginAsync();
        socket.Protocol.ShouldBe("graphql-transport-ws");

        await socket.SubscribeAsync("a", "subscription { count(to: 2) }");

        (await socket.ReceiveAsync()).ShouldBe("""{"id":"a","type":"next","payload":{"data":{"count":1}}}""");
        (await socket.ReceiveAsync()).ShouldBe("""{"id":"a","type":"next","payload":{"data":{"count":2}}}""");
        (await socket.ReceiveAsync()).ShouldBe("""{"id":"a","type":"complete"}""");
    }

    [Fact]
    public async Task Queries_and_mutations_are_answered_too()
    {
        using var socket = await _service.BeginAsync();

        await socket.SubscribeAsync("a", "{ hello }");
        (await socket.ReceiveAsync()).ShouldBe("""{"id":"a","type":"next","payload":{"data":{"hello":"Hello, world"}}}""");
        (await socket.ReceiveAsync()).ShouldBe("""{"id":"a","type":"complete"}""");

        await socket.SubscribeAsync("b", "mutation { add(input: { number: 101 }) { errors { ... on Error { code } } } }");
        (await socket.ReceiveAsync()).ShouldBe("""{"id":"b","type":"next","payload":{"data":{"add":{"errors":[{"code":"TOO_MUCH"}]}}}}""");
        (await socket.ReceiveAsync()).ShouldBe("""{"id":"b","type":"complete"}""");
    }

    [Fact]
    public async Task After_an_error_nothing_more_is_said_of_the_operation_and_its_id_is_free()
    {
        using var socket = await _service.BeginAsync();

        await socket.SubscribeAsync("a", "subscription { nothing }");
        (await socket.ReceiveAsync()).ShouldStartWith("""{"id":"a","type":"error","payload":[{"message":"Cannot query field""");
        await socket.SubscribeAsync("a", "subscription { broken }");
        (await socket.ReceiveAsync()).ShouldBe("""{"id":"a","type":"next","payload":{"data":{"broken":1}}}""");
        var failure = await socket.ReceiveAsync();
        failure.ShouldStartWith("""{"id":"a","type":"error","payload":[{"message":"Something went wrong""");
        failure.ShouldNotContain("hunter2");

        // The next message is the response to this request, so no complete message was sent before.
        await socket.SubscribeAsync("a", "{ hello }");
        (await socket.ReceiveAsync()).ShouldBe("""{"id":"a","type":"next","payload":{"data":{"hello":"Hello, world"}}}""");
    }

    [Fact]
    public async Task An_outage_while_the_caller_is_judged_is_told_as_one_and_the_connection_lives_on()
    {
        const string Unavailable = "\"extensions\":{\"code\":\"SERVICE_UNAVAILABLE\"}";
        using var socket = await _service.BeginAsync();
        await socket.SubscribeAsync("a", "subscription { headlines { text } }");
        await _service.ListeningAsync(1);
        _service.Tokens.IsOutOfReach = true;

        // An event of a subscription, another operation, and a new connection.
        _service.News.Publish("unheard");
        (await socket.ReceiveAsync()).ShouldSatisfyAllConditions(
            told => told.ShouldStartWith("""{"id":"a","type":"error","payload":[{"message":"The service is unavailable"""),
            told => told.ShouldContain(Unavailable));
        await socket.SubscribeAsync("b", "{ hello }");
        (await socket.ReceiveAsync()).ShouldContain(Unavailable);
        using var late = await _service.ConnectAsync();
        await late.SendAsync("""{"type":"connection_init"}""");
        (await late.ReceiveAsync()).ShouldStartWith("closed: 1013 The service is unavailable");
        using var stream = await _service.StreamAsync("subscription { count(to: 1) }");
        (await stream.Content.ReadAsStringAsync()).ShouldContain(Unavailable);

        _service.Tokens.IsOutOfReach = false;
        await socket.SubscribeAsync("a", "{ hello }");
        (await socket.ReceiveAsync()).ShouldBe("""{"id":"a","type":"next","payload":{"data":{"hello":"Hello, world"}}}""");
    }

    [Fact]
    public async Task What_the_client_has_completed_is_not_told_any_more_and_its_id_is_free()
    {
        using var socket = await _service.BeginAsync();
        await socket.SubscribeAsync("a", "subscription { headlines { text } }");
        await _service.ListeningAsync(1);

        await socket.SendAsync("""{"id":"a","type":"complete"}""");
        await _service.ListeningAsync(0);
        _service.News.Publish("unheard");
        await socket.SubscribeAsync("a", "subscription { headlines { length } }");
        await _service.ListeningAsync(1);
        _service.News.Publish("heard");

        (await socket.ReceiveAsync()).ShouldBe("""{"id":"a","type":"next","payload":{"data":{"headlines":{"length":5}}}}""");
        await socket.SendAsync("""{"id":"unknown","type":"complete"}""");
        await socket.SendAsync("""{"type":"ping"}""");
        (await socket.ReceiveAsync()).ShouldBe("""{"type":"pong"}""");
    }

    [Theory]
    [InlineData("""{"type":"ping"}""", """{"type":"pong"}""")]
    [InlineData("""{"type":"ping","payload":null}""", """{"type":"pong"}""")]
    [InlineData("""{"type":"ping","payload":{}}""", """{"type":"pong","payload":{}}""")]
    [InlineData("""{"payload":{"at":1.50,"æ":["\u00e6",{"x":null}]},"type":"ping"}""", """{"type":"pong","payload":{"at":1.50,"æ":["\u00e6",{"x":null}]}}""")]
    public async Task A_pong_carries_the_payload_of_the_ping(string ping, string pong)
    {
        using var before = await _service.ConnectAsync();
        await before.SendAsync(ping);
        (await before.ReceiveAsync()).ShouldBe(pong, "a client may ping before connection_init");

        using var socket = await _service.BeginAsync();
        await socket.SendAsync(ping);
        (await socket.ReceiveAsync()).ShouldBe(pong);
    }

    [Fact]
    public async Task A_connection_that_ends_leaves_nothing_behind()
    {
        using var socket = await _service.BeginAsync();
        await socket.SubscribeAsync("a", "subscription { headlines { text } }");
        await _service.ListeningAsync(1);

        await socket.CloseAsync();

        await _service.ListeningAsync(0);
        (_service.Active.Count, _service.Active.Connections).ShouldBe((0, 0));
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("[]")]
    [InlineData("""{"id":"a"}""")]
    [InlineData("""{"type":"start"}""")]
    [InlineData("""{"type":"next","id":"a"}""")]
    [InlineData("""{"type":"ping","payload":1}""")]
    [InlineData("""{"type":"complete"}""")]
    [InlineData("""{"type":"subscribe","payload":{"query":"{ hello }"}}""")]
    [InlineData("""{"type":"subscribe","id":"","payload":{"query":"{ hello }"}}""")]
    [InlineData("""{"type":"subscribe","id":"a"}""")]
    [InlineData("""{"type":"subscribe","id":"a","payload":{"query":1}}""")]
    [InlineData("""{"type":"subscribe","id":"a","payload":{"query":"{ hello }","variables":[]}}""")]
    [InlineData("""{"type":"subscribe","id":"\uD800","payload":{"query":"{ hello }"}}""")]
    [InlineData("""{"type":"\uDC00"}""")]
    public async Task A_message_that_is_none_closes_the_connection_with_4400(string message)
    {
        using var socket = await _service.BeginAsync();

        await socket.SendAsync(message);

        (await socket.ReceiveAsync()).ShouldStartWith("closed: 4400 Invalid message: ");
    }

    [Fact]
    public async Task A_binary_message_closes_the_connection_with_4400_and_one_over_the_limit_with_1009()
    {
        using var binary = await _service.BeginAsync();
        await binary.SendAsync("""{"type":"ping"}""", WebSocketMessageType.Binary);
        (await binary.ReceiveAsync()).ShouldStartWith("closed: 4400 ");

        using var large = await _service.BeginAsync();
        await large.SendAsync($$$"""{"type":"ping","payload":{"x":"{{{new string('x', 20_000)}}}"}}""");
        (await large.ReceiveAsync()).ShouldBe("closed: 1009 The message is larger than 20000 bytes (MaxRequestBodySize).");
    }

    [Fact]
    public async Task An_operation_before_the_acknowledgement_closes_the_connection_with_4401()
    {
        using var socket = await _service.ConnectAsync();

        await socket.SubscribeAsync("a", "{ hello }");

        (await socket.ReceiveAsync()).ShouldStartWith("closed: 4401 Unauthorized");
    }

    [Theory]
    [InlineData("bad", "closed: 4403 This token is bad. æ")]
    [InlineData("later", "closed: 1013 Nobody can say")]
    public async Task A_token_that_is_refused_closes_the_connection(string token, string expected)
    {
        using var socket = await _service.ConnectAsync();

        await socket.SendAsync($$$"""{"type":"connection_init","payload":{"authorization":"{{{token}}}"}}""");

        (await socket.ReceiveAsync()).ShouldStartWith(expected);
    }

    [Fact]
    public async Task What_goes_wrong_inside_the_server_closes_the_connection_with_1011_and_an_id()
    {
        using var socket = await _service.ConnectAsync();

        await socket.SendAsync("""{"type":"connection_init","payload":{"authorization":"broken"}}""");

        (await socket.ReceiveAsync()).ShouldMatch("^closed: 1011 Something went wrong inside the server. Its log has the details under [0-9a-f]{32}.$");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("graphql-ws")]
    public async Task Another_protocol_closes_the_connection_with_4406(string? protocol)
    {
        using var socket = await _service.ConnectAsync(protocol);

        (await socket.ReceiveAsync()).ShouldStartWith("closed: 4406 Subprotocol not acceptable");
    }

    [Fact]
    public async Task An_id_that_is_in_use_closes_the_connection_with_4409()
    {
        using var socket = await _service.BeginAsync();
        await socket.SubscribeAsync("a", "subscription { headlines { text } }");

        await socket.SubscribeAsync("a", "{ hello }");

        (await socket.ReceiveAsync()).ShouldBe("closed: 4409 Subscriber for a already exists");
        await _service.ListeningAsync(0);
    }

    [Fact]
    public async Task A_second_beginning_closes_the_connection_with_4429()
    {
        using var socket = await _service.BeginAsync();

        await socket.SendAsync("""{"type":"connection_init"}""");

        (await socket.ReceiveAsync()).ShouldBe("closed: 4429 Too many initialisation requests");
    }

    [Fact]
    public async Task A_token_that_is_good_no_longer_closes_the_connection_at_the_next_event_which_is_not_told()
    {
        using var socket = await _service.BeginAsync();
        await socket.SubscribeAsync("a", "subscription { headlines { text } }");
        await _service.ListeningAsync(1);
        _service.Tokens.End();

        _service.News.Publish("secret");

        (await socket.ReceiveAsync()).ShouldBe("closed: 4401 This token has ended.");
    }

    [Fact]
    public async Task Subscriptions_of_a_caller_and_of_all_callers_are_limited()
    {
        using var first = await _service.BeginAsync("first");
        using var second = await _service.BeginAsync("second");
        for (var i = 1; i <= 3; i++)
        {
            await first.SubscribeAsync($"{i}", "subscription { headlines { text } }");
            await _service.ListeningAsync(i);
        }

        await first.SubscribeAsync("one too many", "subscription { headlines { text } }");
        (await first.ReceiveAsync()).ShouldContain("A caller can have 3 subscriptions at once (MaxSubscriptionsPerCaller). End one of them first.\",\"extensions\":{\"code\":\"LIMIT_EXCEEDED\"}");

        for (var i = 4; i <= 5; i++)
        {
            await second.SubscribeAsync($"{i}", "subscription { headlines { text } }");
            await _service.ListeningAsync(i);
        }

        await second.SubscribeAsync("one too many", "subscription { headlines { text } }");
        (await second.ReceiveAsync()).ShouldContain("The server can have 5 subscriptions at once (MaxSubscriptions)");
        await first.SendAsync("""{"id":"1","type":"complete"}""");
        await _service.ListeningAsync(4);
        await second.SubscribeAsync("there is room again", "subscription { headlines { text } }");
        await _service.ListeningAsync(5);
    }

    [Fact]
    public async Task Operations_of_a_connection_are_limited()
    {
        using var socket = await _service.BeginAsync();
        for (var i = 1; i <= 4; i++)
        {
            await socket.SubscribeAsync($"{i}", "{ slow(milliseconds: 20000) }");
        }

        await socket.SubscribeAsync("one too many", "{ hello }");

        (await socket.ReceiveAsync()).ShouldBe("""{"id":"one too many","type":"error","payload":[{"message":"A WebSocket can have 4 operations at once (MaxOperationsPerConnection).","extensions":{"code":"LIMIT_EXCEEDED"}}]}""");
    }

    [Fact]
    public async Task Messages_of_a_second_are_limited()
    {
        using var socket = await _service.BeginAsync();
        for (var i = 0; i < 250; i++)
        {
            await socket.SendAsync("""{"type":"pong"}""");
        }

        (await socket.ReceiveAsync()).ShouldBe("closed: 1008 A client can send 100 messages a second (MaxMessagesPerSecond).");
    }

    [Fact]
    public async Task Connections_are_limited()
    {
        using var first = await _service.BeginAsync();
        using var second = await _service.BeginAsync();
        using (var refused = await _service.ConnectAsync())
        {
            await refused.SendAsync("""{"type":"connection_init"}""");
            (await refused.ReceiveAsync()).ShouldBe("closed: 1008 A caller can have 2 WebSockets at once (MaxConnectionsPerCaller).");
            await refused.CloseAsync();
        }

        await WaitAsync(() => _service.Active.Connections == 2);
        using var third = await _service.BeginAsync("another");

        (await Should.ThrowAsync<WebSocketException>(() => _service.ConnectAsync())).Message.ShouldContain("503");

        await third.CloseAsync();
        await WaitAsync(() => _service.Active.Connections == 2);
        using var again = await _service.BeginAsync("another");
        await first.CloseAsync();
        await WaitAsync(() => _service.Active.Connections == 2);
        using var own = await _service.BeginAsync();
    }

    [Fact]
    public async Task A_caller_who_asks_too_often_is_told_so()
    {
        using var socket = await _service.BeginAsync("hasty");

        await socket.SubscribeAsync("a", "{ hello }");

        (await socket.ReceiveAsync()).ShouldBe("""{"id":"a","type":"error","payload":[{"message":"Too many requests (RateLimit). Ask again in a moment.","extensions":{"code":"RATE_LIMITED"}}]}""");
    }

    [Fact]
    public async Task The_server_says_that_it_goes()
    {
        using var socket = await _service.BeginAsync();
        await socket.SubscribeAsync("a", "subscription { headlines { text } }");
        await _service.ListeningAsync(1);

        var stopped = _service.DisposeAsync();

        (await socket.ReceiveAsync()).ShouldBe("closed: 1001 The server stops.");
        await socket.CloseAsync();
        await stopped;
    }

    private static async Task WaitAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            await Task.Delay(5, limit.Token);
        }
    }
}
