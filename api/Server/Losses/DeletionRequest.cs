using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Identity;

namespace Integration.Graph.Server.Losses;

/// <summary>
/// Asks somebody who has received personal fields, and may no longer know them, to delete them. Holds no values and
/// refers to no row, so that it outlives the person's.
/// </summary>
internal sealed class DeletionRequest
{
    public long Id { get; init; }
    public required string Reference { get; init; }

    /// <summary>With <see cref="Scope"/>, who is asked: a municipality, a branch's coordinator, a volunteer, or the consultants.</summary>
    public Role Role { get; init; }

    /// <summary>As in the recipient's tokens: code, slug or number; empty for the consultants, who hold nationally.</summary>
    public required string Scope { get; init; }

    /// <summary>What is to be deleted. Fields that the recipient may know again are taken out.</summary>
    public SharedFields Fields { get; set; }
    public LossReason Reason { get; init; }
    public DateTime RequestedAt { get; init; }
    public DateTime? ConfirmedAt { get; set; }

    /// <summary>Token subject of whoever confirmed it.</summary>
    public string? ConfirmedBy { get; set; }

    /// <summary>When the recipient was permitted all of it again, before having confirmed.</summary>
    public DateTime? CancelledAt { get; set; }

    /// <summary>When it was last found overdue.</summary>
    public DateTime? RemindedAt { get; set; }
    public int Version { get; set; } = 1;

    /// <summary>Asked, and neither confirmed nor taken back.</summary>
    public bool IsPending => ConfirmedAt is null && CancelledAt is null;
}

/// <summary>Why somebody may no longer know a field.</summary>
public enum LossReason
{
    /// <summary>The consent was withdrawn.</summary>
    Withdrawn = 1,

    /// <summary>The consent no longer grants it, or the address has become protected.</summary>
    Narrowed = 2,

    /// <summary>The consent has run out.</summary>
    Expired = 3,

    /// <summary>The person has moved to another municipality.</summary>
    Moved = 4,

    /// <summary>The branch has given the referral back.</summary>
    Returned = 5,

    /// <summary>The branch has closed the referral.</summary>
    Closed = 6,

    /// <summary>The match is over.</summary>
    MatchEnded = 7,
}

/// <summary>Where a deletion request stands.</summary>
public enum DeletionStatus
{
    /// <summary>Waits for the recipient's confirmation.</summary>
    Pending = 1,

    /// <summary>The recipient has said that the fields are deleted.</summary>
    Confirmed = 2,

    /// <summary>The recipient may know the fields again; nothing is to be deleted any more.</summary>
    Cancelled = 3,
}
