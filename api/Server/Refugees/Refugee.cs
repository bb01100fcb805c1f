using Integration.Graph.Server.Branches;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Site.Texts;

namespace Integration.Graph.Server.Refugees;

/// <summary>
/// A person granted residence in Denmark, on the way from an asylum centre to a municipality. Holds no case number
/// of the authorities and no CPR number.
/// </summary>
internal sealed class Refugee
{
    /// <summary>Random, so that ids do not reveal how many persons there are.</summary>
    public long Id { get; init; }

    /// <summary>The only identifier used in logs, the ledger and file names, for example <c>RK-7Q4M-2XKD</c>.</summary>
    public required string Reference { get; init; }

    /// <summary>Concurrency token; increases with every change to the person.</summary>
    public int Version { get; set; } = 1;

    /// <summary>Instant of registration, UTC.</summary>
    public DateTime RegisteredAt { get; init; }

    public long CentreId { get; set; }
    public AsylumCentre? Centre { get; set; }

    public long? HouseholdId { get; set; }
    public Household? Household { get; set; }

    public required string GivenName { get; set; }
    public required string FamilyName { get; set; }

    /// <summary>
    /// Normalised name for searching, given name first. Derived from the names; stored so that the database can compare it.
    /// </summary>
    public string NameKey { get => DanishText.SearchKey($"{GivenName} {FamilyName}"); private set => _ = value; }

    /// <summary>Normalised name for sorting, family name first.</summary>
    public string NameOrder { get => DanishText.SortKey($"{FamilyName} {GivenName}"); private set => _ = value; }

    /// <summary>
    /// Date of birth as a number of the form yyyymmdd. With numbers, the age in years is the whole part of
    /// (today - birth) / 10000 in C# and in both databases alike, and a range of ages is a range of this column.
    /// </summary>
    public int DateOfBirth { get; set; }

    /// <summary>ISO 3166-1 alpha-2 code, or <c>XXA</c> for stateless. See seed-data/nationalities.csv.</summary>
    public required string NationalityCode { get; set; }

    /// <summary>Whether name and address are protected in the national register. If so, the address is never shared.</summary>
    public bool NameAndAddressProtection { get; set; }

    /// <summary>Phone number in E.164 format; null while unknown.</summary>
    public string? Phone { get; set; }

    /// <summary>ISO 639-3 codes in order of preference, separated by spaces; empty while unknown. See <c>KeyList</c>.</summary>
    public string Languages { get; set; } = "";

    /// <summary>Keys of the activity types known from the centre, separated by spaces.</summary>
    public string KnownActivityTypes { get; set; } = "";

    /// <summary>Municipality code of four digits; null before the placement.</summary>
    public string? MunicipalityCode { get; set; }
    public Municipality? Municipality { get; set; }

    public DateTime? PlacedAt { get; set; }
    public DateOnly? MovesInOn { get; set; }

    /// <summary>Street and number. Null exactly when the postal code is null.</summary>
    public string? Street { get; set; }
    public string? PostalCode { get; set; }

    /// <summary>Town of the postal code, stored here so that reading an address needs no look-up.</summary>
    public string? Town { get; set; }

    public long? CaseworkerId { get; set; }
    public Caseworker? Caseworker { get; set; }

    /// <summary>The latest interview; null before the first one. <see cref="Interviews"/> has all of them.</summary>
    public long? InterviewId { get; set; }
    public HandoverInterview? Interview { get; set; }
    public List<HandoverInterview> Interviews { get; } = [];

    /// <summary>
    /// The consent version that is neither withdrawn nor replaced; null if there is none. Because it is one column, two
    /// versions can never be effective at once. Queries compare <see cref="Consent.ValidUntil"/> with the clock for expiry.
    /// </summary>
    public long? ConsentId { get; set; }
    public Consent? Consent { get; set; }
    public List<Consent> Consents { get; } = [];

    /// <summary>The latest referral, open or closed; null if there was never one.</summary>
    public long? ReferralId { get; set; }
    public Referral? Referral { get; set; }
    public List<Referral> Referrals { get; } = [];
    public List<HandoverNotice> HandoverNotices { get; } = [];

    /// <summary>Each time a data protection officer opened the person with <c>openSubjectAccess</c>.</summary>
    public List<SubjectAccess> SubjectAccesses { get; } = [];
}

/// <summary>Persons who are placed and referred together.</summary>
internal sealed class Household
{
    public long Id { get; init; }
    public List<Refugee> Members { get; } = [];
}
