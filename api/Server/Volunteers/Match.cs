using Integration.Graph.Server.Branches;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Refugees;

namespace Integration.Graph.Server.Volunteers;

/// <summary>A match of one volunteer and one person. Only a confirmed match makes the person visible to the volunteer.</summary>
internal sealed class Match
{
    public long Id { get; init; }
    public long ReferralId { get; init; }
    public Referral? Referral { get; init; }
    public long RefugeeId { get; init; }
    public Refugee? Refugee { get; init; }
    public long VolunteerId { get; init; }
    public Volunteer? Volunteer { get; init; }
    public long BranchId { get; init; }
    public Branch? Branch { get; init; }
    public required string ActivityTypeKey { get; init; }
    public MatchStatus Status { get; set; }
    public DateTime ProposedAt { get; init; }
    public DateTime? ConfirmedAt { get; set; }
    public DateTime? EndedAt { get; set; }
    public int Version { get; set; } = 1;
}

/// <summary>Status of a match. A referral has at most one match that is proposed or confirmed.</summary>
public enum MatchStatus
{
    /// <summary>Proposed by the coordinator; the volunteer has not answered yet.</summary>
    Proposed = 1,

    /// <summary>Accepted by the volunteer.</summary>
    Confirmed = 2,

    /// <summary>Declined by the volunteer.</summary>
    Declined = 3,

    /// <summary>Ended: by the coordinator or the volunteer, or because the referral or the consent ended.</summary>
    Ended = 4,
}
