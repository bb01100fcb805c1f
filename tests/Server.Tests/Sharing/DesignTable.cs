using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Mutations;
using Integration.Graph.Server.Volunteers;

namespace Integration.Graph.Server.Tests.Sharing;

/// <summary>The caller in a test.</summary>
internal sealed record Asker(Role Role, string? Scope = null)
{
    public static IReadOnlyList<Asker> All { get; } =
    [
        new(Role.CentreWorker, "test-centre"), new(Role.CentreWorker, "test-other-centre"),
        new(Role.Municipality, TestCountry.North), new(Role.Municipality, TestCountry.South), new(Role.Municipality, TestCountry.East),
        new(Role.BranchCoordinator, "test-north-a"), new(Role.BranchCoordinator, "test-south-a"),
        new(Role.Volunteer, "7001"), new(Role.Volunteer, "7002"),
        new(Role.IntegrationConsultant), new(Role.DataProtectionOfficer), new(Role.Administrator),
    ];

    /// <summary>The first caller of each role.</summary>
    public static IEnumerable<Asker> OfEachRole { get; } = [.. All.DistinctBy(asker => asker.Role)];

    /// <summary>
    /// All callers on SQLite and one of each role on PostgreSQL. Callers of one role only differ in a parameter of the same
    /// SQL.
    /// </summary>
    public static IEnumerable<Asker> On(DatabaseKind kind) => kind == DatabaseKind.Sqlite ? All : OfEachRole;
}

/// <summary>
/// The design's two tables (with the names of the schema). Only this class reads them, nothing of the product.
/// </summary>
internal static class DesignTable
{
    private const string Rows = """
        CENTRE_WORKER           | registered at the caller's centre, until 30 days after the move
        MUNICIPALITY            | placed in the caller's municipality, and the consent in force has a grant for MUNICIPALITY
        BRANCH_COORDINATOR      | the referral is open at the caller's branch now, and the consent in force has a grant for VOLUNTEERS
        VOLUNTEER               | a confirmed, open match with the caller, and the consent in force has a grant for VOLUNTEERS
        INTEGRATION_CONSULTANT  | an open referral, and the consent in force has a grant for VOLUNTEERS
        DATA_PROTECTION_OFFICER | opened by this officer in the last 60 minutes
        ADMINISTRATOR           | none
        """;

    private const string Fields = """
                                                      | CENTRE_WORKER | MUNICIPALITY | BRANCH_COORDINATOR VOLUNTEER | INTEGRATION_CONSULTANT | DATA_PROTECTION_OFFICER
        id reference municipality movesInOn           | always        | always       | always                       | always                 | always
        name phone address age nationality caseworker | always        | consent      | consent                      | none                   | always
        languages                                     | always        | consent      | consent                      | consent                | always
        dateOfBirth nameAndAddressProtection          | always        | none         | none                         | none                   | always
        wishes knownActivityTypes householdSize       | always        | none         | always                       | always                 | always
        referral                                      | always        | always       | always                       | always                 | always
        consent                                       | always        | always       | always                       | none                   | always
        consents                                      | none          | none         | none                         | none                   | always
        withheld                                      | always        | always       | always                       | always                 | always
        centre interview version                      | always        | none         | none                         | none                   | always
        """;

    /// <summary>The paths to persons in each role's schema.</summary>
    private const string Paths = """
        refugees refugee referrals | CENTRE_WORKER MUNICIPALITY BRANCH_COORDINATOR VOLUNTEER INTEGRATION_CONSULTANT DATA_PROTECTION_OFFICER
        consents                   | CENTRE_WORKER MUNICIPALITY BRANCH_COORDINATOR VOLUNTEER DATA_PROTECTION_OFFICER
        handoverNotices            | CENTRE_WORKER MUNICIPALITY
        matches                    | BRANCH_COORDINATOR VOLUNTEER
        municipality.refugees      | CENTRE_WORKER MUNICIPALITY BRANCH_COORDINATOR VOLUNTEER INTEGRATION_CONSULTANT DATA_PROTECTION_OFFICER
        branch.referrals           | BRANCH_COORDINATOR INTEGRATION_CONSULTANT
        """;

    private static readonly Dictionary<string, string[]> RowsOf = Lines(Rows).ToDictionary(line => line[0], line => line[1].Split(", and "));

    private static readonly Dictionary<string, Dictionary<string, string>> AccessOf = ReadFields();

    private static readonly Dictionary<string, string[]> RolesOnPath =
        Lines(Paths).SelectMany(line => line[0].Split(' ').Select(path => (path, roles: line[1].Split(' ')))).ToDictionary(x => x.path, x => x.roles);

    /// <summary>Every field of a person.</summary>
    public static IReadOnlyCollection<string> AllFields => AccessOf.Keys;

    public static IReadOnlyCollection<string> AllPaths => RolesOnPath.Keys;

