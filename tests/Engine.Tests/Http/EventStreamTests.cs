using System.Net;

namespace Integration.Graph.Engine.Tests.Http;

/// <summary>Event streams: the distinct connections mode of GraphQL over SSE.</summary>
public sealed class EventStreamTests : IAsyncLifetime
{
    private SubscriptionService _service = null!;

    public async ValueTask InitializeAsync() => _service = await SubscriptionService.StartAsync(options =>
    {
        options.KeepAliveInterval = TimeSpan.FromMilliseconds(200);
        options.MaxSubscriptionsPerCaller = 1;
    });

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Theory]
    [InlineData("text/event-stream")]
    [InlineData("application/graphql-response+json, application/json, text/event-stream")]
    public async Task A_subscription_tells_each_event_and_then_that_it_is_complete(string accept)
    {
        using var response = await _service.StreamAsync("subscription { count(to: 2) }", accept);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/event-stream; charset=utf-8");
        (await response.Content.ReadAsStringAsync()).ShouldBe("""
            event: next
            data: {"data":{"count":1}}

            event: next
            data: {"data":{"count":2}}

            event: complete
            data:␠


            """.Replace('␠', ' '));
    }

    [Fact]
    public async Task A_query_is_answered_as_events_only_if_nothing_else_is_taken()
    {
        using var events = await _service.StreamAsync("{ hello }");
        (await events.Content.ReadAsStringAsync()).ShouldBe("event: next\ndata: {\"data\":{\"hello\":\"Hello, world\"}}\n\nevent: complete\ndata: \n\n");

        using var json = await _service.StreamAsync("{ hello }", "application/json, text/event-stream");
        (await json.Content.ReadAsStringAsync()).ShouldBe("""{"data":{"hello":"Hello, world"}}""");
    }

    [Fact]
    public async Task What_is_wrong_with_the_document_is_told_in_the_stream()
    {
        using var response = await _service.StreamAsync("subscription { nothing }");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var text = await response.Content.ReadAsStringAsync();
        text.ShouldStartWith("event: next\ndata: {\"errors\":[{\"message\":\"Cannot query field");
        text.ShouldEndWith("\n\nevent: complete\ndata: \n\n");
    }

    [Fact]
    public async Task A_subscription_can_be_asked_by_GET_and_is_never_answered_as_JSON()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/graphql?query=subscription{count(to:1)}");
        request.Headers.Accept.ParseAdd("text/event-stream");
        using var stream = await _service.Client.SendAsync(request);
        (await stream.Content.ReadAsStringAsync()).ShouldStartWith("event: next\ndata: {\"data\":{\"count\":1}}\n\n");

        using var mutation = new HttpRequestMessage(HttpMethod.Get, "/graphql?query=mutation{add(input:{number:1}){total}}");
        mutation.Headers.Accept.ParseAdd("text/event-stream");
        (await _service.Client.SendAsync(mutation)).StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);

        using var json = await _service.StreamAsync("subscription { count(to: 1) }", "application/json");
        json.StatusCode.ShouldBe(HttpStatusCode.NotAcceptable);
        (await json.Content.ReadAsStringAsync()).ShouldContain("graphql-transport-ws");
    }

    [Fact]
    public async Task A_quiet_stream_shows_that_it_is_alive_until_the_client_goes()
    {
        using (var response = await _service.StreamAsync("subscription { headlines { text } }"))
        {
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
            (await reader.ReadLineAsync()).ShouldBe(":");
            (await reader.ReadLineAsync()).ShouldBe("");
            (await reader.ReadLineAsync()).ShouldBe(":");
            _service.Active.Count.ShouldBe(1);
        }

        await _service.ListeningAsync(0);
    }

    [Fact]
    public async Task A_token_that_ends_is_told_as_an_error_and_the_stream_is_complete()
    {
        _service.Tokens.EndsAt = DateTimeOffset.UtcNow.AddSeconds(1);
        using var quiet = await _service.StreamAsync("subscription { headlines { text } }");

        (await quiet.Content.ReadAsStringAsync()).Replace(":\n\n", "", StringComparison.Ordinal).ShouldBe(
            "event: next\ndata: {\"errors\":[{\"message\":\"The token has expired.\",\"extensions\":{\"code\":\"AUTH_NOT_AUTHENTICATED\"}}]}\n\nevent: complete\ndata: \n\n");
    }

    [Fact]
    public async Task A_token_that_is_good_no_longer_ends_the_stream_at_the_next_event_which_is_not_told()
    {
        using var response = await _service.StreamAsync("subscription { headlines { text } }");
        await _service.ListeningAsync(1);
        _service.Tokens.End();

        _service.News.Publish("secret");

        var text = await response.Content.ReadAsStringAsync();
        text.ShouldContain("This token has ended.");
        text.ShouldNotContain("secret");
        text.ShouldEndWith("event: complete\ndata: \n\n");
    }

    [Fact]
    public async Task Streams_count_among_the_subscriptions_of_a_caller()
    {
        using var first = await _service.StreamAsync("subscription { headlines { text } }");
        await _service.ListeningAsync(1);

        using var second = await _service.StreamAsync("subscription { headlines { text } }");

        (await second.Content.ReadAsStringAsync()).ShouldContain("A caller can have 1 subscriptions at once (MaxSubscriptionsPerCaller).");
    }
}
