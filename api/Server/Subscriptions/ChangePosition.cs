namespace Integration.Graph.Server.Subscriptions;

/// <summary>Tracks which events have been delivered.</summary>
/// <remarks>
/// An id is assigned when a row is written, but the row becomes visible only when its transaction commits. A lower id can
/// therefore appear after a higher one. Each poll reads the last minutes again and skips the ids that were delivered.
/// </remarks>
internal sealed class ChangePosition
{
    /// <summary>Longer than any transaction may take: the execution timeout is 30 seconds.</summary>
    public static readonly TimeSpan LookBack = TimeSpan.FromMinutes(2);

    /// <summary>Number of ids before the newest that may belong to open transactions when reading starts.</summary>
    private const int OpenAtStart = 1000;

    private readonly HashSet<long> _told = [];
    private readonly Queue<(TimeSpan At, long Highest)> _marks = new();
    private long _highest;

    /// <summary>Every event up to this id has been delivered or will never appear.</summary>
    public long Floor { get; private set; }

    /// <summary>Returns the id to start reading after, given the newest event.</summary>
    public static long FloorBefore(long newest) => Math.Max(0, newest - OpenAtStart);

    /// <summary>Starts after the existing events: none of them is delivered.</summary>
    /// <param name="floor">See <see cref="FloorBefore"/>.</param>
    /// <param name="there">Existing ids above the floor.</param>
    public void Begin(long floor, IEnumerable<long> there)
    {
        _told.Clear();
        _marks.Clear();
        (Floor, _highest) = (floor, floor);
        foreach (var id in there)
        {
            See(id);
        }
    }

    /// <summary>Returns the ids that have not been delivered yet.</summary>
    public List<long> Untold(IEnumerable<long> ids) => [.. ids.Where(id => id > Floor && !_told.Contains(id))];

    /// <summary>Records ids as delivered.</summary>
    /// <param name="ids">Ids returned by <see cref="Untold"/>.</param>
    /// <param name="now">Time elapsed since any fixed moment.</param>
    public void Told(IEnumerable<long> ids, TimeSpan now)
    {
        foreach (var id in ids)
        {
            See(id);
        }

        if (_marks.Count == 0 || _marks.Last().Highest < _highest)
        {
            _marks.Enqueue((now, _highest));
        }

        while (_marks.TryPeek(out var mark) && now - mark.At > LookBack)
        {
            Floor = mark.Highest;
            _marks.Dequeue();
            _told.RemoveWhere(id => id <= Floor);
        }
    }

    private void See(long id)
    {
        _told.Add(id);
        _highest = Math.Max(_highest, id);
    }
}
