using System.Linq.Expressions;
using Integration.Graph.Engine.Execution;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Sharing;

namespace Integration.Graph.Server.Disclosures;

/// <summary>Notes each person whose personal fields are about to leave, for the answer's ledger entry.</summary>
internal sealed class DisclosureTracker : RowTracker
{
    private static readonly Expression<Func<Refugee, string>> Reference = r => r.Reference;
    private static readonly Expression<Func<Refugee, int?>> ConsentVersion = r => r.Consent!.Version;

    public override IReadOnlyList<LambdaExpression> Columns { get; } = [Reference, ConsentVersion];

    public override int Bit(string field) => SharingTable.Shared.TryGetValue(field, out var shared) ? (int)shared.Bit() : 0;

    public override void Track(RequestContext context, ReadOnlySpan<object?> columns, int fields) =>
        context.Service<DisclosedPersons>().Add((string)columns[0]!, (SharedFields)fields, columns[1] as int? ?? 0);
}

/// <summary>The persons of one answer.</summary>
internal sealed class DisclosedPersons
{
    private readonly Dictionary<string, (SharedFields Fields, int ConsentVersion)> _persons = [];
    private readonly Lock _lock = new();

    public bool IsEmpty => _persons.Count == 0;

    public void Add(string reference, SharedFields fields, int consentVersion)
    {
        lock (_lock)
        {
            var known = _persons.GetValueOrDefault(reference);
            _persons[reference] = (known.Fields | fields, Math.Max(known.ConsentVersion, consentVersion));
        }
    }

    /// <summary>One line a person, as <see cref="DisclosureEntry.Persons"/> keeps it.</summary>
    public string ToLines()
    {
        var lines = new System.Text.StringBuilder(_persons.Count * 20);
        foreach (var (reference, (fields, version)) in _persons)
        {
            lines.Append(reference).Append(':').Append((int)fields).Append(':').Append(version).Append('\n');
        }

        return lines.ToString();
    }
}
