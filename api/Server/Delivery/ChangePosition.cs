namespace Integration.Graph.Server.Delivery;

/// <summary>
/// Which events have been told. Ids are given when a row is written and become visible when its transaction commits, so
/// a lower one can show up after a higher one. So the last minutes are looked through again each time, and what has been
/// told already is remembered by its id.
/// </summary>
internal sealed class ChangePosition
{
    /// <summary>Longer than any transaction may take: the execution time-out is 30 seconds.</summary>
    public static readonly TimeSpan LookBack = TimeSpan.FromMinutes(2);

    /// <summary>How many ids before the newest could be of transactions that are still open when reading begins.</summary>
    private const int OpenAtStart = 1000;

    private readonly HashSet<long> _told = [];
    private readonly Queue<(TimeSpan At, long Highest)> _marks = new();
    private long _highest;

    /// <summary>Everything up to here has been told or will never come.</summary>
    public long Floor { get; private set; }

    /// <summary>Where to look back to from the newest event, to begin.</summary>
    public static long FloorBefore(long newest) => Math.Max(0, newest - OpenAtStart);

    /// <summary>Begins after what is there: nothing of it is told.</summary>
    /// <param name="floor">See <see cref="FloorBefore"/>.</param>
    /// <param name="there">The ids above it.</param>
    public void Begin(long floor, IEnumerable<long> there)
    {
        _told.Clear();
        _marks.Clear();
        (Floor, _highest) = (floor, floor);
        foreach (var id in there)
            See(id);
    }

    /// <summary>Those that have not been told yet.</summary>
    public List<long> Untold(IEnumerable<long> ids) => [.. ids.Where(id => id > Floor && !_told.Contains(id))];

    /// <summary>These have been told.</summary>
    /// <param name="ids">As <see cref="Untold"/> gave them.</param>
    /// <param name="now">Time since any fixed moment.</param>
    public void Told(IEnumerable<long> ids, TimeSpan now)
    {
        foreach (var id in ids)
            See(id);
        if (_marks.Count == 0 || _marks.Last().Highest < _highest)
            _marks.Enqueue((now, _highest));
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
