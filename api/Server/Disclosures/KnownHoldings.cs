using Integration.Graph.Server.Consents;

namespace Integration.Graph.Server.Disclosures;

/// <summary>
/// Holdings that are known to be stored, so that a list that is read again and again writes none. Only the ledger's one
/// writer uses it; it is emptied whenever holdings have been forgotten, whichever process did it.
/// </summary>
internal sealed class KnownHoldings
{
    private const int Most = 500_000;

    private readonly Dictionary<Recipient, Dictionary<string, SharedFields>> _known = [];
    private int _count;

    /// <summary>What the recipient is known to hold, to look persons up in; null if nothing.</summary>
    public IReadOnlyDictionary<string, SharedFields>? Of(Recipient recipient) => _known.GetValueOrDefault(recipient);

    /// <summary>These have been stored.</summary>
    public void Add(IReadOnlyList<Holding> stored)
    {
        if (_count + stored.Count > Most)
        {
            Clear();
        }

        foreach (var holding in stored)
        {
            var recipient = new Recipient(holding.Role, holding.Scope);
            if (!_known.TryGetValue(recipient, out var persons))
            {
                _known.Add(recipient, persons = []);
            }

            persons[holding.Reference] = persons.GetValueOrDefault(holding.Reference) | holding.Field.Bit();
        }

        _count += stored.Count;
    }

    public void Clear()
    {
        _known.Clear();
        _count = 0;
    }
}
