using System.Collections.Concurrent;

namespace Integration.Graph.Engine.Planning;

/// <summary>
/// Plans by document, operation name and view, so that a request with a known document parses and validates nothing.
/// Bounded by the documents' size: when full, the older half is forgotten.
/// </summary>
internal sealed class PlanCache(long maxCharacters)
{
    private readonly ConcurrentDictionary<Key, Entry> _plans = new();
    private readonly Lock _trimming = new();
    private long _characters;
    private long _clock;

    /// <summary>The plan, or null if it has to be made.</summary>
    public OperationPlan? Find(string document, string? operationName, string view)
    {
        if (!_plans.TryGetValue(new Key(document, operationName, view), out var entry))
        {
            return null;
        }

        entry.LastUsed = Interlocked.Increment(ref _clock);
        return entry.Plan;
    }

    /// <summary>Keeps a plan.</summary>
    public void Add(string document, string? operationName, OperationPlan plan)
    {
        if (document.Length > maxCharacters / 4
            || !_plans.TryAdd(new Key(document, operationName, plan.View.Name), new Entry(plan) { LastUsed = Interlocked.Increment(ref _clock) }))
        {
            return;
        }

        if (Interlocked.Add(ref _characters, document.Length) > maxCharacters)
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
                if (_plans.TryRemove(key, out _))
                {
                    Interlocked.Add(ref _characters, -key.Document.Length);
                }
            }
        }
    }

    private sealed record Key(string Document, string? OperationName, string View);

    private sealed class Entry(OperationPlan plan)
    {
        public OperationPlan Plan { get; } = plan;

        public long LastUsed { get; set; }
    }
}
