using Integration.Graph.Server.Handovers;

namespace Integration.Graph.Server.Rights;

/// <summary>
/// What remains of a person who has been erased: the reference, under which the ledger speaks of them, and what the
/// statistics count.
/// </summary>
internal sealed class ErasedRefugee
{
    public required string Reference { get; init; }
    public DateTime ErasedAt { get; init; }
    public ErasureCause Cause { get; init; }

    /// <summary>Token subject of the officer; empty if nobody asked.</summary>
    public required string ErasedBy { get; init; }

    /// <summary>Where the person was placed; null if nowhere.</summary>
    public string? MunicipalityCode { get; init; }

    /// <summary>The latest answer; null if the person was never asked.</summary>
    public ContactAnswer? Answer { get; init; }
}

/// <summary>Why a person is erased.</summary>
internal enum ErasureCause
{
    /// <summary>A data protection officer did it, at the person's request.</summary>
    Request = 1,

    /// <summary>The person declined contact, and the centre's 30 days after the move are over.</summary>
    Declined = 2,

    /// <summary>Nothing has happened for 24 months.</summary>
    Inactive = 3,
}
