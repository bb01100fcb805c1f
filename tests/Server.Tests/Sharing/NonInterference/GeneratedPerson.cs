using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Losses;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Volunteers;

namespace Integration.Graph.Server.Tests.Sharing.NonInterference;

/// <summary>Everything that a generated world holds about one person. A change is a copy; the ids stay what they are.</summary>
internal sealed record GeneratedPerson(long Id, string Reference)
{
    /// <summary>Whether the world has this person at all: a place may be empty in one world and taken in the next.</summary>
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

    /// <summary>The end that was chosen, or 24 months: the latest that the consent can have.</summary>
    public DateTime ChosenEnd { get; init; } = SharingWorld.Now.AddMonths(10);

    /// <summary>A guardian's consent ends when the month of the 18th birthday begins in Denmark.</summary>
    public DateTime ValidUntil => IsGuardiansForMinor && MonthOfMajority < ChosenEnd ? MonthOfMajority : ChosenEnd;

    /// <summary>Whether a guardian gives it for a person who is under 18 now.</summary>
    public bool IsGuardiansForMinor => Guardian is not null && DateOfBirth.AddYears(18) > DateOnly.FromDateTime(SharingWorld.Now);

    // Denmark is two hours ahead of UTC on the first of April to October, and one on the first of the other months.
    private DateTime MonthOfMajority =>
        new DateTime(DateOfBirth.Year + 18, DateOfBirth.Month, 1, 0, 0, 0, DateTimeKind.Utc).AddHours(DateOfBirth.Month is >= 4 and <= 10 ? -2 : -1);

    public DateTime GivenAt { get; init; } = SharingWorld.Now.AddDays(-20);
    public int OlderVersions { get; init; }
    public SharedFields OlderGrants { get; init; }

    /// <summary>The latest version as a municipality counts, and as branches and volunteers do.</summary>
    public int MunicipalityVersion { get; init; } = 1;
    public int VolunteersVersion { get; init; } = 1;

    /// <summary>So many days ago each class's part was given, if that was with an earlier version.</summary>
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

    /// <summary>A branch that gave the person back before.</summary>
    public string? EarlierBranch { get; init; }

    /// <summary>Place in <see cref="SharingWorld.Volunteers"/>, of the branch's own; null without a match.</summary>
    public int? Volunteer { get; init; }
    public MatchStatus MatchStatus { get; init; } = MatchStatus.Confirmed;
    public string MatchActivity { get; init; } = Mutations.TestCountry.Family;

    /// <summary>Whether a match with another volunteer of the branch came to nothing before.</summary>
    public bool WasMatched { get; init; }

    public bool HasNotice { get; init; }

    /// <summary>Whose place the notice's row has; null for the person's own. See <see cref="GeneratedWorld.WithNoticesExchanged"/>.</summary>
    public long? NoticeRow { get; init; }
    public string NoticeMunicipality { get; init; } = Mutations.TestCountry.North;
    public SharedFields News { get; init; } = SharedFields.All;
    public int NoticeDays { get; init; } = 10;
    public bool IsAcknowledged { get; init; }

    /// <summary>The version that a notice to the centre is about; null without a notice.</summary>
    public int? EndingVersion { get; init; }
    public DateOnly EndsOn { get; init; } = new(2026, 4, 20);

    /// <summary>So many minutes ago the officer who asks opened the person, and another one did.</summary>
    public int? OpenedMinutesAgo { get; init; }
    public int? OpenedByOtherMinutesAgo { get; init; }

    /// <summary>Decides what no role can read: dates of steps, versions of rows, who did what, and rows that are history.</summary>
    public int Unseen { get; init; }

    public int ConsentVersion => OlderVersions + 1;

    public bool HasMatch => HasReferral && Branch is not null && Volunteer is not null;

    public bool HasEarlierMatch => WasMatched && HasReferral && Branch is "test-north-a" or "test-south-a";

    /// <summary>The person as the design's tables are asked about one.</summary>
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

/// <summary>A request to activate a branch of a generated world.</summary>
/// <param name="Id">The row's.</param>
/// <param name="Branch">Who is asked.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Reason">Why so.</param>
/// <param name="RequestedDays">So many days ago.</param>
/// <param name="DecidedDays">So many days ago; null if it is open.</param>
/// <param name="RequestedBy">Told to nobody.</param>
internal sealed record GeneratedActivation(long Id, string Branch, ActivationStatus Status, string? Reason, int RequestedDays, int? DecidedDays, string? RequestedBy);

/// <summary>A request to delete something of a generated world, about somebody who is there or is not.</summary>
/// <param name="Id">The row's.</param>
/// <param name="Exists">Whether the world has it at all.</param>
/// <param name="Reference">The person's.</param>
/// <param name="Role">With the scope, who is asked.</param>
/// <param name="Scope">With the role, who is asked.</param>
/// <param name="Fields">What is to be deleted.</param>
/// <param name="Reason">Why.</param>
/// <param name="RequestedDays">So many days ago.</param>
/// <param name="Ended">How it ended, and so many hours ago; null as long as it is open.</param>
/// <param name="RemindedHours">So many hours ago it was found overdue.</param>
/// <param name="ConfirmedBy">Told to nobody.</param>
/// <param name="RowVersion">Told to nobody.</param>
internal sealed record GeneratedRequest(
    long Id, bool Exists, string Reference, Role Role, string Scope, SharedFields Fields, LossReason Reason, int RequestedDays,
    (DeletionStatus Status, int Hours)? Ended, int? RemindedHours, string ConfirmedBy, int RowVersion);

/// <summary>What a database holds about people. Everything else, the country, is the same in every world.</summary>
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

    /// <summary>The same notices, two of which are about the other's person now.</summary>
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

    /// <summary>How many live in the household, the person included.</summary>
    public int HouseholdOf(GeneratedPerson person) => person.Household is { } household ? Existing.Count(other => other.Household == household) : 1;
}
