using System.Globalization;
using System.Text;
using Integration.Graph.Server.Consents;

namespace Integration.Graph.Server.Disclosures;

/// <summary>The persons of one answer, as they were when they were read.</summary>
internal sealed class DisclosedPersons : IDisposable
{
    /// <summary>Stands for a person who changed while the answer was read: no version is this one.</summary>
    private const int Changed = -1;

    // Room for a page of the usual size: growing to it would copy everything four times.
    private const int Usual = 64;

    private readonly Dictionary<string, Person> _persons = [];
    private readonly Lock _lock = new();
    private Ledger? _expects;

    /// <summary>How many steps the ledger had seen before the first row was read.</summary>
    public long Steps { get; private set; }

    public bool IsEmpty => _persons.Count == 0;

    /// <summary>What has been noted for each person.</summary>
    public IReadOnlyDictionary<string, Person> All => _persons;

    /// <summary>Begins an answer: nothing has been read.</summary>
    /// <param name="ledger">Expects the answer from now on.</param>
    public void Begin(Ledger ledger)
    {
        Steps = ledger.Steps;
        _persons.Clear();
        if (_expects is null)
        {
            ledger.Expect();
            _expects = ledger;
        }
    }

    /// <summary>The answer has come to the ledger, or there will be none.</summary>
    public void End()
    {
        _expects?.ExpectNoMore();
        _expects = null;
    }

    public void Dispose() => End();

    /// <summary>A row of a person has been read.</summary>
    /// <param name="reference">The person.</param>
    /// <param name="fields">Those that have a value.</param>
    /// <param name="consentVersion">0 for persons without a consent.</param>
    /// <param name="version">Of the person; each step raises it.</param>
    public void Add(string reference, SharedFields fields, int consentVersion, int version)
    {
        lock (_lock)
        {
            if (_persons.Count == 3)
            {
                _persons.EnsureCapacity(Usual);
            }

            _persons[reference] = _persons.TryGetValue(reference, out var known)
                ? new Person(known.Fields | fields, Math.Max(known.ConsentVersion, consentVersion), known.Version == version ? version : Changed)
                : new Person(fields, consentVersion, version);
        }
    }

    /// <summary>One line a person, as <see cref="DisclosureEntry.Persons"/> keeps it.</summary>
    public string ToLines()
    {
        var lines = new StringBuilder(_persons.Count * 20);
        foreach (var (reference, person) in _persons)
        {
            lines.Append(CultureInfo.InvariantCulture, $"{reference}:{(int)person.Fields}:{person.ConsentVersion}\n");
        }

        return lines.ToString();
    }

    /// <summary>What is about to leave of a person, and the versions that were read.</summary>
    internal readonly record struct Person(SharedFields Fields, int ConsentVersion, int Version);
}
