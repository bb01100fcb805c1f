using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Integration.Graph.Engine.Execution;
using Integration.Graph.Engine.Http;
using Integration.Graph.Engine.Types;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Integration.Graph.Engine.Tests.Http;

/// <summary>A small service with subscriptions, on its own port. The test decides which tokens are valid.</summary>
internal sealed class SubscriptionService : IAsyncDisposable
{
    private readonly EngineHost _host;

    private SubscriptionService(EngineHost host) => _host = host;

    public HttpClient Client => _host.Client;

    public ActiveSubscriptions Active => _host.Services.GetRequiredService<ActiveSubscriptions>();

    public News News => _host.Services.GetRequiredService<News>();

    public Tokens Tokens => _host.Services.GetRequiredService<Tokens>();

    public static async Task<SubscriptionService> StartAsync(Action<SubscriptionOptions>? configure = null, Action<GraphQLOptions>? configureAll = null) =>
        new(await EngineHost.StartAsync(
            [typeof(SampleQueries), typeof(SampleMutations), typeof(NewsSubscriptions)],
            options =>
            {
                options.MaxRequestBodySize = 20_000;
                configure?.Invoke(options.Subscriptions);
                configureAll?.Invoke(options);
            },
            services => services
                .AddSingleton<News>()
                .AddSingleton<Tokens>()
                .AddSingleton<IConnectionAuthenticator>(provider => provider.GetRequiredService<Tokens>())));

    /// <summary>Opens a WebSocket, without sending a message.</summary>
    public async Task<RawSocket> ConnectAsync(string? protocol = "graphql-transport-ws")
    {
        var socket = new ClientWebSocket();
        if (protocol is not null)
        {
            socket.Options.AddSubProtocol(protocol);
        }

        await socket.ConnectAsync(new Uri(Client.BaseAddress!.ToString().Replace("http", "ws", StringComparison.Ordinal) + "graphql"), default);
        return new RawSocket(socket);
    }

    /// <summary>Opens a WebSocket and waits until the server has acknowledged it.</summary>
    public async Task<RawSocket> BeginAsync(string token = "good")
    {
        var socket = await ConnectAsync();
        await socket.SendAsync($$$"""{"type":"connection_init","payload":{"authorization":"{{{token}}}"}}""");
        (await socket.ReceiveAsync()).ShouldBe("""{"type":"connection_ack"}""");
        return socket;
    }

    /// <summary>Requests an event stream. Returns when the headers have arrived.</summary>
    public Task<HttpResponseMessage> StreamAsync(string document, string accept = "text/event-stream")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = new StringContent(JsonSerializer.Serialize(new { query = document }), Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>Waits until the given number of subscriptions listens to the news.</summary>
    public async Task ListeningAsync(int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (News.Listeners != count)
        {
            await Task.Delay(5, limit.Token);
        }
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}

/// <summary>A WebSocket on which a test sends exact messages.</summary>
internal sealed class RawSocket(ClientWebSocket socket) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public string? Protocol => socket.SubProtocol;

    public Task SendAsync(string text, WebSocketMessageType type = WebSocketMessageType.Text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), type, endOfMessage: true, default);

    public Task SubscribeAsync(string id, string document) =>
        SendAsync(JsonSerializer.Serialize(new { id, type = "subscribe", payload = new { query = document } }));

    /// <summary>Returns the next message, or <c>closed: code reason</c> when the server closes.</summary>
    public async Task<string> ReceiveAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        var text = new ArraySegment<byte>(new byte[1 << 20]);
        var length = 0;
        while (true)
        {
            var received = await socket.ReceiveAsync(text[length..], limit.Token);
            length += received.Count;
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return $"closed: {(int?)socket.CloseStatus} {socket.CloseStatusDescription}";
            }

            if (received.EndOfMessage)
            {
                return Encoding.UTF8.GetString(text[..length]);
            }
        }
    }

    public Task CloseAsync() => socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);

    public void Dispose() => socket.Dispose();
}

/// <summary>The authenticator of the service: decides which tokens are valid.</summary>
internal sealed class Tokens : IConnectionAuthenticator
{
    private volatile bool _hasEnded;

    /// <summary>When the tokens expire.</summary>
    public DateTimeOffset? EndsAt { get; set; }

    /// <summary>Makes all tokens invalid.</summary>
    public void End() => _hasEnded = true;

    /// <summary>Whether the issuer that validates tokens is out of reach.</summary>
    public bool IsOutOfReach { get; set; }

    public object? Credentials(HttpContext http, JsonElement payload) =>
        payload.ValueKind == JsonValueKind.Object && payload.TryGetProperty("authorization", out var token) ? token.GetString() : "good";

    public ValueTask<ConnectionCaller> JudgeAsync(object? credentials, CancellationToken cancellation) => (string?)credentials switch
    {
        "later" => throw new CallerRefusedException("Nobody can say whether this token is good.", isTransient: true),
        "bad" => throw new CallerRefusedException("This token is bad. " + new string('æ', 200)),
        "broken" => throw new InvalidOperationException("the password is hunter2"),
        _ when IsOutOfReach => throw new InvalidOperationException("of whose tokens are good", new TimeoutException("the password is hunter2")),
        _ when _hasEnded => throw new CallerRefusedException("This token has ended."),
        var token => new(new ConnectionCaller("", "", token!) { EndsAt = EndsAt }),
    };

    public void Enter(IServiceProvider services, ConnectionCaller caller) => services.ShouldNotBeNull();
}

/// <summary>Events for all subscribers.</summary>
internal sealed class News(GraphQLOptions options)
{
    private readonly Lock _lock = new();
    private readonly List<EventQueue<string>> _queues = [];

    public int Listeners
    {
        get
        {
            lock (_lock)
            {
                return _queues.Count;
            }
        }
    }

    public void Publish(string text)
    {
        lock (_lock)
        {
            _queues.RemoveAll(queue => !queue.TryPublish(text));
        }
    }

    public void End()
    {
        lock (_lock)
        {
            _queues.ForEach(queue => queue.Complete());
        }
    }

    public async IAsyncEnumerable<string> ListenAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var queue = new EventQueue<string>(options.Subscriptions.MaxQueuedEvents);
        lock (_lock)
        {
            _queues.Add(queue);
        }

        try
        {
            await foreach (var text in queue.ReadAllAsync(cancellation))
            {
                yield return text;
            }
        }
        finally
        {
            lock (_lock)
            {
                _queues.Remove(queue);
            }
        }
    }
}

internal sealed record Headline(string Text, int Length);

[SubscriptionType]
internal static class NewsSubscriptions
{
    /// <summary>What is published from now on.</summary>
    public static async IAsyncEnumerable<Headline> GetHeadlinesAsync(
        News news, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation, string? startingWith = null)
    {
        await foreach (var text in news.ListenAsync(cancellation))
        {
            if (text.StartsWith(startingWith ?? "", StringComparison.Ordinal))
            {
                yield return new Headline(text, text.Length);
            }
        }
    }

    /// <summary>Counts, and ends.</summary>
    public static async IAsyncEnumerable<int> GetCountAsync(int to)
    {
        for (var i = 1; i <= to; i++)
        {
            await Task.Yield();
            yield return i;
        }
    }

    /// <summary>Tells one event, and fails.</summary>
    public static async IAsyncEnumerable<int> GetBrokenAsync()
    {
        yield return await Task.FromResult(1);
        throw new InvalidOperationException("the password is hunter2");
    }
}
