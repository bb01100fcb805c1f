namespace Integration.Graph.Engine.Types.Resolvers;

/// <summary>A loader with pending keys.</summary>
internal interface IDispatchable
{
    /// <summary>Loads all pending keys in one batch.</summary>
    Task DispatchAsync();
}

/// <summary>
/// Collects the keys that the fields of one level request, and loads them in one batch. A key is loaded once per request.
/// A key without a value gives null. If a batch fails, all its keys fail.
/// </summary>
public sealed class DataLoader<TKey, TValue> : IDispatchable
    where TKey : notnull
{
    private readonly Func<IReadOnlyList<TKey>, Task<IReadOnlyDictionary<TKey, TValue>>> _load;
    private readonly Action<IDispatchable> _enqueue;
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, TaskCompletionSource<TValue?>> _known = [];
    private List<(TKey Key, TaskCompletionSource<TValue?> Source)> _waiting = [];

    internal DataLoader(Func<IReadOnlyList<TKey>, Task<IReadOnlyDictionary<TKey, TValue>>> load, Action<IDispatchable> enqueue)
    {
        _load = load;
        _enqueue = enqueue;
    }

    /// <summary>The value of the key; the type's default if there is none.</summary>
    public Task<TValue?> LoadAsync(TKey key)
    {
        lock (_lock)
        {
            if (_known.TryGetValue(key, out var known))
            {
                return known.Task;
            }

            // Waiting code continues where the batch ends. A trip through the thread pool for each key would cost more than
            // the key.
            var source = new TaskCompletionSource<TValue?>();
            _known.Add(key, source);
            _waiting.Add((key, source));
            if (_waiting.Count == 1)
            {
                _enqueue(this);
            }

            return source.Task;
        }
    }

    async Task IDispatchable.DispatchAsync()
    {
        List<(TKey Key, TaskCompletionSource<TValue?> Source)> waiting;
        lock (_lock)
        {
            waiting = _waiting;
            _waiting = [];
        }

        try
        {
            var values = await _load([.. waiting.Select(w => w.Key)]);
            foreach (var (key, source) in waiting)
            {
                source.SetResult(values.TryGetValue(key, out var value) ? value : default);
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            foreach (var (_, source) in waiting)
            {
                source.TrySetException(exception);
            }
        }
    }
}
