using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Execution;

/// <summary>Options of WebSockets, event streams and subscriptions. Each limit has an error that names it.</summary>
public sealed class SubscriptionOptions
{
    /// <summary>Maximum time from opening a WebSocket to <c>connection_init</c>. Afterwards it is closed with 4408.</summary>
    public TimeSpan ConnectionInitTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Interval at which an idle connection sends a ping or a comment, and at which its token is checked for expiry. A
    /// WebSocket is aborted if the client does not respond to the ping within the same time.
    /// </summary>
    public TimeSpan KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Maximum time for a client to receive one message. Afterwards the connection is aborted.</summary>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Maximum number of queued events per subscriber, for sources that use an <see cref="Execution.EventQueue{T}"/>. Above it,
    /// the subscription ends with <see cref="ErrorCodes.SubscriberTooSlow"/>.
    /// </summary>
    public int MaxQueuedEvents { get; set; } = 100;

    /// <summary>Maximum number of concurrent subscriptions of one caller, over all connections to this server.</summary>
    public int MaxSubscriptionsPerCaller { get; set; } = 50;

    /// <summary>Maximum number of concurrent subscriptions of all callers.</summary>
    public int MaxSubscriptions { get; set; } = 5_000;

    /// <summary>Maximum number of concurrent WebSockets. Further ones are refused with 503.</summary>
    public int MaxConnections { get; set; } = 5_000;

    /// <summary>Maximum number of concurrent WebSockets of one caller. Further ones are closed with 1008.</summary>
    public int MaxConnectionsPerCaller { get; set; } = 50;

    /// <summary>Maximum number of messages per second from the client of one WebSocket. Above it, it is closed with 1008.</summary>
    public int MaxMessagesPerSecond { get; set; } = 100;

    /// <summary>Maximum number of concurrent operations on one WebSocket, including subscriptions.</summary>
    public int MaxOperationsPerConnection { get; set; } = 50;

    /// <summary>
    /// Whether the caller is within its rate limit. Called for each operation on a WebSocket, but not for each event. If it
    /// returns false, the operation ends with <see cref="ErrorCodes.RateLimited"/>.
    /// </summary>
    public Func<ConnectionCaller, bool> TakesOperation { get; set; } = _ => true;
}
