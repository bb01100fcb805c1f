using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Volunteers;

namespace Integration.Graph.Server.Referrals;

/// <summary>State changes of a referral and its matches.</summary>
internal static class ReferralRules
{
    /// <summary>
    /// Returns the referral that is not closed; null if there is none. Does not check whether its consent has expired.
    /// </summary>
    public static Referral? OpenReferral(this Refugee refugee) => refugee.Referral is { ClosedAt: null } open ? open : null;

    public static void SetReferral(this Refugee refugee, Referral referral) =>
        (refugee.ReferralId, refugee.Referral) = (referral.Id, referral);

    /// <summary>Returns the match that is proposed or confirmed; null if there is none.</summary>
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
        {
            match.ConfirmedAt = instant;
        }
        else
        {
            match.EndedAt = instant;
        }
    }
}
