using Integration.Graph.Engine.Language;
using Microsoft.Extensions.DependencyInjection;

namespace Integration.Graph.Engine.Types.Resolvers;

/// <summary>State of one request in the engine.</summary>
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

    /// <summary>Cancelled when the client disconnects or the time-out expires.</summary>
    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>Name of the operation; empty if it has none.</summary>
    public string OperationName { get; init; } = "";

    /// <summary>SHA-256 of the document, in hexadecimal digits; empty if there is none.</summary>
    public string DocumentHash => Document?.Hash ?? "";

    internal DocumentNode? Document { get; init; }

    /// <summary>
    /// Identifies the caller for cursors: a cursor is valid only for the same key. Consists of role and scope, never of a
    /// secret.
    /// </summary>
    public string CallerKey { get; init; } = "";

    /// <summary>See <c>GraphQLOptions.AroundMutation</c>.</summary>
    internal Func<MutationCall, ValueTask<object?>> AroundMutation { get; init; } = call => call.RunAsync();

    /// <summary>See <c>GraphQLOptions.IsOutage</c>.</summary>
    internal Func<Exception, bool> IsOutage { get; init; } = _ => false;

    /// <summary>Results of the plan's include conditions, by index.</summary>
    internal bool[] Included { get; init; } = [];

    /// <summary>The coerced variables.</summary>
    internal IReadOnlyDictionary<string, object?> Variables { get; init; } = EmptyVariables;

    internal static IReadOnlyDictionary<string, object?> EmptyVariables { get; } = new Dictionary<string, object?>();

    /// <summary>
    /// Returns a required service. It is cached for the request, because every row asks for it.
    /// </summary>
    public T Service<T>()
        where T : notnull
    {
        lock (_lock)
        {
            // The list has two or three entries.
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

    /// <summary>The request's loader for the key, created at the first call.</summary>
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

    /// <summary>Runs the pending batches. Returns true if there were any.</summary>
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
    /// Completes when a batch is pending. Ignores <see cref="Cancellation"/>: the caller also waits for the fields, which
    /// end when it is cancelled. If this wait ended as well, the caller would run a busy loop on the thread that is still
    /// cancelling the fields.
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
