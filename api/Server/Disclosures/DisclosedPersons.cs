using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Consents;

namespace Integration.Graph.Server.Disclosures;

/// <summary>The persons of one answer, as they were when they were read.</summary>
internal sealed class DisclosedPersons : IDisposable
{
    /// <summary>Stands for a person who changed while the answer was read: no version is this one.</summary>
    private const int Changed = -1;

    private readonly Dictionary<string, Person> _persons = [];
    private readonly Lock _lock = new();
    private Ledger? _expects;

    /// <summary>How many steps the ledger had seen before the first row was read.</summary>
    public long Steps { get; private set; }

    public bool IsEmpty => _persons.Count == 0;

    /// <summary>What has been noted for each person.</summary>
    public Dictionary<string, Person> All => _persons;

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

    /// <summary>Rows of persons have been read, with the columns that <see cref="DisclosureTracker"/> asks for.</summary>
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

    /// <summary>A person has been read.</summary>
    /// <param name="reference">The person.</param>
    /// <param name="fields">Those that have a value.</param>
    /// <param name="consentVersion">0 for persons without a consent.</param>
    /// <param name="version">Of the person; each step raises it.</param>
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

    /// <summary>One line a person, as <see cref="DisclosureEntry.Persons"/> keeps it.</summary>
    public string ToLines()
    {
        // What an interpolated string is compiled to, for as many lines as there are: one allocation, that of the text.
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

    /// <summary>What is about to leave of a person, and the versions that were read.</summary>
    internal readonly record struct Person(SharedFields Fields, int ConsentVersion, int Version);
}
