using Integration.Graph.Server.Consents;
using Integration.Graph.Server.DeletionRequests;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Volunteers;

namespace Integration.Graph.Server.Sharing;

/// <summary>The rules of <see cref="RowRules"/> in words. A role that is left out sees no row of the entity.</summary>
internal static class RowRuleWords
{
    private const string AsPerson = "like the person";
    private const string NewToClass = "like the person; only the version in force, and only if it changed what the role's recipient class can see";
    private const string Asked = "addressed to the caller, whether or not the person is visible";
    private const string InForce = "like the person; only the version in force";

    private static readonly Dictionary<Type, Dictionary<Role, string>> Words = new()
    {
        [typeof(Refugee)] = new()
        {
            [Role.CentreWorker] = "registered at the caller's centre, until 30 days after the move",
            [Role.Municipality] = "placed in the caller's municipality, and the consent in force has a grant for MUNICIPALITY",
            [Role.BranchCoordinator] = "the referral is open at the caller's branch now, and the consent in force has a grant for VOLUNTEERS",
            [Role.Volunteer] = "a confirmed, open match with the caller, and the consent in force has a grant for VOLUNTEERS",
            [Role.IntegrationConsultant] = "an open referral, and the consent in force has a grant for VOLUNTEERS",
            [Role.DataProtectionOfficer] = "opened by the caller with openSubjectAccess in the last 60 minutes",
        },
        [typeof(Consent)] = new()
        {
            [Role.CentreWorker] = AsPerson,
            [Role.Municipality] = InForce,
            [Role.BranchCoordinator] = InForce,
            [Role.Volunteer] = InForce,
            [Role.IntegrationConsultant] = InForce,
            [Role.DataProtectionOfficer] = AsPerson,
        },
        [typeof(ConsentChange)] = new()
        {
            [Role.CentreWorker] = AsPerson,
            [Role.Municipality] = NewToClass,
            [Role.BranchCoordinator] = NewToClass,
            [Role.Volunteer] = NewToClass,
            [Role.IntegrationConsultant] = NewToClass,
            [Role.DataProtectionOfficer] = AsPerson,
        },
        [typeof(Referral)] = new()
        {
            [Role.CentreWorker] = "like the person; only the latest one",
            [Role.Municipality] = "like the person; only the latest one, and only if it is in the municipality where the person is placed",
            [Role.BranchCoordinator] = "like the person; only the latest one, and only if it is in the municipality where the person is placed",
            [Role.Volunteer] = "like the person; only the latest one, and only if it is in the municipality where the person is placed",
            [Role.IntegrationConsultant] = "like the person; only the latest one, and only if it is in the municipality where the person is placed",
            [Role.DataProtectionOfficer] = "like the person; only the latest one",
        },
        [typeof(HandoverNotice)] = new()
        {
            [Role.CentreWorker] = "like the person; only until it is acknowledged",
            [Role.Municipality] = "addressed to the caller's municipality",
            [Role.IntegrationConsultant] = "all that are not acknowledged",
        },
        [typeof(BranchActivation)] = new()
        {
            [Role.BranchCoordinator] = "of the caller's branch",
            [Role.IntegrationConsultant] = "all",
        },
        [typeof(Volunteer)] = new()
        {
            [Role.BranchCoordinator] = "of the caller's branch",
            [Role.Volunteer] = "the caller's own record",
        },
        [typeof(Match)] = new()
        {
            [Role.BranchCoordinator] = "of the caller's branch",
            [Role.Volunteer] = "the caller's own matches",
        },
        [typeof(DeletionRequest)] = new()
        {
            [Role.Municipality] = Asked,
            [Role.BranchCoordinator] = Asked,
            [Role.Volunteer] = Asked,
            [Role.IntegrationConsultant] = Asked,
            [Role.DataProtectionOfficer] = "all",
        },
        [typeof(ConsentNotice)] = new()
        {
            [Role.CentreWorker] = "like the person; only while the version that ends is the latest one",
        },
        [typeof(Disclosure)] = new()
        {
            [Role.DataProtectionOfficer] = "all",
        },
    };

    /// <summary>The entities that have a rule for at least one role, in the order of the document.</summary>
    public static IEnumerable<Type> Entities => Words.Keys;

    /// <summary>Returns the rule for a role in words; null if the role sees no row.</summary>
    public static string? For(Role role, Type entity) => Words[entity].GetValueOrDefault(role);
}
