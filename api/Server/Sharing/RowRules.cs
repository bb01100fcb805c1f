using System.Linq.Expressions;
using Integration.Graph.Engine.Types.Resolvers;
using Integration.Graph.Server.Activities;
using Integration.Graph.Server.Branches;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.DeletionRequests;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Volunteers;

namespace Integration.Graph.Server.Sharing;

/// <summary>
/// Row rules: which rows of an entity are visible to a role, as conditions that become part of every query. `SHARING.md`
/// lists them in words.
/// </summary>
/// <remarks>
/// Write each condition as what has to hold, never as what must not hold. EF Core lets a row without a consent
/// pass <c>fields != 0</c>, because in C# null is not 0.
/// </remarks>
internal static class RowRules
{
    /// <summary>The rule of each entity. Null if every row is visible to everyone who reaches it.</summary>
    private static readonly Dictionary<Type, Func<Role?, LambdaExpression>?> Rules = new()
    {
        [typeof(Refugee)] = Person,
        [typeof(Consent)] = OfConsent,
        [typeof(ConsentChange)] = OfConsentChange,
        [typeof(Referral)] = OfReferral,
        [typeof(HandoverNotice)] = Notice,
        [typeof(BranchActivation)] = Activation,
        [typeof(Volunteer)] = OfVolunteer,
        [typeof(Match)] = OfMatch,
        [typeof(DeletionRequest)] = Deletion,
        [typeof(Disclosure)] = role => (Expression<Func<Disclosure, bool>>)(role == Role.DataProtectionOfficer ? d => true : d => false),
        [typeof(ConsentNotice)] = OfConsentNotice,
        [typeof(Branch)] = null,
        [typeof(Activity)] = null,
        [typeof(AsylumCentre)] = null,
        // Read only through a person, as a field with a guard of its own.
        [typeof(Caseworker)] = null,
        [typeof(HandoverInterview)] = null,
    };

    /// <summary>The entities whose rows may be read.</summary>
    public static IEnumerable<Type> Entities => Rules.Keys;

    /// <summary>Whether the rows that are visible depend on the caller.</summary>
    public static bool HasRule(Type entity) => Rules.GetValueOrDefault(entity) is not null;

    /// <summary>
    /// Returns the rule of an entity for a role (null without a token); null if every row is visible to everyone.
    /// </summary>
    /// <exception cref="InvalidOperationException">The entity is not listed, so none of its rows may be read.</exception>
    public static LambdaExpression? For(Role? role, Type entity) => Rules.TryGetValue(entity, out var rule)
        ? rule?.Invoke(role)
        : throw new InvalidOperationException($"{entity} has no row rule.");

    private static Expression<Func<Refugee, bool>> Person(Role? role) => SharingConditions.Inline<Refugee, bool>(role switch
    {
        Role.CentreWorker => r => r.CentreId == CallerValues.ScopeId.Value
            && (r.MovesInOn == null || r.MovesInOn >= CallerValues.MovedSince.Value),
        Role.Municipality => r => r.MunicipalityCode == CallerValues.Scope.Value
            && r.AdmitsMunicipality(CallerValues.Now.Value),
        Role.BranchCoordinator => r => r.Referral != null && r.Referral.ClosedAt == null && r.Referral.BranchId == CallerValues.ScopeId.Value
            && r.AdmitsVolunteers(CallerValues.Now.Value),
        Role.Volunteer => r => r.Referral != null && r.Referral.ClosedAt == null
            && r.Referral.Matches.Any(m => m.VolunteerId == CallerValues.ScopeId.Value && m.Status == MatchStatus.Confirmed)
            && r.AdmitsVolunteers(CallerValues.Now.Value),
        Role.IntegrationConsultant => r => r.Referral != null && r.Referral.ClosedAt == null
            && r.AdmitsVolunteers(CallerValues.Now.Value),
        Role.DataProtectionOfficer => r => r.SubjectAccesses.Any(a => a.Officer == CallerValues.Subject.Value && a.ClosesAt > CallerValues.Now.Value),
        _ => r => false,
    });

    /// <summary>The centre and the data protection officer see every version; the other roles see the version in force.</summary>
    private static LambdaExpression OfConsent(Role? role) => role is Role.CentreWorker or Role.DataProtectionOfficer
        ? Through<Consent>(Person(role), c => c.Refugee!, c => true)
        : Through<Consent>(Person(role), c => c.Refugee!, c => c.Refugee!.ConsentId == c.Id);

