using System.Collections.Frozen;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Identity;

namespace Integration.Graph.Server.Sharing;

/// <summary>The condition under which a role gets the value of a field.</summary>
public enum Access
{
    /// <summary>The role gets the value in every row that is visible to it, unless `condition` of `permissions` says otherwise.</summary>
    /// <remarks>The conditions are in <see cref="FieldConditions"/>.</remarks>
    Always = 1,

    /// <summary>
    /// The role gets the value if the person's consent in force grants the field to the role's recipient class.
    /// </summary>
    Consent = 2,
}

/// <summary>The access table: which role has which field, and on what condition.</summary>
/// <remarks>
/// A field that is not listed is in no role's schema. <see cref="RowRules"/> decides which rows of a type are visible to
/// a role. All other code of the product uses these two classes. The server does not start if the table and the schema differ:
/// see <see cref="SharingCheck"/>.
/// </remarks>
internal static class SharingTable
{
    private const Role C = Role.CentreWorker;
    private const Role M = Role.Municipality;
    private const Role B = Role.BranchCoordinator;
    private const Role V = Role.Volunteer;
    private const Role I = Role.IntegrationConsultant;
    private const Role D = Role.DataProtectionOfficer;
    private const Role A = Role.Administrator;

    /// <summary>Types of which every field is public, with or without a token.</summary>
    private static readonly FrozenSet<string> Public = FrozenSet.Create(
        "Viewer", "TypePermission", "Region", "AsylumCentre", "ActivityType", "Position", "Nationality", "Language",
        // Published figures. They are protected against disclosure before the report is stored.
        "CoverageReport", "CoverageFigures", "PeopleFigures", "ActivityTypeCoverage", "RegionCoverage", "MunicipalityCoverage",
        "BranchCoverage", "ActivityCoverage", "DocumentedFigures");

    /// <summary>Types that are parts of a field's value: a role that has the field has its parts.</summary>
    private static readonly FrozenSet<string> Parts = FrozenSet.Create("PersonName", "Address", "Caseworker", "WithheldField", "ConsentGrant");

    /// <summary>Public facts that have a few fields for some roles only.</summary>
    private static readonly FrozenSet<string> Mixed = FrozenSet.Create("Branch", "Activity", "Municipality");

    private static readonly FrozenDictionary<string, Dictionary<Role, Access>> Fields = Rows(
        // ── The person ────────────────────────────────────────────────────────────────────────────────────────────
        Row("Refugee", "id reference municipality movesInOn withheld referral").Always(C, M, B, V, I, D),
        Row("Refugee", "name phone address age nationality caseworker").Always(C, D).IfGranted(M, B, V),
        Row("Refugee", "languages").Always(C, D).IfGranted(M, B, V, I),
        Row("Refugee", "dateOfBirth nameAndAddressProtection centre interview version").Always(C, D),
        Row("Refugee", "wishes knownActivityTypes householdSize").Always(C, B, V, I, D),
        Row("Refugee", "consent").Always(C, M, B, V, D),
        Row("Refugee", "consents").Always(D),
        // ── Consent and interview: recipients see their own class, centre and data protection officer see all ──────
        Row("Consent", "version status givenAt validUntil withdrawnAt method grants refugee").Always(C, M, B, V, D),
        Row("Consent", "language guardian").Always(C, D),
        Row("ConsentChange", "reference version status refugee").Always(C, M, B, V, D),
        Row("HandoverInterview", "heldOn answer language interpreter wishes").Always(C, D),
        // ── Process: notices, requests, referrals, matches ────────────────────────────────────────────────────────
        // The consultant does not see the person: an additional notice would show that the person has granted the
        // municipality more.
        Row("HandoverNotice", "id municipality createdAt acknowledgedAt").Always(C, M, I),
        Row("HandoverNotice", "reference refugee").Always(C, M),
        Row("HandoverNotice", "news").Always(M),
        Row("DeletionRequest", "id reference fields reason role scope status requestedAt confirmedAt cancelledAt dueOn overdue remindedAt").Always(M, B, V, I, D),
        Row("Disclosure", "id at role scope operation reference fields consentVersion").Always(D),
        Row("Holder", "role scope field since consentVersion deletionRequestedAt").Always(D),
        Row("ConsentNotice", "id reference consentVersion endsOn createdAt refugee").Always(C),
        Row("Referral", "id status branch municipality waitingSince waitingDays dueOn overdue refugee").Always(C, M, B, V, I, D),
        Row("BranchActivation", "id status branch requestedAt decidedAt reason").Always(B, I),
        Row("Volunteer", "id name phone email branch languages activityTypes capacity childCertificateOn").Always(B, V),
        Row("Match", "id status activityType volunteer refugee").Always(B, V),
        // ── Public facts, except the links to persons ─────────────────────────────────────────────────────────────
        Row("Branch", "id slug name municipality hasIntegrationActivities activities town position origin source").Everyone(),
        Row("Branch", "referrals").Always(B, I),
        Row("Activity", "id type title branch centre weekday opensOn closesOn origin source").Everyone(),
        Row("Activity", "version").Always(B),
        Row("Municipality", "code name region population branches").Everyone(),
        Row("Municipality", "refugees").Always(C, M, B, V, I, D),
        // ── Queries ───────────────────────────────────────────────────────────────────────────────────────────────
        Row("Query", "viewer permissions node nodes branches branch activities activityTypes asylumCentres regions municipalities municipality coverage coverageHistory").Everyone(),
        Row("Query", "refugees refugee referrals").Always(C, M, B, V, I, D),
        Row("Query", "consents").Always(C, M, B, V, D),
        Row("Query", "handoverNotices").Always(C, M, I),
        Row("Query", "consentNotices").Always(C),
        Row("Query", "branchActivations").Always(B, I),
        Row("Query", "deletionRequests").Always(M, B, V, I, D),
        Row("Query", "disclosures holders").Always(D),
        Row("Query", "volunteers matches").Always(B, V),
        Row("Query", "explainAccess").Always(D, A),
        Row("AccessExplanation", "decision isShown rule consentVersion").Always(D, A),
        // ── Mutations ─────────────────────────────────────────────────────────────────────────────────────────────
        Row("Mutation", "registerRefugee transferRefugee placeRefugee recordInterview giveConsent changeConsent").Always(C),
        Row("Mutation", "updateContact").Always(C, M),
        Row("Mutation", "withdrawConsent").Always(C, M, B, I, D),
        Row("Mutation", "acknowledgeHandoverNotice").Always(M),
        Row("Mutation", "confirmDeletion").Always(M, B, V, I),
        Row("Mutation", "acceptReferral returnReferral recordContact closeReferral registerVolunteer proposeMatch").Always(B),
        Row("Mutation", "openActivity changeActivity closeActivity").Always(B),
        Row("Mutation", "confirmMatch recordMeeting").Always(V),
        Row("Mutation", "endMatch").Always(B, V),
        Row("Mutation", "requestBranchActivation").Always(B, I),
        Row("Mutation", "assignReferral decideBranchActivation").Always(I),
        Row("Mutation", "openSubjectAccess exportSubjectData rectifyRefugee eraseRefugee").Always(D),
        // ── Subscriptions: each has the same roles as the type of its events ──────────────────────────────────────
        Row("Subscription", "handoverNoticeReceived").Always(M),
        Row("Subscription", "referralAssigned").Always(C, M, B, V, I, D),
        Row("Subscription", "consentChanged").Always(C, M, B, V, D));

