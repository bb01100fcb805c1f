using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Tests.Mutations;
using Integration.Graph.Server.Volunteers;

namespace Integration.Graph.Server.Tests.Sharing;

/// <summary>
/// One person for each state that affects sharing. The rows are stored directly, because the process would correct states
/// that only the sharing rules distinguish.
/// </summary>
internal static class SharingWorld
{
    /// <summary>The time of the tests' clock.</summary>
    public static readonly DateTime Now = new(2026, 3, 4, 11, 0, 0, DateTimeKind.Utc);

    /// <summary>One volunteer of the branch in North, one of the branch in South.</summary>
    public static readonly long[] Volunteers = [7001, 7002];

    private const SharedFields None = SharedFields.None;
    private const SharedFields Everything = SharedFields.All;

    public static IReadOnlyList<Person> People { get; } = [.. All().Select((person, i) => person with
    {
        Id = 500 + (i * 37 % 97),
        Reference = Ids.Reference((ulong)(i + 1) * 7919),
        // Some values differ, so that an order has ties and differences.
        Nationality = i % 3 == 0 ? "SY" : person.Nationality,
        DateOfBirth = IsOlder(person, i) ? new DateOnly(1980, 12, 31) : person.DateOfBirth,
        Age = IsOlder(person, i) ? 45 : person.Age,
        ReferralId = person.Branch is null ? 0 : 1000 + i,
        NoticeId = person.Municipality is null ? 0 : 2000 + i,
        MatchId = person.Volunteer is null ? 0 : 3000 + i,
    })];

    private static bool IsOlder(Person person, int place) => place % 4 == 1 && person.Age == 35;

    private static IEnumerable<Person> All()
    {
        yield return new("Granted");
        yield return new("NoConsent") { Grants = null };
        foreach (var field in Enum.GetValues<SharedField>())
        {
            yield return new("Only" + field) { Grants = (field.Bit(), field.Bit()) };
            yield return new("AllBut" + field) { Grants = (Everything & ~field.Bit(), Everything & ~field.Bit()) };
        }

        yield return new("MunicipalityOnly") { Grants = (Everything, None) };
        yield return new("VolunteersOnly") { Grants = (None, Everything) };
        yield return new("Divided") { Grants = (SharedFields.Name | SharedFields.Address | SharedFields.Nationality, SharedFields.Phone | SharedFields.Age) };
        yield return new("Withdrawn") { IsWithdrawn = true };
        yield return new("Expired") { ValidUntil = Now };
        yield return new("LastSecond") { ValidUntil = Now.AddSeconds(1) };
        yield return new("Unknown") { HasPhone = false, HasAddress = false, HasCaseworker = false, HasLanguages = false, MovesInOn = null };
        yield return new("UnknownNotGranted")
        {
            HasPhone = false,
            HasAddress = false,
            HasCaseworker = false,
            HasLanguages = false,
            Grants = (SharedFields.Name, SharedFields.Name),
        };
        yield return new("Protected") { IsProtected = true };
        yield return new("ProtectedNotGranted") { IsProtected = true, Grants = (Everything & ~SharedFields.Address, Everything & ~SharedFields.Address) };
        yield return new("ProtectedUnknown") { IsProtected = true, HasAddress = false };
        yield return new("OtherScope")
        {
            Centre = "test-other-centre",
            Municipality = TestCountry.South,
            Branch = "test-south-a",
            ReferralMunicipality = TestCountry.South,
            Volunteer = 1,
        };
        yield return new("NotPlaced") { Municipality = null, MovesInOn = null, Branch = null, Volunteer = null };
        yield return new("MovedThirtyDaysAgo") { MovesInOn = new DateOnly(2026, 2, 2) };
        yield return new("MovedLongAgo") { MovesInOn = new DateOnly(2026, 2, 1) };
        yield return new("ReferralClosed") { IsReferralClosed = true };
        yield return new("OtherBranch") { Branch = "test-north-b", Volunteer = null };
        yield return new("NotYetConfirmed") { MatchStatus = MatchStatus.Proposed };
        yield return new("MatchEnded") { MatchStatus = MatchStatus.Ended };
        yield return new("MovedOn") { Municipality = TestCountry.South, IsReferralClosed = true, MatchStatus = MatchStatus.Ended };
        // In Denmark the birthday has begun: the tests' clock is at 4 March.
        yield return new("BirthdayToday") { DateOfBirth = new DateOnly(2001, 3, 4), Age = 25 };
        yield return new("BirthdayTomorrow") { DateOfBirth = new DateOnly(2001, 3, 5), Age = 24 };
    }

