using Integration.Graph.Server.Consents;
using Integration.Graph.Server.DeletionRequests;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Tests.Mutations;
using Integration.Graph.Server.Volunteers;

namespace Integration.Graph.Server.Tests.Sharing.NonInterference;

/// <summary>
/// Generates worlds, and changes them in one point at a time. The worlds contain everything that the tables allow, consistent
/// or not.
/// </summary>
internal sealed class WorldGenerator(Random random)
{
    private const int Places = 44;
    private const int Requests = 18;
    private static readonly string[] Names = ["Amal", "amal", "Àmal", "Åse", "Aase", "Æbbe", "Øjvind", "Zoë", "Zoe", "Ali", "Omar", "Olga", "Oleh", "Müller", "Muller", "Ødegård", "Al-Hassan", "Al Hassan"];
    private static readonly string[] Nationalities = [TestCountry.Country, "SY", "UA", "AF"];
    private static readonly string[] Streets = ["Street 1", "Street 2", "Ågade 3"];
    private static readonly string?[] Municipalities = [TestCountry.North, TestCountry.North, TestCountry.North, TestCountry.South, TestCountry.South, TestCountry.East, null];
    private static readonly string?[] Branches = ["test-north-a", "test-north-a", "test-north-a", "test-south-a", "test-south-a", "test-north-b", null];
    private static readonly string[] Languages = [TestCountry.Tongue, TestCountry.OtherTongue, $"{TestCountry.Tongue} {TestCountry.OtherTongue}", ""];
    private static readonly string[] Activities = [TestCountry.Family, TestCountry.Language, $"{TestCountry.Cafe} {TestCountry.Family}", ""];
    private static readonly long[] Households = [801, 802, 803];
    private static readonly long[] Caseworkers = [901, 902, 903, 904];
    private static readonly (Role Role, string Scope)[] Recipients =
    [
        (Role.Municipality, TestCountry.North), (Role.Municipality, TestCountry.South), (Role.Municipality, TestCountry.East),
        (Role.BranchCoordinator, "test-north-a"), (Role.BranchCoordinator, "test-south-a"), (Role.BranchCoordinator, "test-north-b"),
        (Role.Volunteer, "7001"), (Role.Volunteer, "7002"), (Role.Volunteer, "7003"),
        (Role.IntegrationConsultant, ""),
    ];

