using Microsoft.Extensions.DependencyInjection;

namespace Integration.Graph.Engine.Http;

/// <summary>The credentials of a connection, judged anew whenever something is done with them.</summary>
internal sealed class CallerSession(IConnectionAuthenticator authenticator, IServiceScopeFactory scopes, object? credentials)
{
    /// <exception cref="CallerRefusedException">The credentials are not, or no longer, good.</exception>
    public ValueTask<ConnectionCaller> JudgeAsync(CancellationToken cancellation) => authenticator.JudgeAsync(credentials, cancellation);

    /// <summary>Services for one operation or event, which know who asks at this moment.</summary>
    /// <exception cref="CallerRefusedException">The credentials are not, or no longer, good.</exception>
    public async ValueTask<CallerScope> EnterAsync(CancellationToken cancellation)
    {
        var caller = await JudgeAsync(cancellation);
        var scope = scopes.CreateAsyncScope();
        authenticator.Enter(scope.ServiceProvider, caller);
        return new CallerScope(scope, caller);
    }
}

/// <summary>Services of one operation or event.</summary>
internal readonly struct CallerScope(AsyncServiceScope scope, ConnectionCaller caller) : IAsyncDisposable
{
    public ConnectionCaller Caller { get; } = caller;

    public IServiceProvider Services => scope.ServiceProvider;

    public ValueTask DisposeAsync() => scope.DisposeAsync();
}
