using Integration.Graph.Server.Consents;
using Integration.Graph.Server.DeletionRequests;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Volunteers;

namespace Integration.Graph.Server.Tests.Sharing.NonInterference;

/// <summary>The data of one person in a generated world. A change is a copy with the same ids.</summary>
internal sealed record GeneratedPerson(long Id, string Reference)
{
    /// <summary>Whether the person exists in this world. An index may be empty in one world and used in the next.</summary>
    public bool Exists { get; init; } = true;
    public int RowVersion { get; init; } = 1;
    public string Centre { get; init; } = "test-centre";
    public long? Household { get; init; }
    public string Given { get; init; } = "";
    public string Family { get; init; } = "";
    public DateOnly DateOfBirth { get; init; } = new(1990, 5, 6);
    public string Nationality { get; init; } = Mutations.TestCountry.Country;
    public bool IsProtected { get; init; }
    public string? Phone { get; init; }
    public string Languages { get; init; } = "";
    public string Known { get; init; } = "";
    public string? Municipality { get; init; }
    public DateOnly? MovesInOn { get; init; }
    public string? Street { get; init; }
    public string Town { get; init; } = "Nordby";
    public long? Caseworker { get; init; }

    public bool HasInterview { get; init; } = true;
    public string Wishes { get; init; } = "";
    public bool Interpreter { get; init; }
    public ContactAnswer Answer { get; init; } = ContactAnswer.WantsContact;
    public string InterviewLanguage { get; init; } = Mutations.TestCountry.Tongue;
    public string HeldBy { get; init; } = "worker";
    public int InterviewDays { get; init; } = 22;

    public bool HasConsent { get; init; } = true;
    public bool IsWithdrawn { get; init; }

    /// <summary>The chosen end, or 24 months: the latest possible end of the consent.</summary>
    public DateTime ChosenEnd { get; init; } = SharingWorld.Now.AddMonths(10);

    /// <summary>A guardian's consent ends at the start, in Danish time, of the month of the 18th birthday.</summary>
    public DateTime ValidUntil => IsGuardiansForMinor && MonthOfMajority < ChosenEnd ? MonthOfMajority : ChosenEnd;

    /// <summary>Whether a guardian gives the consent for a person who is under 18 now.</summary>
    public bool IsGuardiansForMinor => Guardian is not null && DateOfBirth.AddYears(18) > DateOnly.FromDateTime(SharingWorld.Now);

    // Denmark is two hours ahead of UTC on the first day of April to October, and one hour on the first day of other months.
    private DateTime MonthOfMajority =>
        new DateTime(DateOfBirth.Year + 18, DateOfBirth.Month, 1, 0, 0, 0, DateTimeKind.Utc).AddHours(DateOfBirth.Month is >= 4 and <= 10 ? -2 : -1);

    public DateTime GivenAt { get; init; } = SharingWorld.Now.AddDays(-20);
    public int OlderVersions { get; init; }
    public SharedFields OlderGrants { get; init; }

    /// <summary>The latest version in the municipality's count, and in that of branches and volunteers.</summary>
    public int MunicipalityVersion { get; init; } = 1;
    public int VolunteersVersion { get; init; } = 1;

    /// <summary>Days since each class's part was given, if an earlier version gave it; otherwise null.</summary>
    public int? MunicipalityDays { get; init; }
    public int? VolunteersDays { get; init; }
    public ConsentMethod Method { get; init; } = ConsentMethod.SignedForm;
    public string ConsentLanguage { get; init; } = Mutations.TestCountry.Tongue;
    public string? Guardian { get; init; }
    public string RecordedBy { get; init; } = "worker";
    public SharedFields ToMunicipality { get; init; }
    public SharedFields ToVolunteers { get; init; }

    public bool HasReferral { get; init; } = true;
    public string ReferralMunicipality { get; init; } = Mutations.TestCountry.North;

    /// <summary>Null while the referral waits for a branch.</summary>
    public string? Branch { get; init; }
    public ReferralStatus Status { get; init; } = ReferralStatus.Accepted;
    public bool IsClosed { get; init; }
    public int WaitingDays { get; init; } = 20;
    public int AssignedDays { get; init; } = 5;
    public string? ReturnReason { get; init; }

    /// <summary>A branch that returned the person earlier.</summary>
    public string? EarlierBranch { get; init; }

    /// <summary>Index in <see cref="SharingWorld.Volunteers"/> of the branch's volunteer; null without a match.</summary>
    public int? Volunteer { get; init; }
    public MatchStatus MatchStatus { get; init; } = MatchStatus.Confirmed;
    public string MatchActivity { get; init; } = Mutations.TestCountry.Family;

    /// <summary>Whether an earlier match with another volunteer of the branch was not confirmed.</summary>
    public bool WasMatched { get; init; }

    public bool HasNotice { get; init; }

    /// <summary>
    /// Index of the person whose notice row this notice has; null for the person's own. See <see
    /// cref="GeneratedWorld.WithNoticesExchanged"/>.
    /// </summary>
    public long? NoticeRow { get; init; }
    public string NoticeMunicipality { get; init; } = Mutations.TestCountry.North;
    public SharedFields News { get; init; } = SharedFields.All;
    public int NoticeDays { get; init; } = 10;
    public bool IsAcknowledged { get; init; }

    /// <summary>The consent version of a notice to the centre; null without a notice.</summary>
    public int? EndingVersion { get; init; }
    public DateOnly EndsOn { get; init; } = new(2026, 4, 20);

