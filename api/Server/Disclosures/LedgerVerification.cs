using System.Globalization;
using Integration.Graph.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Disclosures;

/// <summary>Where the ledger is not what was written.</summary>
/// <param name="Chain">In which chain; null if it is beside the chains.</param>
/// <param name="Group">At which of its groups; null if it is about the chain as a whole.</param>
/// <param name="What">What is wrong.</param>
internal sealed record LedgerBreak(long? Chain, long? Group, string What)
{
    public override string ToString() => Chain is null ? What
        : string.Create(CultureInfo.InvariantCulture, $"Chain {Chain}{(Group is { } group ? $", group {group}" : "")}: {What}");
}

/// <summary>What a verification found.</summary>
/// <param name="Chains">How many chains there are.</param>
/// <param name="Groups">How many groups were verified.</param>
/// <param name="Entries">How many entries.</param>
/// <param name="Breaks">The first break of each chain that has one, and what does not fit the chains.</param>
/// <param name="IsCompared">Whether holdings and reasons were compared with the entries: entries of broken chains prove nothing.</param>
internal sealed record LedgerReport(int Chains, long Groups, long Entries, IReadOnlyList<LedgerBreak> Breaks, bool IsCompared = true);

/// <summary>
/// Reads all chains from their beginnings and computes every hash again; then compares with the entries what is stored
/// beside them. The server may go on writing meanwhile.
/// </summary>
internal sealed class LedgerVerification(GraphContext db)
{
    private const int PageSize = 500;

    private readonly List<LedgerBreak> _breaks = [];
    private readonly List<(long By, ChainEnd End)> _anchored = [];
    private long _groups;
    private long _entries;

    /// <param name="expected">Ends that are known from elsewhere, such as the server's log.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<LedgerReport> RunAsync(IEnumerable<ChainEnd> expected, CancellationToken cancellationToken = default)
    {
        var begun = await BegunAsync(cancellationToken);
        var chains = await db.DisclosureGroups.Select(x => x.ChainId).Distinct().OrderBy(x => x).ToListAsync(cancellationToken);
        var end = 0L;
        for (var i = 0; i <= chains.Count; i++)
        {
            // What lies between the known entries of one chain and the first of the next belongs to no group.
            var next = i < chains.Count ? DisclosureEntry.IdOf(chains[i], 1) : long.MaxValue;
            await FindStrayAsync(end, next, cancellationToken);
            if (i < chains.Count)
            {
                end = await VerifyChainAsync(chains[i], cancellationToken);
            }
        }

        foreach (var (by, known) in _anchored)
        {
            await CompareAsync(known, $"chain {by.ToString(CultureInfo.InvariantCulture)} was begun", cancellationToken);
        }

        // What is known from elsewhere says nothing against the entries that are there.
        var isWhole = _breaks.Count == 0;
        foreach (var known in expected)
        {
            await CompareAsync(known, "it was written down outside the database", cancellationToken);
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

    /// <summary>How many chains have been begun, by the storage's own count; null if the count is gone.</summary>
    private async Task<long?> BegunAsync(CancellationToken cancellationToken) =>
        long.TryParse(
            await db.StorageMarks.Where(x => x.Name == LedgerChain.CountMark).Select(x => x.Value).SingleOrDefaultAsync(cancellationToken),
            NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    /// <summary>Whole chains may be gone, with what holds them. One may be begun while this runs.</summary>
    private async Task CompareCountAsync(long? before, int chains, CancellationToken cancellationToken)
    {
        var after = await BegunAsync(cancellationToken);
        if (before is null || after is null)
        {
            _breaks.Add(new LedgerBreak(null, null, "The count of the chains that have been begun is missing."));
        }
        else if (chains < before || chains > after)
        {
            _breaks.Add(new LedgerBreak(null, null, string.Create(CultureInfo.InvariantCulture,
                $"Whole chains are missing, or were added: the storage counts {before}, and {chains} are there.")));
        }
        else if (chains == 0 && (await db.Holdings.AnyAsync(cancellationToken) || await db.DeletionRequests.AnyAsync(cancellationToken)
            || await db.SubjectAccesses.AnyAsync(x => x.ClosesAt > x.OpenedAt, cancellationToken)))
        {
            _breaks.Add(new LedgerBreak(null, null, "There is no chain, though fields have left: there are holdings, deletion requests or opened persons."));
        }
    }

    /// <returns>The id after the chain's last entry, as far as it could be followed; after all of the chain where it is broken.</returns>
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
            return string.Create(CultureInfo.InvariantCulture, $"it is missing; the next one that is there is group {group.Number}.");
        }

        if (!group.PreviousHash.AsSpan().SequenceEqual(hash))
        {
            return "it does not follow the group before: the hash that it names is not that group's.";
        }

        if (group.FirstEntryId != firstEntry)
        {
            return "its entries do not follow those of the group before.";
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
            return "the group or one of its entries has been changed: they do not give the group's hash.";
        }

        return RememberAnchor(group);
    }

    private string? RememberAnchor(DisclosureGroup group)
    {
        if ((group.Anchor is null) == (group.Number == 1))
        {
            return "only a chain's first group says where the chain comes from, and it has to.";
        }

        try
        {
            _anchored.AddRange(LedgerAnchor.Read(group.Anchor ?? "").Select(end => (group.ChainId, end)));
            return null;
        }
        catch (FormatException)
        {
            return "where the chain comes from cannot be read.";
        }
    }

    private async Task FindStrayAsync(long from, long until, CancellationToken cancellationToken)
    {
        // One statement, so that what is being written meanwhile is seen as a whole or not at all.
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
                ? $"it is missing, though it was there when {because}: the end of the chain has been cut off."
                : $"the whole chain is missing, though it was there when {because}."));
        }
        else if (known.Hash.Length > 0 && !Convert.ToHexStringLower(there).Equals(known.Hash, StringComparison.OrdinalIgnoreCase))
        {
            _breaks.Add(new LedgerBreak(known.Chain, known.Number, $"it is not the group that was there when {because}: the chain has been written anew."));
        }
    }
}
