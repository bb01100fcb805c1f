using System.Collections.Concurrent;
using Integration.Graph.Engine.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Integration.Graph.Engine.Execution;

/// <summary>One request on its way through the engine.</summary>
public sealed class RequestContext(IServiceProvider services, SchemaView view, CancellationToken cancellation) : IDisposable
{
    private readonly ConcurrentDictionary<object, object> _loaders = new();
    private readonly ConcurrentQueue<IDispatchable> _queued = new();
    private readonly SemaphoreSlim _signal = new(0);
    private Task? _wait;

    /// <summary>The request's services.</summary>
    public IServiceProvider Services { get; } = services;

    /// <summary>The caller's schema.</summary>
    public SchemaView View { get; } = view;

    /// <summary>Ends when the client has gone or the time-out is over.</summary>
    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>The operation's name; empty if it has none.</summary>
    public string OperationName { get; init; } = "";

    /// <summary>Tells callers apart who must not use each other's cursors: role and scope, never a secret.</summary>
    public string CallerKey { get; init; } = "";

    /// <summary>Which of the plan's include conditions hold.</summary>
    internal bool[] Included { get; init; } = [];

    /// <summary>The coerced variables.</summary>
    internal IReadOnlyDictionary<string, object?> Variables { get; init; } = EmptyVariables;

    internal static IReadOnlyDictionary<string, object?> EmptyVariables { get; } = new Dictionary<string, object?>();

    /// <summary>A service that must exist.</summary>
    public T Service<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>The request's loader for the key, made when it is first asked for.</summary>
    internal DataLoader<TKey, TValue> Loader<TKey, TValue>(object key, Func<IReadOnlyList<TKey>, Task<IReadOnlyDictionary<TKey, TValue>>> load)
        where TKey : notnull =>
        (DataLoader<TKey, TValue>)_loaders.GetOrAdd(key, _ => new DataLoader<TKey, TValue>(load, Enqueue));

    /// <summary>Runs the batches that wait; true if there were any.</summary>
    internal async ValueTask<bool> DispatchLoadersAsync()
    {
        var any = false;
        while (_queued.TryDequeue(out var loader))
        {
            any = true;
            await loader.DispatchAsync();
        }

        return any;
    }

    /// <summary>Done as soon as a batch waits.</summary>
    internal Task LoaderQueued() =>
        // A wait that was given up would swallow the next signal, so it is taken up again.
        _wait is { IsCompleted: false } ? _wait : _wait = _signal.WaitAsync(Cancellation);

    /// <inheritdoc />
    public void Dispose() => _signal.Dispose();

    private void Enqueue(IDispatchable loader)
    {
        _queued.Enqueue(loader);
        _signal.Release();
    }
}
