using Integration.Graph.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Disclosures;

/// <summary>Compares the officers' reasons, which are stored beside the ledger, with the hashes in its entries.</summary>
/// <remarks>
/// An erasure deletes a person's reasons with the person. A missing reason is therefore valid if the person is recorded
/// as erased. The database cannot tell whether that record is true. Officers open few persons, so all reasons fit in
/// memory.
/// </remarks>
internal sealed class LedgerReasons(GraphContext db)
{
    private const int PageSize = 500;

    /// <summary>Returns the differences, one text per opening.</summary>
    public async Task<List<string>> CompareAsync(CancellationToken cancellationToken)
    {
        var wrong = new List<string>();
        var entered = new HashSet<(string Reference, string Officer, DateTime At)>();
        var last = long.MinValue;
        while (true)
        {
            var entries = await db.DisclosureEntries.AsNoTracking().Where(x => x.Id > last && x.ReasonHash != "").OrderBy(x => x.Id)
                .Select(x => new { x.Id, x.At, x.Caller, x.Persons, x.ReasonHash }).Take(PageSize).ToListAsync(cancellationToken);
            if (entries.Count == 0)
            {
                break;
            }

            last = entries[^1].Id;
            foreach (var entry in entries)
            {
                var reference = ReferenceOf(entry.Persons);
                entered.Add((reference, entry.Caller, entry.At));
                // Read per entry and not all in advance, because the server may be writing.
                var stored = await db.SubjectAccesses.AsNoTracking()
                    .Where(x => x.Officer == entry.Caller && x.OpenedAt == entry.At && x.Refugee!.Reference == reference)
                    .Select(x => new { x.Reason, x.ReasonSalt }).ToListAsync(cancellationToken);
                if (stored.Exists(x => x.Reason is not null && IsHash(entry.ReasonHash, x.ReasonSalt, x.Reason)))
                {
                    continue;
                }

                if (stored.Count > 0)
                {
                    wrong.Add($"The reason for opening {reference} has been changed: its hash is not the one in entry {entry.Id}.");
                }
                else if (!await db.ErasedRefugees.AnyAsync(x => x.Reference == reference, cancellationToken))
                {
                    wrong.Add($"The reason for opening {reference} is missing: entry {entry.Id} has its hash, and the person has not been erased.");
                }
            }
        }

        var opened = db.SubjectAccesses.AsNoTracking().Where(x => x.ClosesAt > x.OpenedAt)
            .Select(x => new { x.Refugee!.Reference, x.Officer, x.OpenedAt }).AsAsyncEnumerable();
        var missing = new List<(string Reference, string Officer, DateTime At)>();
        await foreach (var access in opened.WithCancellation(cancellationToken))
        {
            if (!entered.Contains((access.Reference, access.Officer, access.OpenedAt)))
            {
                missing.Add((access.Reference, access.Officer, access.OpenedAt));
            }
        }

        foreach (var (reference, officer, at) in missing)
        {
            // An access that was opened meanwhile has its entry by now.
            if (!await db.DisclosureEntries.AnyAsync(x => x.Caller == officer && x.At == at && x.ReasonHash != "", cancellationToken))
            {
                wrong.Add($"An officer has opened {reference}, but no entry records it.");
            }
        }

        return wrong;
    }

    private static string ReferenceOf(string persons)
    {
        var end = persons.IndexOf(':', StringComparison.Ordinal);
        return end < 0 ? persons : persons[..end];
    }

    private static bool IsHash(string hash, string salt, string reason)
    {
        try
        {
            return hash == SubjectAccess.Hash(salt, reason);
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
