using Integration.Graph.Server.Branches;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Volunteers;

namespace Integration.Graph.Server.Referrals;

/// <summary>One person who wants contact, on the way to one branch. A returned one is closed and followed by a new one.</summary>
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

    /// <summary>When the person began to wait: a returned referral's successor keeps it.</summary>
    public DateTime WaitingSince { get; init; }
    public DateTime? AssignedAt { get; set; }
    public DateTime? AcceptedAt { get; set; }
    public DateTime? ContactedAt { get; set; }

    /// <summary>When the person and the volunteer first met.</summary>
    public DateTime? MetAt { get; set; }

    /// <summary>Null while open. At most one is open for a person, by a unique index.</summary>
    public DateTime? ClosedAt { get; set; }
    public string? ReturnReason { get; set; }
    public int Version { get; set; } = 1;
    public List<Match> Matches { get; } = [];
}

/// <summary>Where a referral stands.</summary>
public enum ReferralStatus
{
    /// <summary>No branch could be found yet: unmet need.</summary>
    AwaitingBranch = 1,

    /// <summary>A branch has it and is to accept or return it within 7 days.</summary>
    Assigned = 2,

    /// <summary>The branch has accepted it and is to make contact within 14 days.</summary>
    Accepted = 3,

    /// <summary>The branch has spoken with the person.</summary>
    Contacted = 4,

    /// <summary>A match is confirmed.</summary>
    Matched = 5,

    /// <summary>The volunteer and the person have met.</summary>
    Met = 6,

    /// <summary>Ended.</summary>
    Closed = 7,

    /// <summary>The branch gave it back with a reason; another one follows.</summary>
    Returned = 8,

    /// <summary>The consent it stood on is gone.</summary>
    Lapsed = 9,
}

/// <summary>A branch without integration activities is asked to take newcomers.</summary>
internal sealed class BranchActivation
{
    public long Id { get; init; }
    public long BranchId { get; init; }
    public Branch? Branch { get; init; }
    public DateTime RequestedAt { get; init; }

    /// <summary>Token subject of whoever requested it by hand; null if routing did.</summary>
    public string? RequestedBy { get; init; }
    public ActivationStatus Status { get; set; }
    public DateTime? DecidedAt { get; set; }
    public string? Reason { get; set; }
    public int Version { get; set; } = 1;
}

/// <summary>Where a request to activate a branch stands; at most one is <see cref="Requested"/> for a branch.</summary>
public enum ActivationStatus
{
    /// <summary>Waits for the integration consultant's decision.</summary>
    Requested = 1,

    /// <summary>The consultant has asked the branch to start.</summary>
    Approved = 2,

    /// <summary>The consultant has decided against it.</summary>
    Refused = 3,

    /// <summary>The last referral that needed it is gone.</summary>
    Cancelled = 4,
}
