using Integration.Graph.Engine.Planning.Rows;
using Integration.Graph.Server.Branches;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.Referrals;

namespace Integration.Graph.Server.Refugees;

/// <summary>
/// A person granted residence in Denmark, on the way from an asylum centre to a municipality. Holds no case number
/// of the authorities and no CPR number.
/// </summary>
internal sealed class Refugee
{
    /// <summary>Random, so that it counts nobody.</summary>
    public long Id { get; init; }

    /// <summary>The only identifier in logs, ledgers and file names, such as <c>RK-7Q4M-2XKD</c>.</summary>
    public required string Reference { get; init; }

    /// <summary>Concurrency token, raised by every change of the row.</summary>
    public int Version { get; set; } = 1;

    /// <summary>Instant of registration, UTC.</summary>
    public DateTime RegisteredAt { get; init; }

    public long CentreId { get; set; }
    public AsylumCentre? Centre { get; set; }

    public long? HouseholdId { get; set; }
    public Household? Household { get; set; }

    public required string GivenName { get; set; }
    public required string FamilyName { get; set; }

    /// <summary>The name as it is searched, given name first; always that of the names, stored so that databases can compare it.</summary>
    public string NameKey { get => TextKey.Of($"{GivenName} {FamilyName}"); private set => _ = value; }

    /// <summary>The name as it is ordered by, family name first.</summary>
    public string NameOrder { get => TextKey.Of($"{FamilyName} {GivenName}"); private set => _ = value; }

    /// <summary>
    /// Day of birth as the number yyyymmdd. A number, because the age in years is then the whole part of
    /// (today - birth) / 10000 in C# and in both databases alike, and a range of ages a range of this column.
    /// </summary>
    public int DateOfBirth { get; set; }

    /// <summary>ISO 3166-1 alpha-2 code, or <c>XXA</c> for stateless: see seed-data/nationalities.csv.</summary>
    public required string NationalityCode { get; set; }

    /// <summary>Name and address are protected in the national register: the address is never shared.</summary>
    public bool NameAndAddressProtection { get; set; }

    /// <summary>E.164, or null while unknown.</summary>
    public string? Phone { get; set; }

    /// <summary>ISO 639-3 codes, parted by spaces and in order of preference; empty while unknown. See <c>KeyList</c>.</summary>
    public string Languages { get; set; } = "";

    /// <summary>Keys of the activity types known from the centre, parted by spaces.</summary>
    public string KnownActivityTypes { get; set; } = "";

    /// <summary>Four digits, or null before the placement.</summary>
    public string? MunicipalityCode { get; set; }
    public Municipality? Municipality { get; set; }

    public DateTime? PlacedAt { get; set; }
    public DateOnly? MovesInOn { get; set; }

    /// <summary>Street and number; known together with the postal code, or not at all.</summary>
    public string? Street { get; set; }
    public string? PostalCode { get; set; }

    /// <summary>The postal code's town, kept beside it so that an address is read without a look-up.</summary>
    public string? Town { get; set; }

    public long? CaseworkerId { get; set; }
    public Caseworker? Caseworker { get; set; }

    /// <summary>The latest interview; earlier ones stay in <see cref="Interviews"/>.</summary>
    public long? InterviewId { get; set; }
    public HandoverInterview? Interview { get; set; }
    public List<HandoverInterview> Interviews { get; } = [];

    /// <summary>
    /// The version that is neither withdrawn nor replaced. One column, so that two can never be effective at once;
    /// whether it has run out is decided by the clock when it is read.
    /// </summary>
    public long? ConsentId { get; set; }
    public Consent? Consent { get; set; }
    public List<Consent> Consents { get; } = [];

    /// <summary>The latest referral, open or closed; null when there never was one.</summary>
    public long? ReferralId { get; set; }
    public Referral? Referral { get; set; }
    public List<Referral> Referrals { get; } = [];
    public List<HandoverNotice> HandoverNotices { get; } = [];

    /// <summary>When data protection officers have opened the row.</summary>
    public List<SubjectAccess> SubjectAccesses { get; } = [];
}

/// <summary>Persons who are placed and referred together.</summary>
internal sealed class Household
{
    public long Id { get; init; }
    public List<Refugee> Members { get; } = [];
}