    /// <summary>Adds the persons to a database with <see cref="TestCountry"/>.</summary>
    public static async Task StoreAsync(GraphContext db)
    {
        var caseworkers = new[] { TestCountry.North, TestCountry.South }.ToDictionary(code => code, code => new Caseworker
        {
            Id = Ids.Stable(code),
            MunicipalityCode = code,
            Name = "Caseworker" + code,
            Phone = "+4500000099",
            Email = "cw@test.invalid",
        });
        db.AddRange(caseworkers.Values);
        db.AddRange(
            new Volunteer { Id = Volunteers[0], BranchId = TestCountry.NorthA, GivenName = "Vera", FamilyName = "North", Capacity = 50 },
            new Volunteer { Id = Volunteers[1], BranchId = TestCountry.SouthA, GivenName = "Viggo", FamilyName = "South", Capacity = 50 });
        foreach (var person in People)
        {
            Add(db, person, caseworkers);
        }

        await db.SaveChangesAsync();
    }

    private static void Add(GraphContext db, Person person, Dictionary<string, Caseworker> caseworkers)
    {
        var consent = person.Grants is not { } grants ? null : new Consent
        {
            Id = person.Id + 10_000,
            RefugeeId = person.Id,
            Version = 1,
            GivenAt = Now.AddDays(-20),
            ValidUntil = person.ValidUntil,
            WithdrawnAt = person.IsWithdrawn ? Now.AddDays(-1) : null,
            Method = ConsentMethod.SignedForm,
            LanguageCode = TestCountry.Tongue,
            RecordedBy = "worker",
            MunicipalityFields = grants.Municipality,
            VolunteersFields = grants.Volunteers,
        };
        var interview = new HandoverInterview
        {
            Id = person.Id + 20_000,
            RefugeeId = person.Id,
            HeldOn = new DateOnly(2026, 2, 10),
            HeldBy = "worker",
            LanguageCode = TestCountry.Tongue,
            Answer = ContactAnswer.WantsContact,
            Wishes = TestCountry.Family,
            RecordedAt = Now.AddDays(-21),
        };
        var referral = person.Branch is null ? null : new Referral
        {
            Id = person.ReferralId,
            RefugeeId = person.Id,
            MunicipalityCode = person.ReferralMunicipality,
            BranchId = Ids.OfBranch(person.Branch),
            Status = person.ReferralStatus,
            WaitingSince = Now.AddDays(-20).AddHours(-7 * (person.Id % 5)),
            AssignedAt = Now.AddDays(-20),
            AcceptedAt = Now.AddDays(-19),
            ContactedAt = Now.AddDays(-18),
            ClosedAt = person.IsReferralClosed ? Now.AddDays(-2) : null,
        };
        db.Add(new Refugee
        {
            Id = person.Id,
            Reference = person.Reference,
            RegisteredAt = Now.AddDays(-40),
            CentreId = Ids.OfCentre(person.Centre),
            GivenName = person.GivenName,
            FamilyName = "Family",
            DateOfBirth = (person.DateOfBirth.Year * 10000) + (person.DateOfBirth.Month * 100) + person.DateOfBirth.Day,
            NationalityCode = person.Nationality,
            NameAndAddressProtection = person.IsProtected,
            Phone = person.HasPhone ? "+4500000001" : null,
            Languages = person.HasLanguages ? $"{TestCountry.Tongue} {TestCountry.OtherTongue}" : "",
            KnownActivityTypes = TestCountry.Cafe,
            MunicipalityCode = person.Municipality,
            PlacedAt = person.Municipality is null ? null : Now.AddDays(-30),
            MovesInOn = person.MovesInOn,
            Street = person.HasAddress ? "Street 1" : null,
            PostalCode = person.HasAddress ? TestCountry.PostalCodeInNorth : null,
            Town = person.HasAddress ? "Nordby" : null,
            CaseworkerId = person.HasCaseworker && person.Municipality is { } code ? caseworkers[code].Id : null,
            InterviewId = interview.Id,
            ConsentId = person.IsWithdrawn ? null : consent?.Id,
            ReferralId = referral?.Id,
        });
        db.Add(interview);
        if (consent is not null)
        {
            db.Add(consent);
        }

        if (referral is not null)
        {
            db.Add(referral);
        }

        if (person.NoticeId > 0)
        {
            db.Add(new HandoverNotice
            {
                Id = person.NoticeId,
                RefugeeId = person.Id,
                Reference = person.Reference,
                MunicipalityCode = person.ReferralMunicipality,
                News = SharedFields.All,
                CreatedAt = Now.AddDays(-20),
            });
        }

        if (person.Volunteer is { } volunteer)
        {
            db.Add(new Match
            {
                Id = person.MatchId,
                ReferralId = person.ReferralId,
                RefugeeId = person.Id,
                VolunteerId = Volunteers[volunteer],
                BranchId = Ids.OfBranch(person.Branch!),
                ActivityTypeKey = TestCountry.Family,
                Status = person.MatchStatus,
                ProposedAt = Now.AddDays(-17),
                ConfirmedAt = Now.AddDays(-16),
            });
        }
    }
}
