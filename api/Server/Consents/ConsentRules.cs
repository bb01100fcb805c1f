using System.Diagnostics.CodeAnalysis;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Storage;

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

    /// <summary>
    /// Makes the consent in force fit a date of birth that has been corrected: what a minor gave alone, or a guardian for
    /// somebody who is of age, ends now; a guardian's for a minor ends no later than <see cref="GuardianEnd"/>, and now if
    /// that instant has passed. One that was to end earlier stays as it was agreed.
    /// </summary>
    /// <returns>The version that ends earlier, which has taken the place of the one in force; null if there is none.</returns>
    public static Consent? FitConsentToAge(this Refugee refugee, string recordedBy, Moment at)
    {
        if (!refugee.Consent.IsInForce(at.Now))
            return null;
        var consent = refugee.Consent;
        var isMinor = Age.On(at.Today, refugee.DateOfBirth) < Age.Majority;
        var end = GuardianEnd(refugee.DateOfBirth);
        if (isMinor != (consent.Guardian is not null) || (isMinor && end <= at.Now))
        {
            refugee.WithdrawConsent(at.Now);
            return null;
        }
        if (!isMinor || consent.ValidUntil <= end)
            return null;
        var shorter = consent.EndingOn(end, recordedBy, at.Now);
        refugee.SetConsent(shorter, at.Now);
        return shorter;
    }

    /// <summary>The next version: the same, with another end.</summary>
    private static Consent EndingOn(this Consent consent, DateTime end, string recordedBy, DateTime now)
    {
        var municipality = ClassVersion.After(consent, continues: true, RecipientClass.Municipality, consent.MunicipalityFields, end, consent.Method);
        var volunteers = ClassVersion.After(consent, continues: true, RecipientClass.Volunteers, consent.VolunteersFields, end, consent.Method);
        return new Consent
        {
            Id = Ids.New(),
            RefugeeId = consent.RefugeeId,
            Version = consent.Version + 1,
            MunicipalityVersion = municipality.Version,
            MunicipalitySince = municipality.Since,
            VolunteersVersion = volunteers.Version,
            VolunteersSince = volunteers.Since,
            GivenAt = now,
            ValidUntil = end,
            Method = consent.Method,
            LanguageCode = consent.LanguageCode,
            Guardian = consent.Guardian,
            RecordedBy = recordedBy,
            MunicipalityFields = consent.MunicipalityFields,
            VolunteersFields = consent.VolunteersFields,
        };
    }

    /// <summary>The set with these fields.</summary>
    public static SharedFields ToSet(this IEnumerable<SharedField> fields) =>
        fields.Aggregate(SharedFields.None, (set, field) => set | (SharedFields)(1 << ((int)field - 1)));

    /// <summary>
    /// The latest end of a guardian's consent: the beginning, in Denmark, of the month of the 18th birthday.
    /// </summary>
    /// <remarks>
    /// Every recipient sees the end, by its value and by the row that disappears. An end on the birthday itself would give
    /// the date of birth to recipients that are not granted AGE. See decisions/0007.
    /// </remarks>
    public static DateTime GuardianEnd(int dateOfBirth) => Moment.StartOf(Age.MajorityMonth(dateOfBirth));

    /// <summary>The latest end of a consent given now: 24 months, and no later than <see cref="GuardianEnd"/> for a minor.</summary>
    public static DateTime LatestEnd(DateTime now, DateTime? guardianEnd) =>
        guardianEnd < now.AddMonths(MaxMonths) ? guardianEnd.Value : now.AddMonths(MaxMonths);
}
