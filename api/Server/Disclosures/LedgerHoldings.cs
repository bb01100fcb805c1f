using System.Globalization;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Disclosures.Storage;
using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server.Disclosures;

/// <summary>
/// Recomputes the holdings from the entries and the confirmed deletions, and compares them with the stored ones.
/// </summary>
/// <remarks>
/// One statement returns all three, ordered by person and recipient. Memory therefore holds the rows of one person and one
/// recipient only, and concurrent writes are seen completely or not at all. The database sorts a row for each person of each
/// entry on its disk.
/// </remarks>
internal sealed class LedgerHoldings(GraphContext db)
{
    /// <summary>Number of wrong holdings that are named; the others are only counted.</summary>
    public const int MostNamed = 20;

    // An entry has the instant of its request, a confirmation the instant of its mutation. Both are stored some time later, and
    // processes have separate clocks.
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(5);

    private readonly List<(DateTime At, SharedFields Fields, int ConsentVersion)> _left = [];
    private readonly List<(DateTime At, SharedFields Fields)> _confirmed = [];
    private readonly List<LedgerLine> _held = [];
    private readonly List<string> _wrong = [];
    private int _count;

    /// <summary>Returns the differences, one text per holding.</summary>
    public async Task<List<string>> CompareAsync(CancellationToken cancellationToken)
    {
        LedgerLine? last = null;
        await foreach (var line in LedgerLines.ReadAsync(db, cancellationToken))
        {
            if (last is not null && (last.Reference, last.Role, last.Scope) != (line.Reference, line.Role, line.Scope))
            {
                Compare(last);
            }

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
        {
            Compare(last);
        }

        if (_count > MostNamed)
        {
            _wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{_count - MostNamed} more holdings are wrong."));
        }

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
            {
                _wrong.Add($"The holding of {field.SchemaName()} of {of.Reference} by {of.Role} {of.Scope}".TrimEnd() + " " + what);
            }
        }

        foreach (var stray in _held.Where(x => !Enum.IsDefined((SharedField)x.Fields)))
        {
            if (_count++ < MostNamed)
            {
                _wrong.Add($"A holding of {of.Reference} by {of.Role} {of.Scope}".TrimEnd() + " is of an unknown field.");
            }
        }

        _left.Clear();
        _confirmed.Clear();
        _held.Clear();
    }

    private static string? WrongWith(List<(DateTime At, SharedFields Fields, int ConsentVersion)> left, List<DateTime> confirmed, LedgerLine? held)
    {
        if (held is null)
        {
            return left.Count > 0 ? "is missing: entries record that the field was disclosed." : null;
        }

        if (left.Count == 0)
        {
            return "has been added: no entry records that the field was disclosed.";
        }

        if (!left.Exists(x => x.At == held.At && x.ConsentVersion == held.ConsentVersion))
        {
            return "has been changed: no entry has its instant and consent version.";
        }
        // The holding starts after the last earlier deletion, if there is one, with the first entry after it.
        var begin = confirmed.Where(x => x <= held.At + Slack).DefaultIfEmpty(DateTime.MinValue).Max();
        if (left.Exists(x => (begin == DateTime.MinValue || x.At > begin + Slack) && x.At < held.At - Slack))
        {
            return "has been changed: the field was disclosed earlier than it says.";
        }
        // A confirmation ends the holding. A later disclosure starts a new one.
        if (confirmed.Exists(x => x > held.At + Slack && (held.EndedAt is null || x < held.EndedAt - Slack)))
        {
            return "has been changed: it has not ended, although its deletion was confirmed.";
        }

        if (held.EndedAt is not { } ended)
        {
            return null;
        }

        if (!confirmed.Contains(ended))
        {
            return "has been changed: it has ended, but no deletion was confirmed at that time.";
        }

        return left.Exists(x => x.At > ended + Slack) ? "has been changed: it has ended, but the field was disclosed again." : null;
    }
}