    /// <summary><c>always</c>, <c>consent</c> or <c>none</c>.</summary>
    public static string Access(Role? role, string field) => AccessOf[field].GetValueOrDefault(Name(role), "none");

    public static bool HasPath(Role? role, string path) => RolesOnPath[path].Contains(Name(role));

    /// <summary>Whether the person exists for the caller.</summary>
    public static bool IsVisible(Asker asker, Person person) =>
        RowsOf[Name(asker.Role)].All(condition => Holds(condition, asker.Scope, person));

    /// <summary>Whether the role gets the field, by its office or by the person's grant.</summary>
    public static bool MayHave(Role role, string field, Person person) => Access(role, field) switch
    {
        "always" => true,
        "consent" => (person.Granted(ClassOf(role), SharingWorld.Now) & Named(field).Bit()) != 0 && !(field == "address" && person.IsProtected),
        _ => throw new InvalidOperationException($"{role} does not have {field}."),
    };

    /// <summary>Returns the expected entries of <c>withheld</c> in order, as <c>FIELD REASON</c>.</summary>
    public static IEnumerable<string> Withheld(Role role, Person person)
    {
        foreach (var field in new[] { "name", "phone", "address", "age", "nationality", "caseworker", "languages" })
        {
            var access = Access(role, field);
            var isKnown = field switch
            {
                "phone" => person.HasPhone,
                "address" => person.HasAddress,
                "caseworker" => person.HasCaseworker && person.Municipality is not null,
                "languages" => person.HasLanguages,
                _ => true,
            };
            if (access == "none")
            {
                continue;
            }

            if (access == "consent" && (person.Granted(ClassOf(role), SharingWorld.Now) & Named(field).Bit()) == 0)
            {
                yield return field.ToUpperInvariant() + " NOT_GRANTED";
            }
            else if (access == "consent" && field == "address" && person.IsProtected)
            {
                yield return "ADDRESS PROTECTED_ADDRESS";
            }
            else if (!isKnown)
            {
                yield return field.ToUpperInvariant() + " NOT_RECORDED";
            }
        }
    }

    /// <summary>The recipient class whose grants apply to the role. For the consultant, it is the volunteers' class.</summary>
    public static RecipientClass ClassOf(Role role) => role == Role.Municipality ? RecipientClass.Municipality : RecipientClass.Volunteers;

    private static SharedField Named(string field) => Enum.Parse<SharedField>(field, ignoreCase: true);

    private static bool Holds(string condition, string? scope, Person person) => condition switch
    {
        "registered at the caller's centre, until 30 days after the move" =>
            person.Centre == scope && (person.MovesInOn is not { } moved || DateOnly.FromDateTime(SharingWorld.Now) <= moved.AddDays(30)),
        "placed in the caller's municipality" => person.Municipality == scope,
        "the consent in force has a grant for MUNICIPALITY" => person.Granted(RecipientClass.Municipality, SharingWorld.Now) != SharedFields.None,
        "the consent in force has a grant for VOLUNTEERS" => person.Granted(RecipientClass.Volunteers, SharingWorld.Now) != SharedFields.None,
        "the referral is open at the caller's branch now" => person.Branch == scope && !person.IsReferralClosed,
        "a confirmed, open match with the caller" => person.Volunteer is { } volunteer && $"{SharingWorld.Volunteers[volunteer]}" == scope
            && person.MatchStatus == MatchStatus.Confirmed && !person.IsReferralClosed,
        "an open referral" => (person.Branch is not null || person.IsAwaitingBranch) && !person.IsReferralClosed,
        "opened by this officer in the last 60 minutes" => person.OpenedMinutesAgo < 60,
        "none" => false,
        _ => throw new InvalidOperationException($"The tests do not know the condition '{condition}'."),
    };

    private static string Name(Role? role) => role switch
    {
        null => "",
        Role.CentreWorker => "CENTRE_WORKER",
        Role.Municipality => "MUNICIPALITY",
        Role.BranchCoordinator => "BRANCH_COORDINATOR",
        Role.Volunteer => "VOLUNTEER",
        Role.IntegrationConsultant => "INTEGRATION_CONSULTANT",
        Role.DataProtectionOfficer => "DATA_PROTECTION_OFFICER",
        _ => "ADMINISTRATOR",
    };

    private static Dictionary<string, Dictionary<string, string>> ReadFields()
    {
        var lines = Lines(Fields).ToList();
        var columns = lines[0].Skip(1).Select(names => names.Split(' ')).ToList();
        return lines.Skip(1).SelectMany(line => line[0].Split(' ').Select(field => (field, line))).ToDictionary(
            x => x.field,
            x => columns.SelectMany((roles, i) => roles.Select(role => (role, access: x.line[i + 1]))).ToDictionary(y => y.role, y => y.access));
    }

    private static IEnumerable<string[]> Lines(string table) => table.Split('\n').Select(line => line.Split('|').Select(cell => cell.Trim()).ToArray());
}
