using System.Globalization;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Tests.Mutations;
using Integration.Graph.Server.Volunteers;

namespace Integration.Graph.Server.Tests.Sharing.NonInterference;

/// <summary>
/// Everything that a caller may read of a world, by the design's section 4 and without any code of the product. A caller must
/// not be able to distinguish two worlds for which this is equal.
/// </summary>
internal static class Readable
{
    /// <summary>Of the whole world.</summary>
    public static string Of(Asker? asker, GeneratedWorld world) => string.Join('\n',
        world.Existing.OrderBy(p => p.Id).Select(p => Named(asker, world, p)).Concat(world.Existing.Select(p => UnnamedNotice(asker, p)).Order()).Concat(world.Volunteers.Select(v => Of(asker, v))).Concat(world.Activations.Select(a => Of(asker, a)))
            .Concat(world.Requests.Select(r => Of(asker, r))).Where(line => line.Length > 0));

    /// <summary>The readable data of one person and of the person's notices, referral, match and consents.</summary>
    public static string Of(Asker? asker, GeneratedWorld world, GeneratedPerson p) => $"{Named(asker, world, p)} {UnnamedNotice(asker, p)}".Trim();

    private static string Named(Asker? asker, GeneratedWorld world, GeneratedPerson p)
    {
        if (asker is null || !p.Exists)
        {
            return "";
        }

        var person = p.AsPerson();
        var isVisible = DesignTable.IsVisible(asker, person);
        return string.Join(' ', isVisible ? Fields(asker.Role, world, p, person) : "", Notice(asker, p, isVisible), ConsentNotice(asker.Role, p, isVisible), Match(asker, p), asker.Role == Role.DataProtectionOfficer && isVisible ? Explained(p, person) : "").Trim();
    }

    /// <summary>The readable data of one volunteer, who is a person with rights too.</summary>
    public static string Of(Asker? asker, GeneratedVolunteer volunteer) => asker?.Role switch
    {
        Role.BranchCoordinator when volunteer.Branch == asker.Scope => volunteer.ToString(),
        Role.Volunteer when volunteer.Id.ToString(CultureInfo.InvariantCulture) == asker.Scope => volunteer.ToString(),
        _ => "",
    };

    /// <summary>The readable data of one request to activate a branch.</summary>
    public static string Of(Asker? asker, GeneratedActivation activation) => asker?.Role switch
    {
        Role.IntegrationConsultant => Shown(activation),
        Role.BranchCoordinator when activation.Branch == asker.Scope => Shown(activation),
        _ => "",
    };

    /// <summary>
    /// The readable data of one deletion request. It is visible to its recipient, whether the person is visible or not,
    /// and to the officer.
    /// </summary>
    public static string Of(Asker? asker, GeneratedRequest request) =>
        request.Exists && (asker?.Role == Role.DataProtectionOfficer || (asker?.Role == request.Role && (asker.Scope ?? "") == request.Scope))
            ? $"request {request.Id} {request.Reference} {request.Role} {request.Scope} {request.Fields} {request.Reason} {request.RequestedDays} {request.Ended} {request.RemindedHours}"
            : "";

    private static string Shown(GeneratedActivation a) => $"{a.Id} {a.Branch} {a.Status} {a.Reason} {a.RequestedDays} {a.DecidedDays}";

    private static string Fields(Role role, GeneratedWorld world, GeneratedPerson p, Person person)
    {
        var all = new List<string>();
        foreach (var field in DesignTable.AllFields.Where(field => DesignTable.Access(role, field) != "none"))
        {
            all.Add(field + "=" + (DesignTable.MayHave(role, field, person) ? Value(role, field, world, p, person) ?? "null" : "withheld"));
        }
        // For these two roles the lists of consents contain every version.
        if (SeesAll(role) && p.HasConsent)
        {
            all.Add($"versions={p.OlderVersions} {p.OlderGrants} {Consent(role, p)} {p.IsWithdrawn}");
        }

        return string.Join(' ', all);
    }

    private static string? Value(Role role, string field, GeneratedWorld world, GeneratedPerson p, Person person) => field switch
    {
        "id" => p.Id.ToString(CultureInfo.InvariantCulture),
        "reference" => p.Reference,
        "municipality" => p.Municipality,
        "movesInOn" => p.MovesInOn?.ToString("O", CultureInfo.InvariantCulture),
        "name" => $"{p.Given}/{p.Family}",
        "phone" => p.Phone,
        "address" => p.Street is null ? null : $"{p.Street}/{p.Town}",
        "age" => AgeOf(p).ToString(CultureInfo.InvariantCulture),
        "nationality" => p.Nationality,
        "caseworker" => p.Caseworker is { } id ? world.Caseworkers.Single(c => c.Id == id).ToString() : null,
        "languages" => p.Languages,
        "dateOfBirth" => p.DateOfBirth.ToString("O", CultureInfo.InvariantCulture),
        "nameAndAddressProtection" => p.IsProtected.ToString(),
        "wishes" => p.HasInterview ? p.Wishes : null,
        "knownActivityTypes" => p.Known,
        "householdSize" => world.HouseholdOf(p).ToString(CultureInfo.InvariantCulture),
        "centre" => p.Centre,
        "version" => p.RowVersion.ToString(CultureInfo.InvariantCulture),
        "interview" => p.HasInterview ? $"{p.InterviewDays} {p.Wishes} {p.Answer} {p.Interpreter} {p.InterviewLanguage}" : null,
        // Together with the versions, below.
        "consents" => null,
        "consent" => p.HasConsent && !p.IsWithdrawn ? Consent(role, p) : null,
        "referral" => Referral(role, p, person),
        "withheld" => string.Join(',', DesignTable.Withheld(role, person)),
        _ => throw new InvalidOperationException($"The tests do not know {field}."),
    };

