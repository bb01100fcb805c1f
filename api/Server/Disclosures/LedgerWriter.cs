using System.Security.Cryptography;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Disclosures.Storage;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Disclosures;

/// <summary>
/// Writes the chain of this process: one group after another, each in a transaction on the ledger's own connection. Used by one
/// thread only.
/// </summary>
internal sealed partial class LedgerWriter(
    IDbContextFactory<GraphContext> contexts, IOptions<DatabaseOptions> database, TimeProvider clock, LedgerAnchorLog anchors, ILogger<LedgerWriter> logger) : IDisposable
{
    private readonly KnownHoldings _known = new();
    private LedgerConnection? _connection;
    private Chain? _chain;
    private long _forgets = -1;
    private long _steps = -1;

    /// <summary>Number of changes to persons seen so far. Everything read from now on is at least as new. Thread-safe.</summary>
    public long Steps => Volatile.Read(ref _steps);

    /// <summary>Stores the entries and decides for each response whether it may be sent.</summary>
    public void Store(List<PendingEntry> waiting)
    {
        var chain = _chain ??= BeginChain();
        var gate = Open(out var connection);
        if (gate.Forgets != _forgets)
        {
            _known.Clear();
            _forgets = gate.Forgets;
        }

        MarkOutdated(waiting, gate, connection);
        foreach (var pending in waiting)
        {
            pending.IsOpen = pending.Opens is { } access && !connection.TryOpen(access);
        }

        var current = waiting.FindAll(pending => !pending.IsOutdated && !pending.IsOpen);
        if (current.Count > 0)
        {
            var entries = current.ConvertAll(pending => pending.Entry);
            var holdings = NewHoldings(current);
            chain.Number(entries);
            current.ForEach(_known.Shorten);
            var group = chain.Next(entries, Moment.Of(clock).Now);
            connection.Write(group, entries, holdings);
            if (group.Number == 1)
            {
                connection.CountChain();
            }

            connection.Commit();
            chain.Append(group);
            anchors.Move(new ChainEnd(chain.Id, chain.Groups, Convert.ToHexStringLower(chain.Hash)));
            _known.Add(holdings);
        }
        else
        {
            connection.Commit();
        }

        Volatile.Write(ref _steps, gate.Steps);
        waiting.ForEach(pending => pending.Decide());
    }

    /// <summary>
    /// Abandons the chain after a failure. It may be unknown whether the group was committed, so the next group starts a new
    /// chain whose anchor records what is stored.
    /// </summary>
    public void Abandon()
    {
        _chain = null;
        // The cache refers to entries of the abandoned chain, which may not exist.
        _known.Clear();
        _connection?.Dispose();
        _connection = null;
    }

    /// <summary>Emits the end of the chain outside the database.</summary>
    public void End() => anchors.Emit();

    public void Dispose() => _connection?.Dispose();

    // An idle connection may have been lost meanwhile. That must not fail a response.
    private LedgerGate Open(out LedgerConnection connection)
    {
        if (_connection is not null)
        {
            try
            {
                connection = _connection;
                return connection.Begin();
            }
            catch (System.Data.Common.DbException lost) when (lost.IsTransient || !_connection.IsOpen)
            {
                LogReconnecting(lost);
                _connection.Dispose();
                _connection = null;
            }
        }

        connection = _connection = LedgerConnection.Open(database.Value);
        return connection.Begin();
    }

    private Chain BeginChain()
    {
        using var db = contexts.CreateDbContext();
        long id;
        do
        {
            id = RandomNumberGenerator.GetInt32(1, DisclosureEntry.MostChains);
        }
        while (db.DisclosureGroups.Any(x => x.ChainId == id));

        return new Chain(id, LedgerAnchor.Make(db));
    }

    /// <summary>
    /// Marks responses with a person who has changed since the read. Checks only responses older than the latest change.
    /// </summary>
    private static void MarkOutdated(List<PendingEntry> waiting, LedgerGate gate, LedgerConnection connection)
    {
        var doubtful = waiting.FindAll(pending => pending.Opens is null && pending.Persons.Steps != gate.Steps);
        if (doubtful.Count == 0)
        {
            return;
        }

        var versions = connection.VersionsOf([.. doubtful.SelectMany(pending => pending.Persons.All.Keys).Distinct()]);
        foreach (var pending in doubtful)
        {
            pending.IsOutdated = pending.Persons.All.Any(person => !versions.TryGetValue(person.Key, out var version) || version != person.Value.Version);
        }
    }

    /// <summary>Returns the fields that a recipient is not known to hold yet, in an order that all processes share.</summary>
    private List<Holding> NewHoldings(List<PendingEntry> current)
    {
        var found = new Dictionary<(string, Recipient, SharedField), Holding>();
        foreach (var pending in current)
        {
            if (_known.Has(pending))
            {
                continue;
            }

            var (recipient, persons, entry) = pending;
            foreach (var (reference, person) in persons.All)
            {
                foreach (var field in (person.Fields & ~_known.Of(recipient, reference)).Each())
                {
                    found.TryAdd((reference, recipient, field), new Holding
                    {
                        Reference = reference,
                        Role = recipient.Role,
                        Scope = recipient.Scope,
                        Field = field,
                        Since = entry.At,
                        ConsentVersion = person.ConsentVersion,
                    });
                }
            }
        }

        return [.. found.Values
            .OrderBy(x => x.Reference, StringComparer.Ordinal).ThenBy(x => x.Role).ThenBy(x => x.Scope, StringComparer.Ordinal).ThenBy(x => x.Field)];
    }

    [LoggerMessage(LogLevel.Warning, "The ledger's database connection was lost and is being reopened")]
    private partial void LogReconnecting(Exception exception);

    /// <summary>State of the chain up to the last stored group.</summary>
    private sealed class Chain(long id, string anchor)
    {
        private long _entries;

        public long Id { get; } = id;

        public long Groups { get; private set; }

        public byte[] Hash { get; private set; } = LedgerChain.Nothing;

        /// <summary>Sets the ids that the entries get if they are stored.</summary>
        public void Number(List<DisclosureEntry> entries)
        {
            for (var i = 0; i < entries.Count; i++)
            {
                entries[i].Id = DisclosureEntry.IdOf(Id, _entries + i + 1);
            }
        }

        /// <summary>Creates the next group from these entries.</summary>
        public DisclosureGroup Next(List<DisclosureEntry> entries, DateTime at)
        {
            var group = new DisclosureGroup
            {
                ChainId = Id,
                Number = Groups + 1,
                At = at,
                FirstEntryId = entries[0].Id,
                Entries = entries.Count,
                Anchor = Groups == 0 ? anchor : null,
                PreviousHash = Hash,
                Hash = [],
            };
            group.Hash = LedgerChain.Hash(group, entries);
            return group;
        }

        /// <summary>Advances the chain after the group was stored.</summary>
        public void Append(DisclosureGroup group)
        {
            (Groups, Hash) = (group.Number, group.Hash);
            _entries += group.Entries;
        }
    }
}
