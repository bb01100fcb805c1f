using Integration.Graph.Server.Consents;

namespace Integration.Graph.Server.Disclosures;

/// <summary>
/// Cache of holdings and responses that are known to be stored. With it, a list that is read repeatedly writes no holdings, and
/// its persons are stored only once.
/// </summary>
/// <remarks>
/// Used only by the ledger's one writer. It is cleared when any process ends holdings because of a confirmed deletion, and when
/// a chain is abandoned.
/// </remarks>
internal sealed class KnownHoldings
{
    private const int Most = 500_000;

    // Each takes some kilobytes.
    private const int MostAnswers = 1_000;

    // Characters. A shorter list of persons is not much longer than the pointer that would replace it.
    private const int WorthShortening = 100;

    private readonly Dictionary<Recipient, Dictionary<string, SharedFields>> _known = [];

    // Person lists of whole responses, as text, with the id of the entry that has the list. A page that is read again then takes
    // one look-up instead of one per person.
    private readonly Dictionary<(Recipient, string), long> _answers = [];
    private int _count;

    /// <summary>
    /// Whether the recipient already holds all fields of the response. Also finds an earlier entry with the same persons.
    /// </summary>
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
    /// Replaces the persons of the entry by a pointer to an earlier entry with the same persons. Without one, later entries can
    /// point to this entry.
    /// </summary>
    /// <param name="pending">The entry to be stored. It must have its id, and <see cref="Has"/> must have been called for
    /// it.</param>
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

    /// <summary>Returns the fields of a person that the recipient is known to hold.</summary>
    public SharedFields Of(Recipient recipient, string reference) =>
        _known.TryGetValue(recipient, out var known) ? known.GetValueOrDefault(reference) : SharedFields.None;

    /// <summary>Adds holdings that have been stored.</summary>
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
