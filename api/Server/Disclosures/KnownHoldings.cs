using Integration.Graph.Server.Consents;

namespace Integration.Graph.Server.Disclosures;

/// <summary>
/// Holdings that are known to be stored, so that a list that is read again and again writes none. Only the ledger's one
/// writer uses it; it is emptied whenever holdings have been forgotten, whichever process did it.
/// </summary>
internal sealed class KnownHoldings
{
    private const int Most = 500_000;

    // Whole answers, in the ledger's words: a page that is looked at again is one look-up and not one for each person.
    private const int MostAnswers = 1_000;

    private readonly Dictionary<Recipient, Dictionary<string, SharedFields>> _known = [];
    private readonly HashSet<(Recipient, string)> _answers = [];
    private int _count;

    /// <summary>Whether the recipient holds all that the answer says; remembered, so that the same answer is known the next time.</summary>
    public bool Has(PendingEntry pending)
    {
        var answer = (pending.Recipient, pending.Entry.Persons);
        if (_answers.Contains(answer))
        {
            return true;
        }

        if (!_known.TryGetValue(pending.Recipient, out var known))
        {
            return false;
        }

        foreach (var (reference, person) in pending.Persons.All)
        {
            if ((person.Fields & ~known.GetValueOrDefault(reference)) != SharedFields.None)
            {
                return false;
            }
        }

        if (_answers.Count == MostAnswers)
        {
            _answers.Clear();
        }

        _answers.Add(answer);
        return true;
    }

    /// <summary>What the recipient is known to hold of a person.</summary>
    public SharedFields Of(Recipient recipient, string reference) =>
        _known.TryGetValue(recipient, out var known) ? known.GetValueOrDefault(reference) : SharedFields.None;

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
        _answers.Clear();
        _count = 0;
    }
}
