using System.Globalization;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Identity;

namespace Integration.Graph.Server.Tests.Sharing.NonInterference;

/// <summary>
/// All that a caller may read of a world, by the design's section 4 and nothing of the product. Two worlds of which this
/// is the same must not be told apart by whatever the caller asks.
/// </summary>
internal static class Readable
{
    /// <summary>Of everything.</summary>
    public static string Of(Asker? asker, GeneratedWorld world) => string.Join('\n',
        world.Existing.OrderBy(p => p.Id).Select(p => Of(asker, world, p)).Concat(world.Volunteers.Select(v => Of(asker, v))).Concat(world.Activations.Select(a => Of(asker, a))).Where(line => line.Length > 0));

    /// <summary>Of one person and of what belongs to the person: notices, referral, match, consents.</summary>
    public static string Of(Asker? asker, GeneratedWorld world, GeneratedPerson p)
    {
        if (asker is null || !p.Exists)
            return "";
        var person = p.AsPerson();
        var isVisible = DesignTable.IsVisible(asker, person);
        return string.Join(' ', isVisible ? Fields(asker.Role, world, p, person) : "", Notice(asker, p, isVisible), Match(asker, p)).Trim();
    }

    /// <summary>Of one volunteer, who is a person with rights too.</summary>
    public static string Of(Asker? asker, GeneratedVolunteer volunteer) => asker?.Role switch
    {
        Role.BranchCoordinator when volunteer.Branch == asker.Scope => volunteer.ToString(),
        Role.Volunteer when volunteer.Id.ToString(CultureInfo.InvariantCulture) == asker.Scope => volunteer.ToString(),
        _ => "",
    };

    /// <summary>Of one request to activate a branch.</summary>
    public static string Of(Asker? asker, GeneratedActivation activation) => asker?.Role switch
    {
        Role.IntegrationConsultant => activation.ToString(),
        Role.BranchCoordinator when activation.Branch == asker.Scope => activation.ToString(),
        _ => "",
    };

    private static string Fields(Role role, GeneratedWorld world, GeneratedPerson p, Person person)
    {
        var all = new List<string>();
        foreach (var field in DesignTable.AllFields.Where(field => DesignTable.Access(role, field) != "none"))
            all.Add(field + "=" + (DesignTable.MayHave(role, field, person) ? Value(role, field, world, p, person) ?? "null" : "withheld"));
        // The centre's list of consents has every version.
        if (role == Role.CentreWorker && p.HasConsent)
            all.Add($"versions={p.OlderVersions} {p.OlderGrants} {Consent(role, p)} {p.IsWithdrawn}");
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
        "interview" => p.HasInterview ? $"{p.Wishes} {p.Answer} {p.Interpreter} {p.InterviewLanguage}" : null,
        "consent" => p.HasConsent && !p.IsWithdrawn ? Consent(role, p) : null,
        "referral" => Referral(role, p, person),
        "withheld" => string.Join(',', DesignTable.Withheld(role, person)),
        _ => throw new InvalidOperationException($"The tests do not know {field}."),
    };

    private static string Consent(Role role, GeneratedPerson p)
    {
        // Which version it is, is told to each class as it counts itself: decisions/0007.
        var (version, grants) = role == Role.CentreWorker ? (p.ConsentVersion, $"{p.ToMunicipality} {p.ToVolunteers}")
            : DesignTable.ClassOf(role) == RecipientClass.Municipality ? (p.MunicipalityVersion, p.ToMunicipality.ToString())
            : (p.VolunteersVersion, p.ToVolunteers.ToString());
        return $"{version} {p.GivenAt:O} {p.ValidUntil:O} {p.Method} {grants}" + (role == Role.CentreWorker ? $" {p.ConsentLanguage} {p.Guardian}" : "");
    }

    /// <summary>A declared flow: where the person stands on the way to a volunteer, and so whether volunteers may know them.</summary>
    private static string? Referral(Role role, GeneratedPerson p, Person person) =>
        !p.HasReferral || (role != Role.CentreWorker && p.ReferralMunicipality != p.Municipality) ? null
            : $"{p.Status} {p.Branch} {p.ReferralMunicipality} {p.IsClosed} {p.WaitingDays} {person.Granted(RecipientClass.Volunteers, SharingWorld.Now) != SharedFields.None}";

    private static string Notice(Asker asker, GeneratedPerson p, bool isVisible) => !p.HasNotice ? "" : asker.Role switch
    {
        Role.Municipality when p.NoticeMunicipality == asker.Scope => $"notice {p.Id} {p.Reference} {p.News} {p.NoticeDays} {p.IsAcknowledged}",
        Role.CentreWorker when isVisible && !p.IsAcknowledged => $"notice {p.NoticeMunicipality} {p.NoticeDays}",
        Role.IntegrationConsultant when !p.IsAcknowledged => $"notice {p.Id} {p.NoticeMunicipality} {p.NoticeDays}",
        _ => "",
    };

    private static string Match(Asker asker, GeneratedPerson p) => p.HasMatch && asker.Role switch
    {
        Role.BranchCoordinator => p.Branch == asker.Scope,
        Role.Volunteer => SharingWorld.Volunteers[p.Volunteer!.Value].ToString(CultureInfo.InvariantCulture) == asker.Scope,
        _ => false,
    } ? $"match {p.Id} {p.MatchStatus} {p.MatchActivity} {p.Volunteer}" : "";

    private static int AgeOf(GeneratedPerson p)
    {
        var today = DateOnly.FromDateTime(SharingWorld.Now);
        var years = today.Year - p.DateOfBirth.Year;
        return (today.Month, today.Day).CompareTo((p.DateOfBirth.Month, p.DateOfBirth.Day)) < 0 ? years - 1 : years;
    }
}
