namespace Integration.Graph.Server.Disclosures;

/// <summary>One answer that carried personal fields: who got it, in which role, by which operation.</summary>
internal sealed class DisclosureEntry
{
    public long Id { get; init; }
    public DateTime At { get; init; }
    public required string Role { get; init; }

    /// <summary>The caller's centre, municipality, branch or volunteer; empty for roles without one.</summary>
    public required string Scope { get; init; }

    /// <summary>Subject of the caller's token.</summary>
    public required string Caller { get; init; }

    /// <summary>The operation's name; empty if it has none.</summary>
    public required string Operation { get; init; }

    /// <summary>
    /// One line a person: reference, fields that left (as the number of <c>SharedFields</c>), consent version (0 for
    /// roles that need none), parted by colons.
    /// </summary>
    public required string Persons { get; init; }
}
