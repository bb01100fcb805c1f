using Integration.Graph.Server.Handovers;

namespace Integration.Graph.Server.Rights;

/// <summary>
/// What remains of an erased person: the reference, which the ledger uses, and the values that the statistics count.
/// </summary>
internal sealed class ErasedRefugee
{
    public required string Reference { get; init; }
    public DateTime ErasedAt { get; init; }
    public ErasureCause Cause { get; init; }

    /// <summary>Token subject of the officer who erased the person; empty for retention.</summary>
    public required string ErasedBy { get; init; }

    /// <summary>Code of the municipality in which the person was placed; null if the person was not placed.</summary>
    public string? MunicipalityCode { get; init; }

    /// <summary>Answer of the latest interview; null if there was none.</summary>
    public ContactAnswer? Answer { get; init; }
}

/// <summary>Why a person was erased.</summary>
internal enum ErasureCause
{
    /// <summary>A data protection officer erased the person, at the person's request.</summary>
    Request = 1,

    /// <summary>The person declined contact, and moved more than 30 days ago.</summary>
    Declined = 2,

    /// <summary>There was no event for 24 months.</summary>
    Inactive = 3,
}
