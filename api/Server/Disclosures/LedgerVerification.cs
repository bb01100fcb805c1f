using System.Globalization;
using Integration.Graph.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Disclosures;

/// <summary>A place where the ledger differs from what was written.</summary>
/// <param name="Chain">Number of the chain; null if the problem is outside the chains.</param>
/// <param name="Group">Number of the group; null if the problem concerns the whole chain.</param>
/// <param name="What">The problem.</param>
internal sealed record LedgerBreak(long? Chain, long? Group, string What)
{
    public override string ToString() => Chain is null ? What
        : string.Create(CultureInfo.InvariantCulture, $"Chain {Chain}{(Group is { } group ? $", group {group}" : "")}: {What}");
}

/// <summary>Result of a verification.</summary>
/// <param name="Chains">Number of chains.</param>
/// <param name="Groups">Number of verified groups.</param>
/// <param name="Entries">Number of verified entries.</param>
/// <param name="Breaks">The first break of each broken chain, and the data beside the chains that does not match them.</param>
/// <param name="IsCompared">Whether holdings and reasons were compared with the entries. Entries of broken chains prove
/// nothing.</param>
internal sealed record LedgerReport(int Chains, long Groups, long Entries, IReadOnlyList<LedgerBreak> Breaks, bool IsCompared = true);

/// <summary>
/// Reads all chains from the start and recomputes every hash. Then compares the data stored beside the chains with the entries.
/// The server may keep writing meanwhile.
/// </summary>
internal sealed class LedgerVerification(GraphContext db)
{
    private const int PageSize = 500;

    private readonly List<LedgerBreak> _breaks = [];
    private readonly List<(long By, ChainEnd End)> _anchored = [];
    private long _groups;
    private long _entries;

    /// <param name="expected">Ends of chains that are known from outside the database, for example from the server's log.</param>
    /// <param name="cancellationToken">Cancels the verification.</param>
    public async Task<LedgerReport> RunAsync(IEnumerable<ChainEnd> expected, CancellationToken cancellationToken = default)
    {
        var begun = await BegunAsync(cancellationToken);
        var chains = await db.DisclosureGroups.Select(x => x.ChainId).Distinct().OrderBy(x => x).ToListAsync(cancellationToken);
        var end = 0L;
        for (var i = 0; i <= chains.Count; i++)
        {
            // Entries between the known entries of one chain and the first entry of the next belong to no group.
            var next = i < chains.Count ? DisclosureEntry.IdOf(chains[i], 1) : long.MaxValue;
            await FindStrayAsync(end, next, cancellationToken);
            if (i < chains.Count)
            {
                end = await VerifyChainAsync(chains[i], cancellationToken);
            }
        }

        foreach (var (by, known) in _anchored)
        {
            await CompareAsync(known, $"chain {by.ToString(CultureInfo.InvariantCulture)} was started", cancellationToken);
        }

        // A mismatch with an end from outside the database does not invalidate the stored entries.
        var isWhole = _breaks.Count == 0;
        foreach (var known in expected)
        {
            await CompareAsync(known, "its anchor was recorded outside the database", cancellationToken);
        }

        await CompareCountAsync(begun, chains.Count, cancellationToken);
        var broken = _breaks.DistinctBy(x => x.Chain ?? -1).ToList();
        if (isWhole)
        {
            broken.AddRange((await new LedgerHoldings(db).CompareAsync(cancellationToken)).Select(what => new LedgerBreak(null, null, what)));
            broken.AddRange((await new LedgerReasons(db).CompareAsync(cancellationToken)).Select(what => new LedgerBreak(null, null, what)));
        }

        return new LedgerReport(chains.Count, _groups, _entries, broken, isWhole);
    }

