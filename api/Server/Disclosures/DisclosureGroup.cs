namespace Integration.Graph.Server.Disclosures;

/// <summary>
/// Entries that were committed together, and the link to those before: the next link of the chain that one process
/// writes. See <see cref="LedgerChain"/>.
/// </summary>
internal sealed class DisclosureGroup
{
    /// <summary>Random; a new one each time that a process begins to write.</summary>
    public long ChainId { get; init; }

    /// <summary>1 for the first of the chain, without gaps.</summary>
    public long Number { get; init; }
    public DateTime At { get; init; }

    /// <summary>The entries are those from this id on, without gaps.</summary>
    public long FirstEntryId { get; init; }

    /// <summary>How many entries.</summary>
    public int Entries { get; init; }

    /// <summary>Where a chain comes from, in its first group: the ends of the chains before it. Null in all others.</summary>
    public string? Anchor { get; init; }

    /// <summary>Of the group before; zeros in the first one.</summary>
    public required byte[] PreviousHash { get; init; }

    /// <summary>SHA-256 over all of the above and the entries.</summary>
    public required byte[] Hash { get; set; }
}
