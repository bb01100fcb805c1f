using System.Diagnostics.CodeAnalysis;
using Integration.Graph.Server.Refugees;

namespace Integration.Graph.Server.Consents;

/// <summary>When a consent counts, and how it ends.</summary>
internal static class ConsentRules
{
    /// <summary>A consent is valid for at most so many months.</summary>
    public const int MaxMonths = 24;

    public static bool IsInForce([NotNullWhen(true)] this Consent? consent, DateTime now) =>
        consent is { WithdrawnAt: null, ReplacedAt: null } && consent.ValidUntil > now;

    /// <summary>Where a version stands at an instant.</summary>
    public static ConsentStatus StatusAt(DateTime now, DateTime? withdrawnAt, DateTime? replacedAt, DateTime validUntil) =>
        withdrawnAt is not null ? ConsentStatus.Withdrawn
        : replacedAt is not null ? ConsentStatus.Replaced
        : validUntil <= now ? ConsentStatus.Expired : ConsentStatus.InForce;

    /// <summary>
    /// Ends the consent in force. One that has run out stays what it is, expired, so that the history says what happened.
    /// </summary>
    public static void WithdrawConsent(this Refugee refugee, DateTime now)
    {
        if (!refugee.Consent.IsInForce(now))
            return;
        refugee.Consent.WithdrawnAt = now;
        (refugee.ConsentId, refugee.Consent) = (null, null);
    }

    /// <summary>Puts a new version in the place of the one in force, if there is one.</summary>
    public static void SetConsent(this Refugee refugee, Consent consent, DateTime now)
    {
        if (refugee.Consent.IsInForce(now))
            refugee.Consent.ReplacedAt = now;
        (refugee.ConsentId, refugee.Consent) = (consent.Id, consent);
    }

    /// <summary>The set with these fields.</summary>
    public static SharedFields ToSet(this IEnumerable<SharedField> fields) =>
        fields.Aggregate(SharedFields.None, (set, field) => set | (SharedFields)(1 << ((int)field - 1)));

    /// <summary>
    /// The latest end of a consent given now: 24 months, and no later than the day on which a minor comes of age,
    /// because a guardian's consent ends then.
    /// </summary>
    public static DateTime LatestEnd(DateTime now, DateTime? majority) =>
        majority < now.AddMonths(MaxMonths) ? majority.Value : now.AddMonths(MaxMonths);
}
