using System.Diagnostics.CodeAnalysis;
using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Time;

namespace Integration.Graph.Server.Consents;

/// <summary>Rules on when a consent is in force and how it ends.</summary>
internal static class ConsentRules
{
    /// <summary>Highest number of months for which a consent is valid.</summary>
    public const int MaxMonths = 24;

    public static bool IsInForce([NotNullWhen(true)] this Consent? consent, DateTime now) =>
        consent is { WithdrawnAt: null, ReplacedAt: null } && consent.ValidUntil > now;

    /// <summary>Returns the status of a version at an instant.</summary>
    public static ConsentStatus StatusAt(DateTime now, DateTime? withdrawnAt, DateTime? replacedAt, DateTime validUntil) =>
        withdrawnAt is not null ? ConsentStatus.Withdrawn
        : replacedAt is not null ? ConsentStatus.Replaced
        : validUntil <= now ? ConsentStatus.Expired : ConsentStatus.InForce;

    /// <summary>
    /// Withdraws the consent in force. An expired consent keeps its status, so that the history shows what happened.
    /// </summary>
    public static void WithdrawConsent(this Refugee refugee, DateTime now)
    {
        if (!refugee.Consent.IsInForce(now))
        {
            return;
        }

        refugee.Consent.WithdrawnAt = now;
        (refugee.ConsentId, refugee.Consent) = (null, null);
    }

    /// <summary>Makes a new version the person's consent. It replaces the version in force, if there is one.</summary>
    public static void SetConsent(this Refugee refugee, Consent consent, DateTime now)
    {
        if (refugee.Consent.IsInForce(now))
        {
            refugee.Consent.ReplacedAt = now;
        }

        (refugee.ConsentId, refugee.Consent) = (consent.Id, consent);
    }

    /// <summary>
    /// Adapts the consent in force to a corrected date of birth. A consent that a minor gave alone, or that a guardian gave
    /// for an adult, is withdrawn now. A guardian's consent for a minor ends no later than <see cref="GuardianEnd"/>; if that
    /// instant has passed, it is withdrawn now. A consent that ends earlier is not changed.
    /// </summary>
    /// <returns>
    /// The new version with the earlier end, which replaces the one in force; null if no new version is needed.
    /// </returns>
    public static Consent? FitConsentToAge(this Refugee refugee, string recordedBy, Moment at)
    {
        if (!refugee.Consent.IsInForce(at.Now))
        {
            return null;
        }

        var consent = refugee.Consent;
        var isMinor = Age.On(at.Today, refugee.DateOfBirth) < Age.Majority;
        var end = GuardianEnd(refugee.DateOfBirth);
        if (isMinor != (consent.Guardian is not null) || (isMinor && end <= at.Now))
        {
            refugee.WithdrawConsent(at.Now);
            return null;
        }
        if (!isMinor || consent.ValidUntil <= end)
        {
            return null;
        }

        var shorter = consent.EndingOn(end, recordedBy, at.Now);
        refugee.SetConsent(shorter, at.Now);
        return shorter;
    }

    /// <summary>Returns the next version, which differs only in its end.</summary>
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

    /// <summary>Returns the set of these fields.</summary>
    public static SharedFields ToSet(this IEnumerable<SharedField> fields) =>
        fields.Aggregate(SharedFields.None, (set, field) => set | (SharedFields)(1 << ((int)field - 1)));

    /// <summary>
    /// Returns the latest end of a guardian's consent: the beginning, in Denmark, of the month of the 18th birthday.
    /// </summary>
    /// <remarks>
    /// Every recipient sees the end, as a value and because the row disappears then. An end on the birthday itself would
    /// reveal the date of birth to recipients that are not granted AGE. See decisions/0007.
    /// </remarks>
    public static DateTime GuardianEnd(int dateOfBirth) => Moment.StartOf(Age.MajorityMonth(dateOfBirth));

    /// <summary>
    /// Returns the latest end of a consent given now: in 24 months, and for a minor no later than <see cref="GuardianEnd"/>.
    /// </summary>
    public static DateTime LatestEnd(DateTime now, DateTime? guardianEnd) =>
        guardianEnd < now.AddMonths(MaxMonths) ? guardianEnd.Value : now.AddMonths(MaxMonths);
}
