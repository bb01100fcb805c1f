using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Integration.Graph.Engine.Execution;
using Integration.Graph.Engine.Types;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Integration.Graph.Engine.Http;

/// <summary>The connection of one client over a WebSocket, with its running operations.</summary>
/// <remarks>Source: GraphQL over WebSocket Protocol (graphql-transport-ws), "Message types".</remarks>
internal sealed partial class WebSocketConnection(
    WebSocketChannel channel, HttpContext http, GraphQLOptions options, ActiveSubscriptions active, CancellationToken ended) : IDisposable
{
    private static readonly byte[] Acknowledgement = """{"type":"connection_ack"}"""u8.ToArray();
    private static readonly byte[] Pong = """{"type":"pong"}"""u8.ToArray();

    private readonly CancellationTokenSource _working = CancellationTokenSource.CreateLinkedTokenSource(ended);
    private readonly RequestExecutor _executor = http.RequestServices.GetRequiredService<RequestExecutor>();
    private readonly ILogger _logger = http.RequestServices.GetRequiredService<ILogger<RequestExecutor>>();
    private readonly TimeProvider _clock = http.RequestServices.GetService<TimeProvider>() ?? TimeProvider.System;
    private CallerSession? _session;
    private ConnectionCaller? _caller;
    private IDisposable? _place;
    private volatile bool _hasBegun;
    private long _second;
    private int _messages;

    /// <summary>Receives messages until either side closes. All operations have ended when it returns.</summary>
    public async Task RunAsync()
    {
        var watching = WatchAsync();
        try
        {
            while (await ListenAsync())
            {
                // ListenAsync has handled the message.
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // The client has disconnected without a close message.
            channel.Abort();
        }
        finally
        {
            await _working.CancelAsync();
            await Task.WhenAll([watching, .. Running()]);
        }
    }

    /// <summary>Ends all operations and closes the connection with a reason.</summary>
    public async Task CloseAsync(int code, string reason)
    {
        var closing = channel.CloseAsync(code, reason);
        await _working.CancelAsync();
        await closing;
    }

    public void Dispose()
    {
        _place?.Dispose();
        _working.Dispose();
    }

    private async Task<bool> ListenAsync()
    {
        try
        {
            return await channel.ReceiveAsync(options.MaxRequestBodySize, HandleAsync);
        }
        catch (WebSocketProtocolException broken)
        {
            await CloseAsync(broken.Code, broken.Message);
            return true;
        }
        catch (Exception unexpected) when (unexpected is not (WebSocketException or OperationCanceledException or OutOfMemoryException))
        {
            await CloseAsync(WebSocketCloseCode.InternalError, RequestFailure.ErrorsOf(unexpected, options, _logger)[0].Message);
            return true;
        }
    }

    private Task HandleAsync(JsonElement message)
    {
        CountMessage();
        var type = message.ValueKind == JsonValueKind.Object && message.TryGetProperty("type", out var given) && given.ValueKind == JsonValueKind.String
            ? given.GetString()
            : throw Invalid("it has no type.");
        var payload = message.TryGetProperty("payload", out var carried) && carried.ValueKind != JsonValueKind.Null ? carried : default;
        if (payload.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Object))
        {
            throw Invalid("its payload is not an object.");
        }

        switch (type)
        {
            case "connection_init":
                return BeginAsync(payload);
            case "ping":
                return PongAsync(payload);
            case "pong":
                return Task.CompletedTask;
            case "subscribe":
                Subscribe(IdOf(message), payload);
                return Task.CompletedTask;
            case "complete":
                return CompleteAsync(IdOf(message));
            default:
                throw Invalid("its type is not a client message of this protocol.");
        }
    }

    /// <summary>Responds to a ping with a pong that has the same payload, if any.</summary>
    private async Task PongAsync(JsonElement payload)
    {
        if (payload.ValueKind == JsonValueKind.Undefined)
        {
            await channel.SendAsync(Pong);
            return;
        }

        using var output = new JsonOutput();
        output.WriteRaw("{\"type\":\"pong\",\"payload\":"u8);
        output.WriteRaw(Encoding.UTF8.GetBytes(payload.GetRawText()));
        output.WriteRaw((byte)'}');
        await channel.SendAsync(output.Written);
    }

    private void CountMessage()
    {
        var second = Environment.TickCount64 / 1000;
        (_second, _messages) = (second, second == _second ? _messages + 1 : 1);
        if (_messages > options.Subscriptions.MaxMessagesPerSecond)
        {
            throw new WebSocketProtocolException(
                WebSocketCloseCode.PolicyViolation, $"A client can send {options.Subscriptions.MaxMessagesPerSecond} messages a second (MaxMessagesPerSecond).");
        }
    }

    private async Task BeginAsync(JsonElement payload)
    {
        if (_hasBegun)
        {
            throw new WebSocketProtocolException(WebSocketCloseCode.TooManyInitialisations, "Too many initialisation requests");
        }

        _hasBegun = true;
        var authenticator = http.RequestServices.GetRequiredService<IConnectionAuthenticator>();
        try
        {
            var session = new CallerSession(authenticator, http.RequestServices.GetRequiredService<IServiceScopeFactory>(), authenticator.Credentials(http, payload));
            _caller = await session.JudgeAsync(_working.Token);
            _place = active.TryBegin(_caller.Key) ?? throw new WebSocketProtocolException(
                WebSocketCloseCode.PolicyViolation, $"A caller can have {options.Subscriptions.MaxConnectionsPerCaller} WebSockets at once (MaxConnectionsPerCaller).");
            _session = session;
        }
        catch (CallerRefusedException refused)
        {
            throw new WebSocketProtocolException(refused.IsTransient ? WebSocketCloseCode.TryAgainLater : WebSocketCloseCode.Forbidden, refused.Message);
        }
        catch (Exception exception) when (options.IsOutage(exception))
        {
            throw new WebSocketProtocolException(WebSocketCloseCode.TryAgainLater, RequestFailure.ErrorsOf(exception, options, _logger)[0].Message);
        }

        await channel.SendAsync(Acknowledgement);
    }

    /// <summary>Closes the connection if it does not begin in time, or when its token expires.</summary>
    private async Task WatchAsync()
    {
        try
        {
            await Task.Delay(options.Subscriptions.ConnectionInitTimeout, _working.Token);
            if (!_hasBegun)
            {
                await CloseAsync(WebSocketCloseCode.InitialisationTimeout, "Connection initialisation timeout");
            }

            while (true)
            {
                if (_caller?.EndsAt <= _clock.GetUtcNow())
                {
                    await CloseAsync(WebSocketCloseCode.Unauthorized, "Unauthorized: the token has expired.");
                }

                await Task.Delay(options.Subscriptions.KeepAliveInterval, _working.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The connection has ended.
        }
    }

    private static string IdOf(JsonElement message) =>
        message.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String && id.GetString() is { Length: > 0 } text
            ? text
            : throw Invalid("it has no id.");

    private static WebSocketProtocolException Invalid(string why) => new(WebSocketCloseCode.InvalidMessage, "Invalid message: " + why);
}
