using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Integration.Graph.Engine.Http;

/// <summary>
/// Says who uses a connection that outlives a request. It is asked when the connection begins, and again for each
/// operation and for each event of a subscription: a right that has ended is not used any longer.
/// </summary>
public interface IConnectionAuthenticator
{
    /// <summary>What the client presents: in the payload of <c>connection_init</c>, or else with the HTTP request.</summary>
    /// <param name="http">The request that opened the connection.</param>
    /// <param name="payload">An object, or undefined.</param>
    object? Credentials(HttpContext http, JsonElement payload);

    /// <summary>Judges the credentials at this moment.</summary>
    /// <exception cref="CallerRefusedException">They are not, or no longer, good for anything.</exception>
    ValueTask<ConnectionCaller> JudgeAsync(object? credentials, CancellationToken cancellation);

    /// <summary>Lets the services of one operation or event know who asks.</summary>
    void Enter(IServiceProvider services, ConnectionCaller caller);
}

/// <summary>Who uses a connection.</summary>
/// <param name="View">The name of the caller's view.</param>
/// <param name="CursorKey">See <see cref="GraphQLOptions.CallerKey"/>.</param>
/// <param name="Key">Tells callers apart whose subscriptions are counted; empty if they cannot be told apart.</param>
public sealed record ConnectionCaller(string View, string CursorKey, string Key)
{
    /// <summary>When the credentials end by themselves; null if they do not.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>What <see cref="IConnectionAuthenticator.Enter"/> needs.</summary>
    public object? Identity { get; init; }
}

/// <summary>The caller's credentials are not accepted.</summary>
/// <param name="message">For people; holds nothing that came with the request.</param>
/// <param name="isTransient">They could not be judged now; the client may try again.</param>
public sealed class CallerRefusedException(string message, bool isTransient = false) : Exception(message)
{
    /// <summary>They could not be judged now; the client may try again.</summary>
    public bool IsTransient { get; } = isTransient;
}

/// <summary>For services without tokens of their own: the request that opened the connection says who asks.</summary>
internal sealed class RequestAuthenticator(GraphQLOptions options) : IConnectionAuthenticator
{
    public object? Credentials(HttpContext http, JsonElement payload) => new ConnectionCaller(options.View(http), options.CallerKey(http), options.CallerKey(http));

    public ValueTask<ConnectionCaller> JudgeAsync(object? credentials, CancellationToken cancellation) => new((ConnectionCaller)credentials!);

    public void Enter(IServiceProvider services, ConnectionCaller caller)
    {
        // The services of such a service need not know who asks.
    }
}