    private static string Consent(Role role, GeneratedPerson p)
    {
        // Each class sees its own version number: decisions/0007.
        var (version, given, grants) = SeesAll(role) ? (p.ConsentVersion, p.GivenAt, $"{p.ToMunicipality} {p.ToVolunteers}")
            : DesignTable.ClassOf(role) == RecipientClass.Municipality ? (p.MunicipalityVersion, Since(p.MunicipalityDays), p.ToMunicipality.ToString())
            : (p.VolunteersVersion, Since(p.VolunteersDays), p.ToVolunteers.ToString());
        return $"{version} {given:O} {p.ValidUntil:O} {p.Method} {grants}" + (SeesAll(role) ? $" {p.ConsentLanguage} {p.Guardian}" : "");

        DateTime Since(int? days) => days is { } ago ? SharingWorld.Now.AddDays(-ago) : p.GivenAt;
    }

    /// <summary>The person's referral. Its status reveals, by design, whether volunteers may know the person.</summary>
    private static string? Referral(Role role, GeneratedPerson p, Person person)
    {
        if (!p.HasReferral || (!SeesAll(role) && p.ReferralMunicipality != p.Municipality))
        {
            return null;
        }

        var isGranted = person.Granted(RecipientClass.Volunteers, SharingWorld.Now) != SharedFields.None;
        return $"{p.Status} {p.Branch} {p.ReferralMunicipality} {p.IsClosed} {p.WaitingDays} {(isGranted ? Due(p) : null)} {isGranted}";
    }

    /// <summary>The due day, which reveals when the referral was assigned. A lapsed referral has nothing due.</summary>
    private static int? Due(GeneratedPerson p) => !p.IsClosed && p.Branch is not null && p.Status is ReferralStatus.Assigned or ReferralStatus.Accepted ? p.AssignedDays : null;

    private static bool SeesAll(Role role) => role is Role.CentreWorker or Role.DataProtectionOfficer;

    /// <summary>The centre sees that a guardian's consent ends, while it is the consent in force.</summary>
    private static string ConsentNotice(Role role, GeneratedPerson p, bool isVisible) =>
        role == Role.CentreWorker && isVisible && p.EndingVersion is { } version && p.HasConsent && !p.IsWithdrawn && version == p.ConsentVersion
            ? $"ending {version} {p.EndsOn:O}"
            : "";

    /// <summary>
    /// What <c>explainAccess</c> reveals about an opened person: why each field is or is not visible, without values.
    /// </summary>
    private static string Explained(GeneratedPerson p, Person person)
    {
        var all = new List<string> { p.Reference };
        if (p.HasConsent)
        {
            all.Add($"{p.ConsentVersion} {p.IsWithdrawn} {p.ValidUntil > SharingWorld.Now} {p.ToMunicipality != SharedFields.None} {p.ToVolunteers != SharedFields.None}");
        }

        foreach (var other in Explainable.Where(other => DesignTable.IsVisible(other, person)))
        {
            all.Add($"{other} {string.Join(',', DesignTable.Withheld(other.Role, person))} {p.HasReferral && p.ReferralMunicipality == p.Municipality}");
        }

        return string.Join(' ', all);
    }

    private static readonly IReadOnlyList<Asker> Explainable =
        [.. Asker.All, new(Role.BranchCoordinator, "test-north-b"), new(Role.Municipality, TestCountry.West)];

    private static string Notice(Asker asker, GeneratedPerson p, bool isVisible) => !p.HasNotice ? "" : asker.Role switch
    {
        Role.Municipality when p.NoticeMunicipality == asker.Scope => $"notice {WorldStore.NoticeId(p)} {p.Reference} {p.News} {p.NoticeDays} {p.IsAcknowledged}",
        Role.CentreWorker when isVisible && !p.IsAcknowledged => $"notice {WorldStore.NoticeId(p)} {p.NoticeMunicipality} {p.NoticeDays}",
        _ => "",
    };

    /// <summary>The consultant sees that a notice is not acknowledged, but not whose it is.</summary>
    private static string UnnamedNotice(Asker? asker, GeneratedPerson p) =>
        asker?.Role == Role.IntegrationConsultant && p is { Exists: true, HasNotice: true, IsAcknowledged: false } ? $"notice {WorldStore.NoticeId(p)} {p.NoticeMunicipality} {p.NoticeDays}" : "";

    /// <summary>
    /// A match that is not declined ends with the consent. Its coordinator and volunteer see the same as for any other end.
    /// </summary>
    private static string Match(Asker asker, GeneratedPerson p) => (p.HasMatch && asker.Role switch
    {
        Role.BranchCoordinator => p.Branch == asker.Scope,
        Role.Volunteer => SharingWorld.Volunteers[p.Volunteer!.Value].ToString(CultureInfo.InvariantCulture) == asker.Scope,
        _ => false,
    } ? $"match {p.Id} {MatchStatusOf(p)} {p.MatchActivity} {p.Volunteer}" : "")
        + (p.HasEarlierMatch && asker.Role == Role.BranchCoordinator && p.Branch == asker.Scope ? $" before {p.Id}" : "");

    private static MatchStatus MatchStatusOf(GeneratedPerson p) =>
        p.MatchStatus == MatchStatus.Declined || p.AsPerson().Granted(RecipientClass.Volunteers, SharingWorld.Now) != SharedFields.None ? p.MatchStatus : MatchStatus.Ended;

    public static int AgeOf(GeneratedPerson p)
    {
        var today = DateOnly.FromDateTime(SharingWorld.Now);
        var years = today.Year - p.DateOfBirth.Year;
        return (today.Month, today.Day).CompareTo((p.DateOfBirth.Month, p.DateOfBirth.Day)) < 0 ? years - 1 : years;
    }
}
