using Integration.Graph.Server.Consents;

namespace Integration.Graph.Server.Disclosures;

/// <summary>
/// One person of one entry of the ledger. Not stored: a view takes the entries apart, so that the chain's text is the only
/// record there is.
/// </summary>
internal sealed class Disclosure
{
    /// <summary>The entry's number, and the person's place in it.</summary>
    public long Id { get; init; }
    public DateTime At { get; init; }

    /// <summary>As in tokens.</summary>
    public required string Role { get; init; }
    public required string Scope { get; init; }
    public required string Operation { get; init; }
    public required string Reference { get; init; }
    public SharedFields Fields { get; init; }

    /// <summary>0 for persons without a consent.</summary>
    public int ConsentVersion { get; init; }
}
