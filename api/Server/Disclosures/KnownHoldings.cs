using Integration.Graph.Server.Consents;

namespace Integration.Graph.Server.Disclosures;

/// <summary>
/// Holdings and answers that are known to be stored, so that a list that is read again and again writes no holdings, and names
/// its persons once. Only the ledger's one writer uses it; it is emptied whenever holdings have been forgotten, whichever
/// process did it, and when a chain is given up.
/// </summary>
internal sealed class KnownHoldings
{
    private const int Most = 500_000;

    // Of some kilobytes each.
    private const int MostAnswers = 1_000;

    // Characters. The persons of an entry that has fewer are not much longer than what would stand in their place.
    private const int WorthShortening = 100;

    private readonly Dictionary<Recipient, Dictionary<string, SharedFields>> _known = [];

    // Whole answers, in the ledger's words, and the entry that has them: a page that is looked at again is one look-up and
    // not one for each person.
    private readonly Dictionary<(Recipient, string), long> _answers = [];
    private int _count;

    /// <summary>Whether the recipient holds all that the answer says; finds the entry before with the same persons too.</summary>
    public bool Has(PendingEntry pending)
    {
        if (_answers.TryGetValue((pending.Recipient, pending.Entry.Persons), out var before))
        {
            pending.Before = before;
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

        return true;
    }

    /// <summary>
    /// Lets the entry say which one before it has the same persons, if there is one; otherwise it is the one that later
    /// groups may name.
    /// </summary>
    /// <param name="pending">Is about to be stored, has its number, and <see cref="Has"/> was asked about it.</param>
    public void Shorten(PendingEntry pending)
    {
        if (pending.Entry.Persons.Length < WorthShortening)
        {
            return;
        }

        if (pending.Before is { } before)
        {
            pending.Entry.Persons = DisclosureEntry.SameAs(before);
            return;
        }

        if (_answers.Count == MostAnswers)
        {
            _answers.Clear();
        }

        _answers.TryAdd((pending.Recipient, pending.Entry.Persons), pending.Entry.Id);
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