    /// <summary>
    /// The same rule as for the consent version. A recipient that loses access to the person by the change gets no event.
    /// </summary>
    private static LambdaExpression OfConsentChange(Role? role) => role is { } known ? SharingTable.ClassOf(known) switch
    {
        // A class gets no event for a change that does not affect its own part: see decisions/0007.
        RecipientClass.Municipality => Through<ConsentChange>(Person(role), c => c.Refugee!, c => c.Refugee!.ConsentId == c.Id && c.MunicipalitySince == null),
        RecipientClass.Volunteers => Through<ConsentChange>(Person(role), c => c.Refugee!, c => c.Refugee!.ConsentId == c.Id && c.VolunteersSince == null),
        _ => Through<ConsentChange>(Person(role), c => c.Refugee!, c => true),
    }
    : (Expression<Func<ConsentChange, bool>>)(c => false);

    /// <summary>
    /// After a move, the latest referral can still be from the previous municipality. The centre and the officer see it;
    /// recipients in the new municipality do not.
    /// </summary>
    private static LambdaExpression OfReferral(Role? role) => role is Role.CentreWorker or Role.DataProtectionOfficer
        ? Through<Referral>(Person(role), r => r.Refugee!, r => r.Refugee!.ReferralId == r.Id)
        : Through<Referral>(Person(role), r => r.Refugee!, r => r.Refugee!.ReferralId == r.Id && r.Refugee.MunicipalityCode == r.MunicipalityCode);

    private static LambdaExpression Notice(Role? role) => role switch
    {
        Role.Municipality => (Expression<Func<HandoverNotice, bool>>)(n => n.MunicipalityCode == CallerValues.Scope.Value),
        Role.CentreWorker => Through<HandoverNotice>(Person(role), n => n.Refugee!, n => n.AcknowledgedAt == null),
        Role.IntegrationConsultant => (Expression<Func<HandoverNotice, bool>>)(n => n.AcknowledgedAt == null),
        _ => (Expression<Func<HandoverNotice, bool>>)(n => false),
    };

    private static Expression<Func<BranchActivation, bool>> Activation(Role? role) => role switch
    {
        Role.IntegrationConsultant => a => true,
        Role.BranchCoordinator => a => a.BranchId == CallerValues.ScopeId.Value,
        _ => a => false,
    };

    private static Expression<Func<Volunteer, bool>> OfVolunteer(Role? role) => role switch
    {
        Role.BranchCoordinator => v => v.BranchId == CallerValues.ScopeId.Value,
        Role.Volunteer => v => v.Id == CallerValues.ScopeId.Value,
        _ => v => false,
    };

    private static Expression<Func<Match, bool>> OfMatch(Role? role) => role switch
    {
        Role.BranchCoordinator => m => m.BranchId == CallerValues.ScopeId.Value,
        Role.Volunteer => m => m.VolunteerId == CallerValues.ScopeId.Value,
        _ => m => false,
    };

    /// <summary>The recipient sees its request even if the person is no longer visible to it.</summary>
    private static Expression<Func<DeletionRequest, bool>> Deletion(Role? role) => role switch
    {
        Role.Municipality => d => d.Role == Role.Municipality && d.Scope == CallerValues.Scope.Value,
        Role.BranchCoordinator => d => d.Role == Role.BranchCoordinator && d.Scope == CallerValues.Scope.Value,
        Role.Volunteer => d => d.Role == Role.Volunteer && d.Scope == CallerValues.Scope.Value,
        Role.IntegrationConsultant => d => d.Role == Role.IntegrationConsultant && d.Scope == CallerValues.Scope.Value,
        Role.DataProtectionOfficer => d => true,
        _ => d => false,
    };

    /// <summary>Visible while the notice's version is the person's current one, also after that version has expired.</summary>
    private static LambdaExpression OfConsentNotice(Role? role) => Through<ConsentNotice>(
        role == Role.CentreWorker ? Person(role) : r => false, n => n.Refugee!, n => n.Refugee!.Consent!.Version == n.ConsentVersion);

    /// <summary>Combines the person's rule, applied to the person of a row, with a condition on the row itself.</summary>
    private static LambdaExpression Through<T>(Expression<Func<Refugee, bool>> person, Expression<Func<T, Refugee>> of, Expression<Func<T, bool>> and)
    {
        var row = of.Parameters[0];
        var rule = person.Inline([of.Body]);
        var own = and.Inline([row]);
        return Expression.Lambda(Expression.AndAlso(own, rule), row);
    }
}
