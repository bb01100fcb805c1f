using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Identity;

namespace Integration.Graph.Server.DeletionRequests;

/// <summary>
/// A request to a recipient to delete personal fields that it has received and may no longer see. It holds no values and
/// refers to no row, so that it remains when the person's row is deleted.
/// </summary>
internal sealed class DeletionRequest
{
    public long Id { get; init; }
    public required string Reference { get; init; }

    /// <summary>
    /// With <see cref="Scope"/>, the recipient: a municipality, a branch's coordinators, a volunteer, or the consultants.
    /// </summary>
    public Role Role { get; init; }

    /// <summary>
    /// Scope as in the recipient's tokens: municipality code, branch slug or volunteer number. Empty for the
    /// consultants, whose role is national.
    /// </summary>
    public required string Scope { get; init; }

    /// <summary>Fields to delete. Fields that the recipient may see again are removed from the request.</summary>
    public SharedFields Fields { get; set; }
    public LossReason Reason { get; init; }
    public DateTime RequestedAt { get; init; }
    public DateTime? ConfirmedAt { get; set; }

    /// <summary>Token subject of the user who confirmed the deletion; null until then.</summary>
    public string? ConfirmedBy { get; set; }

    /// <summary>When the request was cancelled, because the recipient may see all its fields again; null otherwise.</summary>
    public DateTime? CancelledAt { get; set; }

    /// <summary>When the last reminder was written to the log; null if there was none.</summary>
    public DateTime? RemindedAt { get; set; }
    public int Version { get; set; } = 1;

    /// <summary>Whether the request is neither confirmed nor cancelled.</summary>
    public bool IsPending => ConfirmedAt is null && CancelledAt is null;
}

/// <summary>Why a recipient may no longer see a field that it has received.</summary>
public enum LossReason
{
    /// <summary>The consent was withdrawn.</summary>
    Withdrawn = 1,

    /// <summary>The consent no longer grants the field, or the address has become protected.</summary>
    Narrowed = 2,

    /// <summary>The consent has expired.</summary>
    Expired = 3,

    /// <summary>The person has moved to another municipality.</summary>
    Moved = 4,

    /// <summary>The branch has returned the referral.</summary>
    Returned = 5,

    /// <summary>The branch has closed the referral.</summary>
    Closed = 6,

    /// <summary>The match has ended.</summary>
    MatchEnded = 7,
}

/// <summary>Status of a deletion request.</summary>
public enum DeletionStatus
{
    /// <summary>Waiting for the recipient's confirmation.</summary>
    Pending = 1,

    /// <summary>The recipient has confirmed that the fields are deleted.</summary>
    Confirmed = 2,

    /// <summary>The recipient may see the fields again, so it does not need to delete anything.</summary>
    Cancelled = 3,
}