    /// <summary>Minutes since the officer in the test, and another officer, opened the person; null if not opened.</summary>
    public int? OpenedMinutesAgo { get; init; }
    public int? OpenedByOtherMinutesAgo { get; init; }

    /// <summary>
    /// Seed for values that no role can read: dates of steps, versions of rows, who did what, and history rows.
    /// </summary>
    public int Unseen { get; init; }

    public int ConsentVersion => OlderVersions + 1;

    public bool HasMatch => HasReferral && Branch is not null && Volunteer is not null;

    public bool HasEarlierMatch => WasMatched && HasReferral && Branch is "test-north-a" or "test-south-a";

    /// <summary>The person in the form that the design's tables take.</summary>
    public Person AsPerson() => new(Reference)
    {
        Id = Id,
        Reference = Reference,
        Centre = Centre,
        Municipality = Municipality,
        MovesInOn = MovesInOn,
        IsProtected = IsProtected,
        HasPhone = Phone is not null,
        HasAddress = Street is not null,
        HasCaseworker = Caseworker is not null,
        HasLanguages = Languages.Length > 0,
        Grants = HasConsent ? (ToMunicipality, ToVolunteers) : null,
        IsWithdrawn = IsWithdrawn,
        ValidUntil = ValidUntil,
        Branch = HasReferral ? Branch : null,
        IsAwaitingBranch = HasReferral && Branch is null,
        ReferralMunicipality = ReferralMunicipality,
        IsReferralClosed = IsClosed,
        Volunteer = HasMatch ? Volunteer : null,
        MatchStatus = MatchStatus,
        OpenedMinutesAgo = OpenedMinutesAgo,
    };
}

/// <summary>A caseworker of a generated world.</summary>
internal sealed record GeneratedCaseworker(long Id, string Municipality, string Name, string Phone, string Email);

/// <summary>A volunteer of a generated world.</summary>
internal sealed record GeneratedVolunteer(long Id, string Branch, string Given, string Family, string? Phone, string? Email, string Languages, int Capacity, DateOnly? Certificate, string ActivityTypes);

/// <summary>A request in a generated world to activate a branch.</summary>
/// <param name="Id">Id of the row.</param>
/// <param name="Branch">The branch.</param>
/// <param name="Status">The status.</param>
/// <param name="Reason">The reason for the decision.</param>
/// <param name="RequestedDays">Days since the request.</param>
/// <param name="DecidedDays">Days since the decision; null if the request is open.</param>
/// <param name="RequestedBy">Not visible to any role.</param>
internal sealed record GeneratedActivation(long Id, string Branch, ActivationStatus Status, string? Reason, int RequestedDays, int? DecidedDays, string? RequestedBy);

/// <summary>A deletion request in a generated world, about a person who exists or does not.</summary>
/// <param name="Id">Id of the row.</param>
/// <param name="Exists">Whether the request exists in this world.</param>
/// <param name="Reference">The person's reference.</param>
/// <param name="Role">Role of the recipient.</param>
/// <param name="Scope">Scope of the recipient.</param>
/// <param name="Fields">The fields to delete.</param>
/// <param name="Reason">The reason.</param>
/// <param name="RequestedDays">Days since the request.</param>
/// <param name="Ended">How the request ended, and hours since then; null while it is open.</param>
/// <param name="RemindedHours">Hours since the reminder.</param>
/// <param name="ConfirmedBy">Not visible to any role.</param>
/// <param name="RowVersion">Not visible to any role.</param>
internal sealed record GeneratedRequest(
    long Id, bool Exists, string Reference, Role Role, string Scope, SharedFields Fields, LossReason Reason, int RequestedDays,
    (DeletionStatus Status, int Hours)? Ended, int? RemindedHours, string ConfirmedBy, int RowVersion);

/// <summary>The persons in a database with their data. Everything else, the country, is the same in every world.</summary>
internal sealed record GeneratedWorld(
    IReadOnlyList<GeneratedPerson> People,
    IReadOnlyList<GeneratedCaseworker> Caseworkers,
    IReadOnlyList<GeneratedVolunteer> Volunteers,
    IReadOnlyList<GeneratedActivation> Activations,
    IReadOnlyList<GeneratedRequest> Requests)
{
    public IEnumerable<GeneratedPerson> Existing => People.Where(person => person.Exists);

    public GeneratedWorld With(int place, GeneratedPerson person)
    {
        var people = People.ToArray();
        people[place] = person;
        return this with { People = people };
    }

    /// <summary>The same notices, but two of them are exchanged between their persons.</summary>
    public GeneratedWorld WithNoticesExchanged(int one, int other)
    {
        var (a, b) = (People[one], People[other]);
        return With(one, Noticed(a, b)).With(other, Noticed(b, a));

        static GeneratedPerson Noticed(GeneratedPerson person, GeneratedPerson by) => person with
        {
            HasNotice = by.HasNotice,
            NoticeRow = by.NoticeRow ?? by.Id,
            NoticeMunicipality = by.NoticeMunicipality,
            News = by.News,
            NoticeDays = by.NoticeDays,
            IsAcknowledged = by.IsAcknowledged,
        };
    }

    /// <summary>The size of the person's household, the person included.</summary>
    public int HouseholdOf(GeneratedPerson person) => person.Household is { } household ? Existing.Count(other => other.Household == household) : 1;
}
