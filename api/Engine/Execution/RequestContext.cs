using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Integration.Graph.Engine.Execution;

/// <summary>One request on its way through the engine.</summary>
public sealed class RequestContext(IServiceProvider services, SchemaView view, CancellationToken cancellation)
{
    private readonly Lock _lock = new();
    private readonly List<(Type Type, object Service)> _services = [];
    private Queue<IDispatchable>? _queued;
    private Dictionary<object, object>? _loaders;
    private TaskCompletionSource? _signal;

    /// <summary>The request's services.</summary>
    public IServiceProvider Services { get; } = services;

    /// <summary>The caller's schema.</summary>
    public SchemaView View { get; } = view;

    /// <summary>Ends when the client has gone or the time-out is over.</summary>
    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>The operation's name; empty if it has none.</summary>
    public string OperationName { get; init; } = "";

    /// <summary>SHA-256 of the operation's document, in hexadecimal digits; empty if there is none.</summary>
    public string DocumentHash => Document?.Hash ?? "";

    internal DocumentNode? Document { get; init; }

    /// <summary>Tells callers apart who must not use each other's cursors: role and scope, never a secret.</summary>
    public string CallerKey { get; init; } = "";

    /// <summary>See <see cref="Http.GraphQLOptions.AroundMutation"/>.</summary>
    internal Func<MutationCall, ValueTask<object?>> AroundMutation { get; init; } = call => call.RunAsync();

    /// <summary>See <see cref="Http.GraphQLOptions.IsOutage"/>.</summary>
    internal Func<Exception, bool> IsOutage { get; init; } = _ => false;

    /// <summary>Which of the plan's include conditions hold.</summary>
    internal bool[] Included { get; init; } = [];

    /// <summary>The coerced variables.</summary>
    internal IReadOnlyDictionary<string, object?> Variables { get; init; } = EmptyVariables;

    internal static IReadOnlyDictionary<string, object?> EmptyVariables { get; } = new Dictionary<string, object?>();

    /// <summary>A service that must exist; the same one each time in this request, because rows ask once each.</summary>
    public T Service<T>()
        where T : notnull
    {
        lock (_lock)
        {
            // They are two or three.
            foreach (var known in _services)
            {
                if (known.Type == typeof(T))
                {
                    return (T)known.Service;
                }
            }

            var service = Services.GetRequiredService<T>();
            _services.Add((typeof(T), service));
            return service;
        }
    }

    /// <summary>The request's loader for the key, made when it is first asked for.</summary>
    internal DataLoader<TKey, TValue> Loader<TKey, TValue>(object key, Func<IReadOnlyList<TKey>, Task<IReadOnlyDictionary<TKey, TValue>>> load)
        where TKey : notnull
    {
        lock (_lock)
        {
            _loaders ??= [];
            if (!_loaders.TryGetValue(key, out var loader))
            {
                _loaders.Add(key, loader = new DataLoader<TKey, TValue>(load, Enqueue));
            }

            return (DataLoader<TKey, TValue>)loader;
        }
    }

    /// <summary>Runs the batches that wait; true if there were any.</summary>
    internal async ValueTask<bool> DispatchLoadersAsync()
    {
        var any = false;
        while (Dequeue() is { } loader)
        {
            any = true;
            await loader.DispatchAsync();
        }

        return any;
    }

    /// <summary>
    /// Done as soon as a batch waits. Not ended by <see cref="Cancellation"/>: who waits for this waits for the fields
    /// too, and those end by it. A wait that ended here would spin on the thread that is still cancelling them.
    /// </summary>
    internal Task LoaderQueued()
    {
        lock (_lock)
        {
            if (_queued is { Count: > 0 })
            {
                return Task.CompletedTask;
            }

            _signal ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _signal.Task;
        }
    }

    private IDispatchable? Dequeue()
    {
        lock (_lock)
        {
            return _queued?.TryDequeue(out var loader) == true ? loader : null;
        }
    }

    private void Enqueue(IDispatchable loader)
    {
        lock (_lock)
        {
            (_queued ??= new Queue<IDispatchable>()).Enqueue(loader);
            _signal?.SetResult();
            _signal = null;
        }
    }
}
