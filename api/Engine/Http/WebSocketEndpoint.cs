using System.Globalization;
using Integration.Graph.Engine.Execution;
using Integration.Graph.Engine.Types;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Integration.Graph.Engine.Http;

/// <summary>Accepts WebSockets.</summary>
/// <remarks>Source: GraphQL over WebSocket Protocol (graphql-transport-ws).</remarks>
internal static class WebSocketEndpoint
{
    private const string Protocol = "graphql-transport-ws";
    private const int RetryAfterSeconds = 30;

    public static async Task AnswerAsync(HttpContext http)
    {
        var services = http.RequestServices;
        var options = services.GetRequiredService<GraphQLOptions>();
        var active = services.GetRequiredService<ActiveSubscriptions>();
        if (!active.TryConnect())
        {
            http.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
            await RefuseAsync(http, new GraphQLError($"The server can have {options.Subscriptions.MaxConnections} WebSockets at once (MaxConnections), and all are in use. Try again later.")
            {
                Code = ErrorCodes.LimitExceeded,
            });
            return;
        }

        try
        {
            var isKnown = http.WebSockets.WebSocketRequestedProtocols.Contains(Protocol);
            using var socket = await http.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
            {
                SubProtocol = isKnown ? Protocol : null,
                KeepAliveInterval = options.Subscriptions.KeepAliveInterval,
                KeepAliveTimeout = options.Subscriptions.KeepAliveInterval,
            });
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
            using var channel = new WebSocketChannel(socket, options.Subscriptions.SendTimeout, services.GetRequiredService<ILogger<RequestExecutor>>(), ending);
            using var connection = new WebSocketConnection(channel, http, options, active, ending.Token);
            await using var stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.UnsafeRegister(
                static state => _ = ((WebSocketConnection)state!).CloseAsync(WebSocketCloseCode.GoingAway, "The server stops."), connection);
            if (!isKnown)
            {
                await connection.CloseAsync(WebSocketCloseCode.SubprotocolNotAcceptable, "Subprotocol not acceptable: use graphql-transport-ws.");
            }

            await connection.RunAsync();
        }
        finally
        {
            active.Disconnect();
        }
    }

    private static async Task RefuseAsync(HttpContext http, GraphQLError error)
    {
        using var output = new JsonOutput();
        RequestExecutor.WriteRequestErrors(output, [error]);
        http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        http.Response.ContentType = Negotiation.Json;
        await http.Response.Body.WriteAsync(output.Written, http.RequestAborted);
    }
}

/// <summary>Close codes of WebSockets.</summary>
/// <remarks>Source: GraphQL over WebSocket Protocol; RFC 6455, 7.4.1.</remarks>
internal static class WebSocketCloseCode
{
    /// <summary>The server is shutting down.</summary>
    public const int GoingAway = 1001;

    /// <summary>The number of messages or connections exceeds the limit.</summary>
    public const int PolicyViolation = 1008;

    /// <summary>A message is too large.</summary>
    public const int MessageTooBig = 1009;

    /// <summary>An internal error; the reason contains the id under which it is logged.</summary>
    public const int InternalError = 1011;

    /// <summary>The token cannot be verified at the moment.</summary>
    public const int TryAgainLater = 1013;

    /// <summary>The message does not follow the protocol.</summary>
    public const int InvalidMessage = 4400;

    /// <summary>An operation was sent before the acknowledgement, or the token has expired.</summary>
    public const int Unauthorized = 4401;

    /// <summary>The token in <c>connection_init</c> was refused.</summary>
    public const int Forbidden = 4403;

    /// <summary>The client does not support this protocol.</summary>
    public const int SubprotocolNotAcceptable = 4406;

    /// <summary>There was no <c>connection_init</c> in time.</summary>
    public const int InitialisationTimeout = 4408;

    /// <summary>The id belongs to a running operation.</summary>
    public const int SubscriberExists = 4409;

    /// <summary>The client sent a second <c>connection_init</c>.</summary>
    public const int TooManyInitialisations = 4429;
}

/// <summary>The client violates the protocol, so the connection must be closed.</summary>
internal sealed class WebSocketProtocolException(int code, string reason) : Exception(reason)
{
    public int Code { get; } = code;
}
