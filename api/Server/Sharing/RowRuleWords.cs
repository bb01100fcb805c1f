using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Losses;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Volunteers;

namespace Integration.Graph.Server.Sharing;

/// <summary><see cref="RowRules"/> in words, for people. A role that is left out has no row of the entity.</summary>
internal static class RowRuleWords
{
    private const string AsPerson = "as the person";
    private const string NewToClass = "as the person, it is the version in force, and it changed what the role's class is shown";
    private const string Asked = "the caller is asked, whether the person is visible or not";
    private const string InForce = "as the person, and it is the version in force";

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
            [Role.CentreWorker] = "as the person, and it is the latest one",
            [Role.Municipality] = "as the person, and it is the latest one, in the municipality where the person is placed",
            [Role.BranchCoordinator] = "as the person, and it is the latest one, in the municipality where the person is placed",
            [Role.Volunteer] = "as the person, and it is the latest one, in the municipality where the person is placed",
            [Role.IntegrationConsultant] = "as the person, and it is the latest one, in the municipality where the person is placed",
            [Role.DataProtectionOfficer] = "as the person, and it is the latest one",
        },
        [typeof(HandoverNotice)] = new()
        {
            [Role.CentreWorker] = "as the person, as long as it is not acknowledged",
            [Role.Municipality] = "for the caller's municipality",
            [Role.IntegrationConsultant] = "as long as it is not acknowledged",
        },
        [typeof(BranchActivation)] = new()
        {
            [Role.BranchCoordinator] = "of the caller's branch",
            [Role.IntegrationConsultant] = "every one",
        },
        [typeof(Volunteer)] = new()
        {
            [Role.BranchCoordinator] = "of the caller's branch",
            [Role.Volunteer] = "the caller",
        },
        [typeof(Match)] = new()
        {
            [Role.BranchCoordinator] = "of the caller's branch",
            [Role.Volunteer] = "the caller's own",
        },
        [typeof(DeletionRequest)] = new()
        {
            [Role.Municipality] = Asked,
            [Role.BranchCoordinator] = Asked,
            [Role.Volunteer] = Asked,
            [Role.IntegrationConsultant] = Asked,
            [Role.DataProtectionOfficer] = "every one",
        },
        [typeof(ConsentNotice)] = new()
        {
            [Role.CentreWorker] = "as the person, as long as the version that ends is the last one",
        },
        [typeof(Disclosure)] = new()
        {
            [Role.DataProtectionOfficer] = "every one",
        },
    };

    /// <summary>The entities that have a rule for somebody, in the order of the document.</summary>
    public static IEnumerable<Type> Entities => Words.Keys;

    /// <summary>Which rows exist for the role; null if none do.</summary>
    public static string? For(Role role, Type entity) => Words[entity].GetValueOrDefault(role);
}
