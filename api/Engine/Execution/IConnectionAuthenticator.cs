using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Integration.Graph.Engine.Execution;

/// <summary>
/// Authenticates the caller of a connection that outlives a request. It is called when the connection begins, and again for
/// each operation and each event of a subscription, so that expired rights are not used.
/// </summary>
public interface IConnectionAuthenticator
{
    /// <summary>
    /// Returns the client's credentials: from the payload of <c>connection_init</c>, or else from the HTTP request; null if
    /// there are none.
    /// </summary>
    /// <param name="http">The request that opened the connection.</param>
    /// <param name="payload">The payload: an object, or undefined.</param>
    object? Credentials(HttpContext http, JsonElement payload);

    /// <summary>Verifies the credentials at this moment.</summary>
    /// <exception cref="CallerRefusedException">The credentials are not valid, or no longer valid.</exception>
    ValueTask<ConnectionCaller> JudgeAsync(object? credentials, CancellationToken cancellation);

    /// <summary>Sets the caller for the services of one operation or event.</summary>
    void Enter(IServiceProvider services, ConnectionCaller caller);
}

/// <summary>The caller of a connection.</summary>
/// <param name="View">Name of the caller's view.</param>
/// <param name="CursorKey">See <see cref="GraphQLOptions.CallerKey"/>.</param>
/// <param name="Key">Key by which a caller's subscriptions are counted; empty if callers cannot be distinguished.</param>
public sealed record ConnectionCaller(string View, string CursorKey, string Key)
{
    /// <summary>When the credentials expire; null if they do not.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>Data for <see cref="IConnectionAuthenticator.Enter"/>; null if it needs none.</summary>
    public object? Identity { get; init; }
}

/// <summary>The caller's credentials are not accepted.</summary>
/// <param name="message">Message for people. Contains nothing from the request.</param>
/// <param name="isTransient">Whether the credentials could not be verified now; the client may try again.</param>
public sealed class CallerRefusedException(string message, bool isTransient = false) : Exception(message)
{
    /// <summary>Whether the credentials could not be verified now; the client may try again.</summary>
    public bool IsTransient { get; } = isTransient;
}

/// <summary>For services without tokens: the request that opened the connection identifies the caller.</summary>
internal sealed class RequestAuthenticator(GraphQLOptions options) : IConnectionAuthenticator
{
    public object? Credentials(HttpContext http, JsonElement payload) => new ConnectionCaller(options.View(http), options.CallerKey(http), options.CallerKey(http));

    public ValueTask<ConnectionCaller> JudgeAsync(object? credentials, CancellationToken cancellation) => new((ConnectionCaller)credentials!);

    public void Enter(IServiceProvider services, ConnectionCaller caller)
    {
        // These services do not need the caller.
    }
}
