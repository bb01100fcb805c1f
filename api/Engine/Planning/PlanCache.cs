using System.Collections.Concurrent;

namespace Integration.Graph.Engine.Planning;

/// <summary>
/// Caches plans by document, operation name and view, so that a request with a known document is neither parsed nor
/// validated. An estimate of the memory bounds the size. A full cache drops the less recently used half.
/// </summary>
internal sealed class PlanCache(long maxSize)
{
    // Measured. Per character: the text as key and as bytes, and the syntax tree. Per field: the planned field. Fragments can
    // turn a short document into thousands of fields.
    private const int BytesOfCharacter = 28;
    private const int BytesOfField = 500;

    private readonly ConcurrentDictionary<Key, Entry> _plans = new();
    private readonly Lock _trimming = new();
    private long _size;
    private long _clock;

    /// <summary>The cached plan; null if there is none.</summary>
    public OperationPlan? Find(string document, string? operationName, string view)
    {
        if (!_plans.TryGetValue(new Key(document, operationName, view), out var entry))
        {
            return null;
        }

        entry.LastUsed = Interlocked.Increment(ref _clock);
        return entry.Plan;
    }

    /// <summary>Adds a plan to the cache.</summary>
    public void Add(string document, string? operationName, OperationPlan plan)
    {
        if (SizeOf(document, plan) > maxSize / 4
            || !_plans.TryAdd(new Key(document, operationName, plan.View.Name), new Entry(plan) { LastUsed = Interlocked.Increment(ref _clock) }))
        {
            return;
        }

        if (Interlocked.Add(ref _size, SizeOf(document, plan)) > maxSize)
        {
            Trim();
        }
    }

    private void Trim()
    {
        lock (_trimming)
        {
            foreach (var (key, _) in _plans.OrderBy(p => p.Value.LastUsed).Take(_plans.Count / 2).ToList())
            {
                if (_plans.TryRemove(key, out var forgotten))
                {
                    Interlocked.Add(ref _size, -SizeOf(key.Document, forgotten.Plan));
                }
            }
        }
    }

    private static long SizeOf(string document, OperationPlan plan) => ((long)document.Length * BytesOfCharacter) + ((long)plan.FieldCount * BytesOfField);

    private sealed record Key(string Document, string? OperationName, string View);

    private sealed class Entry(OperationPlan plan)
    {
        public OperationPlan Plan { get; } = plan;

        public long LastUsed { get; set; }
    }
}