    /// <summary>Returns the number of chains that were started, from the stored count; null if the count is missing.</summary>
    private async Task<long?> BegunAsync(CancellationToken cancellationToken) =>
        long.TryParse(
            await db.StorageMarks.Where(x => x.Name == LedgerChain.CountMark).Select(x => x.Value).SingleOrDefaultAsync(cancellationToken),
            NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    /// <summary>
    /// Detects removed chains, even if the chains that record their ends are removed too. A chain may be started while
    /// this runs.
    /// </summary>
    private async Task CompareCountAsync(long? before, int chains, CancellationToken cancellationToken)
    {
        var after = await BegunAsync(cancellationToken);
        if (before is null || after is null)
        {
            _breaks.Add(new LedgerBreak(null, null, "The stored count of chains is missing."));
        }
        else if (chains < before || chains > after)
        {
            _breaks.Add(new LedgerBreak(null, null, string.Create(CultureInfo.InvariantCulture,
                $"Whole chains are missing or were added: the stored count is {before}, but the ledger has {chains}.")));
        }
        else if (chains == 0 && (await db.Holdings.AnyAsync(cancellationToken) || await db.DeletionRequests.AnyAsync(cancellationToken)
            || await db.SubjectAccesses.AnyAsync(x => x.ClosesAt > x.OpenedAt, cancellationToken)))
        {
            _breaks.Add(new LedgerBreak(null, null, "There is no chain, although fields were disclosed: there are holdings, deletion requests or opened persons."));
        }
    }

    /// <returns>The id after the chain's last verified entry. For a broken chain, the first id after the whole chain.</returns>
    private async Task<long> VerifyChainAsync(long chain, CancellationToken cancellationToken)
    {
        var (number, hash, entry) = (0L, LedgerChain.Nothing, DisclosureEntry.IdOf(chain, 1));
        while (true)
        {
            var page = await db.DisclosureGroups.AsNoTracking()
                .Where(x => x.ChainId == chain && x.Number > number).OrderBy(x => x.Number).Take(PageSize).ToListAsync(cancellationToken);
            if (page.Count == 0)
            {
                return entry;
            }

            var last = page[^1].FirstEntryId + page[^1].Entries;
            var entries = new Queue<DisclosureEntry>(await db.DisclosureEntries.AsNoTracking()
                .Where(x => x.Id >= entry && x.Id < last).OrderBy(x => x.Id).ToListAsync(cancellationToken));
            foreach (var group in page)
            {
                if (WrongWith(group, number, hash, entry, entries) is { } what)
                {
                    _breaks.Add(new LedgerBreak(chain, group.Number > number + 1 ? number + 1 : group.Number, what));
                    return DisclosureEntry.IdOf(chain + 1, 1);
                }

                (number, hash, entry) = (group.Number, group.Hash, group.FirstEntryId + group.Entries);
                (_groups, _entries) = (_groups + 1, _entries + group.Entries);
            }
        }
    }

    private string? WrongWith(DisclosureGroup group, long number, byte[] hash, long firstEntry, Queue<DisclosureEntry> entries)
    {
        if (group.Number != number + 1)
        {
            return string.Create(CultureInfo.InvariantCulture, $"the group is missing; the next stored group is group {group.Number}.");
        }

        if (!group.PreviousHash.AsSpan().SequenceEqual(hash))
        {
            return "the group does not follow the previous group: the hash that it names is not that group's hash.";
        }

        if (group.FirstEntryId != firstEntry)
        {
            return "the group's entries do not follow those of the previous group.";
        }

        var own = new List<DisclosureEntry>(group.Entries);
        for (var id = firstEntry; id < firstEntry + group.Entries; id++)
        {
            if (!entries.TryDequeue(out var entry) || entry.Id != id)
            {
                return string.Create(CultureInfo.InvariantCulture, $"entry {id} is missing.");
            }

            own.Add(entry);
        }

        if (!group.Hash.AsSpan().SequenceEqual(LedgerChain.Hash(group, own)))
        {
            return "the group or one of its entries has been changed: their hash is not the group's hash.";
        }

        return RememberAnchor(group);
    }

    private string? RememberAnchor(DisclosureGroup group)
    {
        if ((group.Anchor is null) == (group.Number == 1))
        {
            return "the first group of a chain must have an anchor, and no other group may have one.";
        }

        try
        {
            _anchored.AddRange(LedgerAnchor.Read(group.Anchor ?? "").Select(end => (group.ChainId, end)));
            return null;
        }
        catch (FormatException)
        {
            return "the anchor of the chain cannot be read.";
        }
    }

    private async Task FindStrayAsync(long from, long until, CancellationToken cancellationToken)
    {
        // One statement, so that concurrent writes are seen completely or not at all.
        var stray = await db.DisclosureEntries
            .Where(x => x.Id >= from && x.Id < until && !db.DisclosureGroups.Any(g => g.FirstEntryId <= x.Id && x.Id < g.FirstEntryId + g.Entries))
            .OrderBy(x => x.Id).Select(x => (long?)x.Id).FirstOrDefaultAsync(cancellationToken);
        if (stray is { } id)
        {
            _breaks.Add(new LedgerBreak(DisclosureEntry.ChainOf(id), null, string.Create(CultureInfo.InvariantCulture,
                $"entry {id} belongs to no group: the end of the chain is missing, or the entry was added.")));
        }
    }

    private async Task CompareAsync(ChainEnd known, string because, CancellationToken cancellationToken)
    {
        if (_breaks.Exists(x => x.Chain == known.Chain))
        {
            return;
        }

        var there = await db.DisclosureGroups.Where(x => x.ChainId == known.Chain && x.Number == known.Number).Select(x => x.Hash).SingleOrDefaultAsync(cancellationToken);
        if (there is null)
        {
            var any = await db.DisclosureGroups.AnyAsync(x => x.ChainId == known.Chain, cancellationToken);
            _breaks.Add(new LedgerBreak(known.Chain, any ? known.Number : null, any
                ? $"the group is missing, although it existed when {because}: the end of the chain was removed."
                : $"the whole chain is missing, although it existed when {because}."));
        }
        else if (known.Hash.Length > 0 && !Convert.ToHexStringLower(there).Equals(known.Hash, StringComparison.OrdinalIgnoreCase))
        {
            _breaks.Add(new LedgerBreak(known.Chain, known.Number, $"the group is not the one that existed when {because}: the chain was rewritten."));
        }
    }
}
