namespace Integration.Graph.Engine.Http;

/// <summary>How WebSockets, event streams and subscriptions behave. Every limit has an error that names it.</summary>
public sealed class SubscriptionOptions
{
    /// <summary>How long a WebSocket may be open without <c>connection_init</c>; then it is closed with 4408.</summary>
    public TimeSpan ConnectionInitTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How often a quiet connection shows that it is alive, by a ping or a comment, and is looked at whether its token has
    /// expired. A WebSocket whose client does not answer the ping within the same time is given up.
    /// </summary>
    public TimeSpan KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a client may take to receive one message; then the connection is broken off.</summary>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How many events may wait for one subscriber, for sources that use an <see cref="Execution.EventQueue{T}"/>; then the
    /// subscription ends with <see cref="Execution.ErrorCodes.SubscriberTooSlow"/>.
    /// </summary>
    public int MaxQueuedEvents { get; set; } = 100;

    /// <summary>Most subscriptions of one caller at once, over all connections to this server.</summary>
    public int MaxSubscriptionsPerCaller { get; set; } = 50;

    /// <summary>Most subscriptions of all callers at once.</summary>
    public int MaxSubscriptions { get; set; } = 5_000;

    /// <summary>Most WebSockets at once; further ones are refused with 503.</summary>
    public int MaxConnections { get; set; } = 5_000;

    /// <summary>Most WebSockets of one caller at once; a further one is closed with 1008.</summary>
    public int MaxConnectionsPerCaller { get; set; } = 50;

    /// <summary>Most messages that a client may send in a second on one WebSocket; then it is closed with 1008.</summary>
    public int MaxMessagesPerSecond { get; set; } = 100;

    /// <summary>Most operations that are under way at once on one WebSocket, subscriptions included.</summary>
    public int MaxOperationsPerConnection { get; set; } = 50;

    /// <summary>
    /// Asked for each operation on a WebSocket, but not for each event: whether the caller's requests are still within what
    /// one may send in a time. If not, the operation ends with <see cref="Execution.ErrorCodes.RateLimited"/>.
    /// </summary>
    public Func<ConnectionCaller, bool> TakesOperation { get; set; } = _ => true;
}
