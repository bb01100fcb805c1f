using Integration.Graph.Server.Branches;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Volunteers;

namespace Integration.Graph.Server.Referrals;

/// <summary>
/// The referral of a person who wants contact with volunteers. It is with one branch at most. A returned referral is closed
/// and followed by a new one.
/// </summary>
internal sealed class Referral
{
    public long Id { get; init; }
    public long RefugeeId { get; init; }
    public Refugee? Refugee { get; init; }
    public required string MunicipalityCode { get; init; }
    public Municipality? Municipality { get; init; }
    public long? BranchId { get; set; }
    public Branch? Branch { get; set; }
    public ReferralStatus Status { get; set; }

    /// <summary>When the person began to wait. The referral that follows a returned one keeps this instant.</summary>
    public DateTime WaitingSince { get; init; }
    public DateTime? AssignedAt { get; set; }
    public DateTime? AcceptedAt { get; set; }
    public DateTime? ContactedAt { get; set; }

    /// <summary>When the person and the volunteer first met.</summary>
    public DateTime? MetAt { get; set; }

    /// <summary>
    /// When the referral was closed; null while it is open. A unique index allows one open referral per person.
    /// </summary>
    public DateTime? ClosedAt { get; set; }
    public string? ReturnReason { get; set; }
    public int Version { get; set; } = 1;
    public List<Match> Matches { get; } = [];
}

/// <summary>Status of a referral.</summary>
public enum ReferralStatus
{
    /// <summary>No branch has been found yet; counts as unmet need in the statistics.</summary>
    AwaitingBranch = 1,

    /// <summary>Assigned to a branch, which has to accept or return it within 7 days.</summary>
    Assigned = 2,

    /// <summary>Accepted by the branch, which has to contact the person within 14 days of the assignment.</summary>
    Accepted = 3,

    /// <summary>The branch has spoken with the person; no match is confirmed.</summary>
    Contacted = 4,

    /// <summary>A match with a volunteer is confirmed.</summary>
    Matched = 5,

    /// <summary>The volunteer and the person have met.</summary>
    Met = 6,

    /// <summary>Closed by the branch, or because the person moved to another municipality.</summary>
    Closed = 7,

    /// <summary>Returned by the branch with a reason; a new referral follows.</summary>
    Returned = 8,

    /// <summary>The consent was withdrawn, has expired, or no longer grants anything to volunteers.</summary>
    Lapsed = 9,
}

/// <summary>A request that a branch without integration activities begins with them, to receive newcomers.</summary>
internal sealed class BranchActivation
{
    public long Id { get; init; }
    public long BranchId { get; init; }
    public Branch? Branch { get; init; }
    public DateTime RequestedAt { get; init; }

    /// <summary>Token subject of the user who requested it by hand; null if routing did.</summary>
    public string? RequestedBy { get; init; }
    public ActivationStatus Status { get; set; }
    public DateTime? DecidedAt { get; set; }
    public string? Reason { get; set; }
    public int Version { get; set; } = 1;
}

/// <summary>Status of a request to activate a branch. A branch has at most one request with status `REQUESTED`.</summary>
public enum ActivationStatus
{
    /// <summary>Waits for the integration consultant's decision.</summary>
    Requested = 1,

    /// <summary>The consultant has approved the request.</summary>
    Approved = 2,

    /// <summary>The consultant has refused the request.</summary>
    Refused = 3,

    /// <summary>Cancelled, because no waiting referral needs the branch any more.</summary>
    Cancelled = 4,
}
