using Integration.Graph.Server.Consents;

namespace Integration.Graph.Server.Disclosures;

/// <summary>
/// One person of one ledger entry. It has no table: a view splits the entries, so that the chain's text is the only record.
/// </summary>
internal sealed class Disclosure
{
    /// <summary>Combines the entry's id and the person's position in the entry.</summary>
    public long Id { get; init; }
    public DateTime At { get; init; }

    /// <summary>Name of the role, as in tokens.</summary>
    public required string Role { get; init; }
    public required string Scope { get; init; }
    public required string Operation { get; init; }
    public required string Reference { get; init; }
    public SharedFields Fields { get; init; }

    /// <summary>Consent version; 0 for persons without a consent.</summary>
    public int ConsentVersion { get; init; }
}
