using System.Globalization;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server.Disclosures;

/// <summary>
/// Makes the holdings again from the entries and the confirmed deletions, and compares them with those that are stored.
/// </summary>
/// <remarks>
/// One statement gives all three in the order of persons and recipients, so that memory holds what concerns one person and
/// one recipient, and what is being written meanwhile is seen as a whole or not at all. The database sorts a row for each
/// person of each entry, on its disk.
/// </remarks>
internal sealed class LedgerHoldings(GraphContext db)
{
    /// <summary>So many are named; the others are counted.</summary>
    public const int MostNamed = 20;

    // An entry has the instant of its request, and a confirmation that of its mutation; both are stored some time later.
    // Processes have clocks of their own.
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(5);

    private readonly List<(DateTime At, SharedFields Fields, int ConsentVersion)> _left = [];
    private readonly List<(DateTime At, SharedFields Fields)> _confirmed = [];
    private readonly List<LedgerLine> _held = [];
    private readonly List<string> _wrong = [];
    private int _count;

    /// <summary>What is wrong, one text for each holding.</summary>
    public async Task<List<string>> CompareAsync(CancellationToken cancellationToken)
    {
        LedgerLine? last = null;
        await foreach (var line in LedgerLines.ReadAsync(db, cancellationToken))
        {
            if (last is not null && (last.Reference, last.Role, last.Scope) != (line.Reference, line.Role, line.Scope))
                Compare(last);
            last = line;
            switch (line.Kind)
            {
                case LedgerLineKind.Left:
                    _left.Add((line.At, (SharedFields)line.Fields, line.ConsentVersion));
                    break;
                case LedgerLineKind.Confirmed:
                    _confirmed.Add((line.At, (SharedFields)line.Fields));
                    break;
                default:
                    _held.Add(line);
                    break;
            }
        }

        if (last is not null)
            Compare(last);
        if (_count > MostNamed)
            _wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{_count - MostNamed} other holdings are wrong too."));
        return _wrong;
    }

    private void Compare(LedgerLine of)
    {
        foreach (var field in Enum.GetValues<SharedField>())
        {
            var left = _left.FindAll(x => (x.Fields & field.Bit()) != SharedFields.None);
            var held = _held.Find(x => x.Fields == (int)field);
            var confirmed = _confirmed.FindAll(x => (x.Fields & field.Bit()) != SharedFields.None).ConvertAll(x => x.At);
            if (WrongWith(left, confirmed, held) is { } what && _count++ < MostNamed)
                _wrong.Add($"The holding of {field.ToString().ToUpperInvariant()} of {of.Reference} by {of.Role} {of.Scope}".TrimEnd() + " " + what);
        }

        foreach (var stray in _held.Where(x => !Enum.IsDefined((SharedField)x.Fields)))
            if (_count++ < MostNamed)
                _wrong.Add($"A holding of {of.Reference} by {of.Role} {of.Scope}".TrimEnd() + " is of no field.");
        _left.Clear();
        _confirmed.Clear();
        _held.Clear();
    }

    private static string? WrongWith(List<(DateTime At, SharedFields Fields, int ConsentVersion)> left, List<DateTime> confirmed, LedgerLine? held)
    {
        if (held is null)
            return left.Count > 0 ? "is missing: entries say that the field has left." : null;
        if (left.Count == 0)
            return "has been added: no entry says that the field has left.";
        if (!left.Exists(x => x.At == held.At && x.ConsentVersion == held.ConsentVersion))
            return "has been changed: no entry has its instant and its version of the consent.";
        // Held anew since the last deletion before, if there is one; and since the first entry after that.
        var begin = confirmed.Where(x => x <= held.At + Slack).DefaultIfEmpty(DateTime.MinValue).Max();
        if (left.Exists(x => (begin == DateTime.MinValue || x.At > begin + Slack) && x.At < held.At - Slack))
            return "has been changed: the field left earlier than it says.";
        // A confirmation ends what is held, so that it is held anew when the field leaves again.
        if (confirmed.Exists(x => x > held.At + Slack && (held.EndedAt is null || x < held.EndedAt - Slack)))
            return "has been changed: it has not ended, though its deletion was confirmed.";
        if (held.EndedAt is not { } ended)
            return null;
        if (!confirmed.Contains(ended))
            return "has been changed: it has ended, and no deletion was confirmed then.";
        return left.Exists(x => x.At > ended + Slack) ? "has been changed: it has ended, and the field has left again." : null;
    }
}