    /// <summary>Each kind of change with its name.</summary>
    public IReadOnlyList<(string Name, Func<GeneratedPerson, GeneratedPerson> Apply)> Changes =>
    [
        ("Exists", p => p with { Exists = !p.Exists }),
        ("RowVersion", p => p with { RowVersion = p.RowVersion + 1 }),
        ("Centre", p => p with { Centre = p.Centre == "test-centre" ? "test-other-centre" : "test-centre" }),
        ("Household", p => p with { Household = Chance(0.4) ? null : Pick(Households) }),
        ("Given", p => p with { Given = Pick(Names) }),
        ("Family", p => p with { Family = Pick(Names) }),
        ("DateOfBirth", p => p with { DateOfBirth = Birth() }),
        ("DayOfBirth", OnAnotherDay),
        ("Minor", p => p with { DateOfBirth = MinorsBirth(), Guardian = Pick(Names) }),
        ("Nationality", p => p with { Nationality = Pick(Nationalities) }),
        ("IsProtected", p => p with { IsProtected = !p.IsProtected }),
        ("Phone", p => p with { Phone = Phone() }),
        ("Languages", p => p with { Languages = Pick(Languages) }),
        ("Known", p => p with { Known = Pick(Activities) }),
        ("Municipality", p => Placed(p, Pick(Municipalities))),
        ("MovesInOn", p => p with { MovesInOn = MovesIn() }),
        ("Street", p => p with { Street = Chance(0.3) ? null : Pick(Streets) }),
        ("Caseworker", p => p with { Caseworker = p.Municipality is null || Chance(0.3) ? null : Pick(Caseworkers) }),
        ("Interview", p => p with { HasInterview = !p.HasInterview }),
        ("Wishes", p => p with { Wishes = Pick(Activities) }),
        ("Answer", p => p with { Answer = Pick(Enum.GetValues<ContactAnswer>()), Interpreter = Chance(0.5), InterviewLanguage = Pick(Languages[..2]), HeldBy = Pick(Names) }),
        ("Consent", p => p with { HasConsent = !p.HasConsent }),
        ("Withdrawn", p => p with { IsWithdrawn = !p.IsWithdrawn }),
        ("ValidUntil", p => p with { ChosenEnd = ChosenEnd() }),
        ("GivenAt", p => p with { GivenAt = SharingWorld.Now.AddDays(-random.Next(1, 60)), RecordedBy = Pick(Names) }),
        ("Older", p => p with { OlderVersions = random.Next(3), OlderGrants = Grants() }),
        ("MunicipalityVersion", p => p with { MunicipalityVersion = random.Next(1, 4) }),
        ("VolunteersVersion", p => p with { VolunteersVersion = random.Next(1, 4) }),
        ("MunicipalityDays", p => p with { MunicipalityDays = Days() }),
        ("VolunteersDays", p => p with { VolunteersDays = Days() }),
        ("InterviewDays", p => p with { InterviewDays = random.Next(1, 60) }),
        ("AssignedDays", p => p with { AssignedDays = random.Next(20) }),
        ("EarlierBranch", p => p with { EarlierBranch = Pick(Branches) }),
        ("WasMatched", p => p with { WasMatched = !p.WasMatched }),
        ("ConsentNotice", p => p with { EndingVersion = Ending(), EndsOn = Ends() }),
        ("Opened", p => p with { OpenedMinutesAgo = Minutes() }),
        ("OpenedByOther", p => p with { OpenedByOtherMinutesAgo = Minutes() }),
        ("Unseen", p => p with { Unseen = random.Next(1000) }),
        ("Method", p => p with { Method = Pick(Enum.GetValues<ConsentMethod>()) }),
        ("ConsentLanguage", p => p with { ConsentLanguage = Pick(Languages[..2]), Guardian = Chance(0.5) ? null : Pick(Names) }),
        ("ToMunicipality", p => p with { ToMunicipality = Grants() }),
        ("ToMunicipalityBit", p => p with { ToMunicipality = p.ToMunicipality ^ Pick(Enum.GetValues<SharedField>()).Bit() }),
        ("ToVolunteers", p => p with { ToVolunteers = Grants() }),
        ("ToVolunteersBit", p => p with { ToVolunteers = p.ToVolunteers ^ Pick(Enum.GetValues<SharedField>()).Bit() }),
        ("Referral", p => p with { HasReferral = !p.HasReferral }),
        ("ReferralMunicipality", p => p with { ReferralMunicipality = Pick([TestCountry.North, TestCountry.South]) }),
        ("Branch", p => At(p, Pick(Branches))),
        ("Status", p => p with { Status = Pick(Enum.GetValues<ReferralStatus>()), ReturnReason = Pick(Names) }),
        ("Closed", p => p with { IsClosed = !p.IsClosed }),
        ("WaitingDays", p => p with { WaitingDays = random.Next(1, 40) }),
        ("Match", p => At(p, p.Branch, !p.HasMatch)),
        ("MatchStatus", p => p with { MatchStatus = Pick(Enum.GetValues<MatchStatus>()), MatchActivity = Pick([TestCountry.Family, TestCountry.Language]) }),
        ("Notice", p => p with { HasNotice = !p.HasNotice }),
        ("NoticeMunicipality", p => p with { NoticeMunicipality = Pick([TestCountry.North, TestCountry.South]) }),
        ("News", p => p with { News = Grants(), NoticeDays = random.Next(1, 30) }),
        ("Acknowledged", p => p with { IsAcknowledged = !p.IsAcknowledged }),
    ];

