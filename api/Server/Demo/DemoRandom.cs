namespace Integration.Graph.Server.Demo;

/// <summary>
/// Random generator with repeatable results: the same seed gives the same world on every version of the framework, which the
/// framework's own generator does not guarantee. SplitMix64 (Steele, Lea and Flood 2014).
/// </summary>
internal sealed class DemoRandom(ulong seed)
{
    private ulong _state = seed;

    public ulong Bits()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>Returns a positive id for a row.</summary>
    public long Id() => (long)(Bits() >> 1) | 1;

    /// <summary>Returns a number from 0 to below 1.</summary>
    public double Fraction() => (Bits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Returns a number from the least to the most, both included; the least if the most is smaller.</summary>
    public int From(int least, int most) => most <= least ? least : least + (int)(Fraction() * (most - least + 1));

    public bool Chance(double probability) => Fraction() < probability;

    public T Pick<T>(IReadOnlyList<T> from) => from[From(0, from.Count - 1)];

    /// <summary>Returns some of the elements, in their order.</summary>
    public List<T> Some<T>(IReadOnlyList<T> from, int count)
    {
        var some = new List<T>(count);
        for (var i = 0; i < from.Count && some.Count < count; i++)
        {
            if (Fraction() * (from.Count - i) < count - some.Count)
            {
                some.Add(from[i]);
            }
        }

        return some;
    }
}

/// <summary>Elements that are picked in proportion to their weights.</summary>
internal sealed class Weighted<T>
{
    private readonly List<T> _things = [];
    private readonly List<double> _upTo = [];

    public void Add(T thing, double weight)
    {
        if (weight <= 0)
        {
            return;
        }

        _things.Add(thing);
        _upTo.Add((_upTo.Count == 0 ? 0 : _upTo[^1]) + weight);
    }

    public T Pick(DemoRandom random)
    {
        var at = _upTo.BinarySearch(random.Fraction() * _upTo[^1]);
        return _things[Math.Min(at < 0 ? ~at : at + 1, _things.Count - 1)];
    }
}
