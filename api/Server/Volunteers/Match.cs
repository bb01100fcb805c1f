using Integration.Graph.Server.Branches;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Refugees;

namespace Integration.Graph.Server.Volunteers;

/// <summary>One volunteer and one person. Only a confirmed one shows the person to the volunteer.</summary>
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

/// <summary>Where a match stands; at most one of a referral is proposed or confirmed.</summary>
public enum MatchStatus
{
    /// <summary>The coordinator has proposed it; the volunteer has not answered.</summary>
    Proposed = 1,

    /// <summary>The volunteer has said yes.</summary>
    Confirmed = 2,

    /// <summary>The volunteer has said no.</summary>
    Declined = 3,

    /// <summary>It is over.</summary>
    Ended = 4,
}