    public GeneratedWorld World()
    {
        var ids = new HashSet<long>();
        while (ids.Count < Places)
        {
            ids.Add(random.NextInt64(1, 1_000_000));
        }

        IReadOnlyList<GeneratedPerson> people = [.. ids.Select(Person)];
        return new GeneratedWorld(
            people,
            [.. Caseworkers.Select((id, i) => new GeneratedCaseworker(id, i % 2 == 0 ? TestCountry.North : TestCountry.South, Pick(Names), $"+4533{random.Next(1_000_000):D6}", $"cw{random.Next(100)}@test.invalid"))],
            [.. SharingWorld.Volunteers.Select((id, i) => Volunteer(id, i == 0 ? "test-north-a" : "test-south-a")), Volunteer(7003, "test-north-a"), Volunteer(7004, "test-south-a")],
            [
                new(601, "test-north-a", ActivationStatus.Requested, null, 9, null, null),
                new(602, "test-south-a", ActivationStatus.Refused, Pick(Names), 8, 3, Pick(Names)),
                new(603, "test-east-near", ActivationStatus.Approved, null, 7, 2, null),
            ],
            [.. Enumerable.Range(0, Requests).Select(i => Request(700 + i, people))]);
    }

    public GeneratedVolunteer Volunteer(long id, string branch) => new(
        id, branch, Pick(Names), Pick(Names), Phone(), Chance(0.3) ? null : $"v{random.Next(100)}@test.invalid", Pick(Languages), random.Next(1, 9), Chance(0.5) ? null : new DateOnly(2025, random.Next(1, 12), 1), Pick(Activities));

    public GeneratedActivation Changed(GeneratedActivation activation) => Chance(0.3) ? activation with { RequestedBy = Chance(0.3) ? null : Pick(Names) } : activation with
    {
        Status = Pick(Enum.GetValues<ActivationStatus>()),
        Reason = Chance(0.3) ? null : Pick(Names),
        RequestedDays = random.Next(1, 20),
        DecidedDays = Days(),
    };

    public GeneratedCaseworker Changed(GeneratedCaseworker caseworker) => caseworker with { Name = Pick(Names), Phone = $"+4533{random.Next(1_000_000):D6}", Email = $"cw{random.Next(100)}@test.invalid" };

    public GeneratedRequest Changed(GeneratedRequest request, IReadOnlyList<GeneratedPerson> people) =>
        Chance(0.3) ? request with { ConfirmedBy = Pick(Names), RowVersion = random.Next(1, 9) } : Request(request.Id, people);

    private GeneratedRequest Request(long id, IReadOnlyList<GeneratedPerson> people)
    {
        var (role, scope) = Pick(Recipients);
        return new GeneratedRequest(
            id,
            Chance(0.75),
            Pick(people).Reference,
            role,
            scope,
            (SharedFields)random.Next(1, 128),
            Pick(Enum.GetValues<LossReason>()),
            random.Next(1, 30),
            Chance(0.5) ? null : (Pick([DeletionStatus.Confirmed, DeletionStatus.Cancelled]), random.Next(1, 24)),
            Chance(0.7) ? null : random.Next(1, 24),
            Pick(Names),
            random.Next(1, 9));
    }

    /// <summary>
    /// Changes the date of birth to another day of the same month. Values that follow from it, such as the end of a
    /// guardian's consent, reveal only the month.
    /// </summary>
    public GeneratedPerson OnAnotherDay(GeneratedPerson person) =>
        person with { DateOfBirth = new DateOnly(person.DateOfBirth.Year, person.DateOfBirth.Month, random.Next(1, 29)) };

    public T Pick<T>(IReadOnlyList<T> among) => among[random.Next(among.Count)];

