using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Consents;

namespace Integration.Graph.Server.Disclosures;

/// <summary>The persons in one response, in the state in which the response read them.</summary>
internal sealed class DisclosedPersons : IDisposable
{
    /// <summary>Version of a person who changed while the response was being read. It equals no real version.</summary>
    private const int Changed = -1;

    private readonly Dictionary<string, Person> _persons = [];
    private readonly Lock _lock = new();
    private Ledger? _expects;

    /// <summary>Number of changes to persons that the ledger had seen before the first row was read.</summary>
    public long Steps { get; private set; }

    public bool IsEmpty => _persons.Count == 0;

    /// <summary>The recorded fields and versions of each person, by reference.</summary>
    public Dictionary<string, Person> All => _persons;

    /// <summary>Starts a response and clears what was recorded before.</summary>
    /// <param name="ledger">The ledger that expects the response from now on.</param>
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

    /// <summary>
    /// Ends the ledger's count of this response, because the ledger has received the response or will never receive it.
    /// </summary>
    public void End()
    {
        _expects?.ExpectNoMore();
        _expects = null;
    }

    public void Dispose() => End();

    /// <summary>Adds rows of persons, with the columns that <see cref="DisclosureTracker"/> requests.</summary>
    public void Add(TrackedRows rows)
    {
        lock (_lock)
        {
            _persons.EnsureCapacity(_persons.Count + rows.Count);
            for (var row = 0; row < rows.Count; row++)
            {
                if ((SharedFields)rows.Fields(row) is var fields and not SharedFields.None)
                {
                    Note((string)rows.Column(row, 0)!, fields, rows.Column(row, 1) is int version ? version : 0, (int)rows.Column(row, 2)!);
                }
            }
        }
    }

    /// <summary>Adds a person that was read.</summary>
    /// <param name="reference">Reference of the person.</param>
    /// <param name="fields">Fields that have a value.</param>
    /// <param name="consentVersion">Consent version; 0 for persons without a consent.</param>
    /// <param name="version">Version of the person; every change increases it.</param>
    public void Add(string reference, SharedFields fields, int consentVersion, int version)
    {
        lock (_lock)
        {
            Note(reference, fields, consentVersion, version);
        }
    }

    private void Note(string reference, SharedFields fields, int consentVersion, int version)
    {
        ref var person = ref CollectionsMarshal.GetValueRefOrAddDefault(_persons, reference, out var known);
        person = known
            ? new Person(person.Fields | fields, Math.Max(person.ConsentVersion, consentVersion), person.Version == version ? version : Changed)
            : new Person(fields, consentVersion, version);
    }

    /// <summary>Returns one line per person, in the format of <see cref="DisclosureEntry.Persons"/>.</summary>
    public string ToLines()
    {
        // The type behind interpolated strings, used for all lines at once: the text is the only allocation.
        var lines = new DefaultInterpolatedStringHandler(0, 0, CultureInfo.InvariantCulture, stackalloc char[1024]);
        foreach (var (reference, person) in _persons)
        {
            lines.AppendFormatted(reference);
            lines.AppendLiteral(":");
            lines.AppendFormatted((int)person.Fields);
            lines.AppendLiteral(":");
            lines.AppendFormatted(person.ConsentVersion);
            lines.AppendLiteral("\n");
        }

        return lines.ToStringAndClear();
    }

    /// <summary>The fields of a person that are about to be disclosed, and the versions that were read.</summary>
    internal readonly record struct Person(SharedFields Fields, int ConsentVersion, int Version);
}