    /// <summary>Maps each personal field of the schema to the consent's name for it.</summary>
    public static FrozenDictionary<string, SharedField> Shared { get; } = new Dictionary<string, SharedField>
    {
        ["name"] = SharedField.Name,
        ["phone"] = SharedField.Phone,
        ["address"] = SharedField.Address,
        ["age"] = SharedField.Age,
        ["dateOfBirth"] = SharedField.Age,
        ["nationality"] = SharedField.Nationality,
        ["caseworker"] = SharedField.Caseworker,
        ["languages"] = SharedField.Languages,
    }.ToFrozenDictionary();

    /// <summary>Returns how a role (null without a token) gets a field; null if the field is not in its schema.</summary>
    public static Access? Of(Role? role, string type, string field)
    {
        if (Public.Contains(type) || Parts.Contains(type))
        {
            return Access.Always;
        }

        if (!Fields.TryGetValue($"{type}.{field}", out var row))
        {
            return null;
        }

        return row.Count == 0 ? Access.Always : role is { } known && row.TryGetValue(known, out var access) ? access : null;
    }

    /// <summary>
    /// Returns every role that has a field and its access, in the order of the roles; empty if the field is public.
    /// </summary>
    public static IReadOnlyList<(Role Role, Access Access)> Roles(string type, string field) =>
        Fields.TryGetValue($"{type}.{field}", out var row) ? [.. row.OrderBy(r => r.Key).Select(r => (r.Key, r.Value))] : [];

    /// <summary>Types of which every field is public.</summary>
    public static IEnumerable<string> PublicTypes => Public.Order(StringComparer.Ordinal);

    /// <summary>Types of which a role has every field if it has the field whose value they are part of.</summary>
    public static IEnumerable<string> PartTypes => Parts.Order(StringComparer.Ordinal);

    /// <summary>Types that have fields for everyone and fields for some roles only.</summary>
    public static IEnumerable<string> MixedTypes => Mixed.Order(StringComparer.Ordinal);

    /// <summary>Whether the type is a public fact. Every other type is confidential, also one that the table does not name.</summary>
    public static bool IsPublic(string type) => Public.Contains(type) || Mixed.Contains(type);

    /// <summary>Every field that the table lists.</summary>
    public static IEnumerable<(string Type, string Field)> All => Fields.Keys.Order().Select(k => (k[..k.IndexOf('.', StringComparison.Ordinal)], k[(k.IndexOf('.', StringComparison.Ordinal) + 1)..]));

    /// <summary>Returns the recipient class whose grants apply to a role; null for roles that need no grant.</summary>
    public static RecipientClass? ClassOf(Role role) => role switch
    {
        Role.Municipality => RecipientClass.Municipality,
        Role.BranchCoordinator or Role.Volunteer or Role.IntegrationConsultant => RecipientClass.Volunteers,
        _ => null,
    };

    private static Entry Row(string type, string fields) => new(type, fields);

    private static FrozenDictionary<string, Dictionary<Role, Access>> Rows(params Entry[] entries) => entries
        .SelectMany(e => e.Fields.Split(' ').Select(f => (Key: $"{e.Type}.{f}", e.Roles)))
        .ToFrozenDictionary(e => e.Key, e => e.Roles);

    private sealed record Entry(string Type, string Fields)
    {
        public Dictionary<Role, Access> Roles { get; } = [];

        public Entry Everyone() => this;

        public Entry Always(params Role[] roles) => With(roles, Access.Always);

        public Entry IfGranted(params Role[] roles) => With(roles, Access.Consent);

        private Entry With(Role[] roles, Access access)
        {
            foreach (var role in roles)
            {
                Roles.Add(role, access);
            }

            return this;
        }
    }
}
