using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Volunteers;

namespace Integration.Graph.Server.Tests.Sharing;

/// <summary>One person of the tests' world. By default everything is granted.</summary>
internal sealed record Person(string Case)
{
    public const SharedFields Everything = SharedFields.All;

    public long Id { get; init; }
    public string Reference { get; init; } = "";
    public string Centre { get; init; } = "test-centre";
    public string? Municipality { get; init; } = Mutations.TestCountry.North;
    public DateOnly? MovesInOn { get; init; } = new(2026, 4, 1);
    public DateOnly DateOfBirth { get; init; } = new(1990, 5, 6);
    public int Age { get; init; } = 35;
    public string Nationality { get; init; } = Mutations.TestCountry.Country;
    public string GivenName => "Given" + Case;
    public bool IsProtected { get; init; }
    public bool HasPhone { get; init; } = true;
    public bool HasAddress { get; init; } = true;
    public bool HasCaseworker { get; init; } = true;
    public bool HasLanguages { get; init; } = true;

    /// <summary>The grants of the latest consent; null if there never was one.</summary>
    public (SharedFields Municipality, SharedFields Volunteers)? Grants { get; init; } = (Everything, Everything);
    public bool IsWithdrawn { get; init; }
    public DateTime ValidUntil { get; init; } = new(2027, 3, 4, 11, 0, 0, DateTimeKind.Utc);

    /// <summary>The branch of the latest referral; null if there is none.</summary>
    public string? Branch { get; init; } = "test-north-a";

    /// <summary>Whether there is a referral without a branch.</summary>
    public bool IsAwaitingBranch { get; init; }
    public string ReferralMunicipality { get; init; } = Mutations.TestCountry.North;
    public bool IsReferralClosed { get; init; }
    public ReferralStatus ReferralStatus => IsReferralClosed ? ReferralStatus.Closed : ReferralStatus.Matched;

    /// <summary>Index of the volunteer in <see cref="SharingWorld.Volunteers"/>; null without a match.</summary>
    public int? Volunteer { get; init; } = 0;
    public MatchStatus MatchStatus { get; init; } = MatchStatus.Confirmed;

    /// <summary>Minutes since the officer in the test opened the person; null if not opened.</summary>
    public int? OpenedMinutesAgo { get; init; }

    public long ReferralId { get; init; }
    public long NoticeId { get; init; }
    public long MatchId { get; init; }

    /// <summary>Whether the consent is in force: neither withdrawn nor expired at this time.</summary>
    public bool InForce(DateTime now) => Grants is not null && !IsWithdrawn && ValidUntil > now;

    /// <summary>The fields that the consent in force grants to a class.</summary>
    public SharedFields Granted(RecipientClass to, DateTime now) => !InForce(now) ? SharedFields.None
        : to == RecipientClass.Municipality ? Grants!.Value.Municipality : Grants!.Value.Volunteers;
}