    private GeneratedPerson Person(long id)
    {
        var municipality = Pick(Municipalities);
        var person = Placed(new GeneratedPerson(id, Ids.Reference((ulong)random.NextInt64()))
        {
            Exists = Chance(0.8),
            RowVersion = random.Next(1, 9),
            Centre = Chance(0.7) ? "test-centre" : "test-other-centre",
            Household = Chance(0.6) ? null : Pick(Households),
            Given = Pick(Names),
            Family = Pick(Names),
            DateOfBirth = Birth(),
            Nationality = Pick(Nationalities),
            IsProtected = Chance(0.15),
            Phone = Phone(),
            Languages = Pick(Languages),
            Known = Pick(Activities),
            MovesInOn = MovesIn(),
            Street = Chance(0.2) ? null : Pick(Streets),
            Caseworker = Chance(0.3) ? null : Pick(Caseworkers),
            HasInterview = Chance(0.8),
            Wishes = Pick(Activities),
            HasConsent = Chance(0.85),
            IsWithdrawn = Chance(0.1),
            ChosenEnd = ChosenEnd(),
            OlderVersions = random.Next(3),
            OlderGrants = Grants(),
            MunicipalityVersion = random.Next(1, 4),
            VolunteersVersion = random.Next(1, 4),
            MunicipalityDays = Days(),
            VolunteersDays = Days(),
            InterviewDays = random.Next(1, 60),
            AssignedDays = random.Next(20),
            EarlierBranch = Chance(0.7) ? null : Pick(Branches),
            WasMatched = Chance(0.2),
            EndingVersion = Ending(),
            EndsOn = Ends(),
            OpenedMinutesAgo = Minutes(),
            OpenedByOtherMinutesAgo = Minutes(),
            Unseen = random.Next(1000),
            Guardian = Chance(0.8) ? null : Pick(Names),
            ToMunicipality = Grants(),
            ToVolunteers = Grants(),
            HasReferral = Chance(0.8),
            Status = Pick(Enum.GetValues<ReferralStatus>()),
            IsClosed = Chance(0.15),
            WaitingDays = random.Next(1, 40),
            ReferralMunicipality = Chance(0.85) ? municipality ?? TestCountry.North : Pick([TestCountry.North, TestCountry.South]),
            MatchStatus = Chance(0.6) ? MatchStatus.Confirmed : Pick(Enum.GetValues<MatchStatus>()),
            HasNotice = Chance(0.6),
            NoticeMunicipality = Chance(0.85) ? municipality ?? TestCountry.South : Pick([TestCountry.North, TestCountry.South]),
            News = Grants(),
            NoticeDays = random.Next(1, 30),
            IsAcknowledged = Chance(0.4),
        }, municipality);
        if (Chance(0.3))
        {
            person = person with { DateOfBirth = MinorsBirth(), Guardian = Pick(Names) };
        }

        return At(person, Pick(Branches), Chance(0.7));
    }

    private static GeneratedPerson Placed(GeneratedPerson person, string? municipality) =>
        person with { Municipality = municipality, Caseworker = municipality is null ? null : person.Caseworker };

    /// <summary>A match is with a volunteer of the branch that has the referral.</summary>
    private static GeneratedPerson At(GeneratedPerson person, string? branch, bool isMatched = true) =>
        person with { Branch = branch, Volunteer = !isMatched ? null : branch switch { "test-north-a" => 0, "test-south-a" => 1, _ => null } };

    private bool Chance(double share) => random.NextDouble() < share;

    private int? Days() => Chance(0.6) ? null : random.Next(1, 60);

    private int? Ending() => Chance(0.6) ? null : random.Next(1, 4);

    private DateOnly Ends() => new DateOnly(2026, 3, 5).AddDays(random.Next(60));

    /// <summary>Minutes since a person was opened, on both sides of the one-hour limit.</summary>
    private int? Minutes() => random.Next(5) switch
    {
        0 or 1 => null,
        2 => 59,
        3 => 60,
        _ => random.Next(120),
    };

    private string? Phone() => Chance(0.2) ? null : $"+4522{random.Next(1_000_000):D6}";

    private DateOnly Birth() => new DateOnly(1956, 1, 1).AddDays(random.Next(25_000));

    /// <summary>
    /// A date of birth with the 18th birthday within the two years that a consent can last, including the month of the tests'
    /// clock.
    /// </summary>
    private DateOnly MinorsBirth() => new DateOnly(2008, 3, 5).AddDays(random.Next(720));

    private DateOnly? MovesIn() => Chance(0.15) ? null : new DateOnly(2026, 1, 20).AddDays(random.Next(70));

    private DateTime ChosenEnd() => random.Next(10) switch
    {
        0 => SharingWorld.Now,
        1 => SharingWorld.Now.AddDays(-random.Next(1, 30)),
        2 => SharingWorld.Now.AddSeconds(1),
        _ => SharingWorld.Now.AddDays(random.Next(1, 600)),
    };

    private SharedFields Grants() => random.Next(6) switch
    {
        0 => SharedFields.None,
        1 or 2 => SharedFields.All,
        _ => (SharedFields)random.Next(128),
    };
}
