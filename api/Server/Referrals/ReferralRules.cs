using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Volunteers;

namespace Integration.Graph.Server.Referrals;

/// <summary>What can become of a referral and its matches.</summary>
internal static class ReferralRules
{
    /// <summary>The referral that is not closed; whether its consent has run out is for the clock to say.</summary>
    public static Referral? OpenReferral(this Refugee refugee) => refugee.Referral is { ClosedAt: null } open ? open : null;

    public static void SetReferral(this Refugee refugee, Referral referral) =>
        (refugee.ReferralId, refugee.Referral) = (referral.Id, referral);

    /// <summary>The match that is proposed or confirmed.</summary>
    public static Match? CurrentMatch(this Referral referral) =>
        referral.Matches.SingleOrDefault(x => x.Status is MatchStatus.Proposed or MatchStatus.Confirmed);

    /// <summary>Closes the referral and ends its match.</summary>
    public static void End(this Referral referral, ReferralStatus status, DateTime instant)
    {
        referral.Become(status);
        referral.ClosedAt = instant;
        referral.CurrentMatch()?.Become(MatchStatus.Ended, instant);
    }

    public static void Become(this Referral referral, ReferralStatus status)
    {
        referral.Status = status;
        referral.Version++;
    }

    public static void Become(this Match match, MatchStatus status, DateTime instant)
    {
        match.Status = status;
        match.Version++;
        if (status == MatchStatus.Confirmed)
            match.ConfirmedAt = instant;
        else
            match.EndedAt = instant;
    }
}
