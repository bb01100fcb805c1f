using Microsoft.Extensions.DependencyInjection;

namespace Integration.Graph.Engine.Execution;

/// <summary>The credentials of a connection, verified again at each use.</summary>
internal sealed class CallerSession(IConnectionAuthenticator authenticator, IServiceScopeFactory scopes, object? credentials)
{
    /// <exception cref="CallerRefusedException">The credentials are not valid, or no longer valid.</exception>
    public ValueTask<ConnectionCaller> JudgeAsync(CancellationToken cancellation) => authenticator.JudgeAsync(credentials, cancellation);

    /// <summary>Creates services for one operation or event, with the caller's current identity.</summary>
    /// <exception cref="CallerRefusedException">The credentials are not valid, or no longer valid.</exception>
    public async ValueTask<CallerScope> EnterAsync(CancellationToken cancellation)
    {
        var caller = await JudgeAsync(cancellation);
        var scope = scopes.CreateAsyncScope();
        authenticator.Enter(scope.ServiceProvider, caller);
        return new CallerScope(scope, caller);
    }
}

/// <summary>The services of one operation or event.</summary>
internal readonly struct CallerScope(AsyncServiceScope scope, ConnectionCaller caller) : IAsyncDisposable
{
    public ConnectionCaller Caller { get; } = caller;

    public IServiceProvider Services => scope.ServiceProvider;

    public ValueTask DisposeAsync() => scope.DisposeAsync();
}
