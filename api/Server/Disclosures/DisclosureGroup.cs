namespace Integration.Graph.Server.Disclosures;

/// <summary>
/// Entries that were committed together, with the hash of the previous group: one link of the chain that a process writes. See
/// <see cref="LedgerChain"/>.
/// </summary>
internal sealed class DisclosureGroup
{
    /// <summary>Random number of the chain. A process uses a new one each time it starts a chain.</summary>
    public long ChainId { get; init; }

    /// <summary>Number within the chain, from 1 without gaps.</summary>
    public long Number { get; init; }
    public DateTime At { get; init; }

    /// <summary>Id of the first entry; the others follow without gaps.</summary>
    public long FirstEntryId { get; init; }

    /// <summary>Number of entries.</summary>
    public int Entries { get; init; }

    /// <summary>Anchor of the chain in its first group: the ends of the chains before it. Null in all other groups.</summary>
    public string? Anchor { get; init; }

    /// <summary>Hash of the previous group; zeros in the first group.</summary>
    public required byte[] PreviousHash { get; init; }

    /// <summary>SHA-256 over all properties above and the entries.</summary>
    public required byte[] Hash { get; set; }
}
