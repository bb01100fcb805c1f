using System.Linq.Expressions;
using Integration.Graph.Server.Activities;
using Integration.Graph.Server.Branches;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Losses;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Volunteers;

namespace Integration.Graph.Server.Sharing;

/// <summary>
/// Which rows exist for a role: the first table of the design's section 4, as conditions that become part of every
/// query. They are written with what has to be, never with what must not be: EF Core lets a row without a consent
/// pass <c>fields != 0</c>, because in C# null is not 0.
/// </summary>
internal static class RowRules
{
    /// <summary>The rule of an entity for a role (null without a token), over the entity; null if every row exists for everyone.</summary>
    /// <exception cref="InvalidOperationException">The entity has no rule: nothing of it may be read.</exception>
    public static LambdaExpression? For(Role? role, Type entity)
    {
        if (entity == typeof(Branch) || entity == typeof(Activity) || entity == typeof(AsylumCentre))
        {
            return null;
        }

        // Only ever read through a person, as a field that is guarded itself.
        if (entity == typeof(Caseworker) || entity == typeof(HandoverInterview))
        {
            return null;
        }

        return entity switch
        {
            _ when entity == typeof(Refugee) => Person(role),
            _ when entity == typeof(Consent) => OfConsent(role),
            _ when entity == typeof(ConsentChange) => OfConsentChange(role),
            _ when entity == typeof(Referral) => OfReferral(role),
            _ when entity == typeof(HandoverNotice) => Notice(role),
            _ when entity == typeof(BranchActivation) => Activation(role),
            _ when entity == typeof(Volunteer) => OfVolunteer(role),
            _ when entity == typeof(Match) => OfMatch(role),
            _ when entity == typeof(DeletionRequest) => Deletion(role),
            _ when entity == typeof(Disclosure) => (Expression<Func<Disclosure, bool>>)(role == Role.DataProtectionOfficer ? d => true : d => false),
            _ when entity == typeof(ConsentNotice) => OfConsentNotice(role),
            _ => throw new InvalidOperationException($"{entity} has no row rule."),
        };
    }

    private static Expression<Func<Refugee, bool>> Person(Role? role) => role switch
    {
        Role.CentreWorker => r => r.CentreId == CallerValues.ScopeId.Value
            && (r.MovesInOn == null || r.MovesInOn >= CallerValues.MovedSince.Value),
        Role.Municipality => r => r.MunicipalityCode == CallerValues.Scope.Value
            && r.Consent != null && r.Consent.ValidUntil > CallerValues.Now.Value && r.Consent.MunicipalityFields > SharedFields.None,
        Role.BranchCoordinator => r => r.Referral != null && r.Referral.ClosedAt == null && r.Referral.BranchId == CallerValues.ScopeId.Value
            && r.Consent != null && r.Consent.ValidUntil > CallerValues.Now.Value && r.Consent.VolunteersFields > SharedFields.None,
        Role.Volunteer => r => r.Referral != null && r.Referral.ClosedAt == null
            && r.Referral.Matches.Any(m => m.VolunteerId == CallerValues.ScopeId.Value && m.Status == MatchStatus.Confirmed)
            && r.Consent != null && r.Consent.ValidUntil > CallerValues.Now.Value && r.Consent.VolunteersFields > SharedFields.None,
        Role.IntegrationConsultant => r => r.Referral != null && r.Referral.ClosedAt == null
            && r.Consent != null && r.Consent.ValidUntil > CallerValues.Now.Value && r.Consent.VolunteersFields > SharedFields.None,
        Role.DataProtectionOfficer => r => r.SubjectAccesses.Any(a => a.Officer == CallerValues.Subject.Value && a.ClosesAt > CallerValues.Now.Value),
        _ => r => false,
    };

    /// <summary>The centre and the data protection officer see every version; whoever stands on the consent sees the one in force.</summary>
    private static LambdaExpression OfConsent(Role? role) => role is Role.CentreWorker or Role.DataProtectionOfficer
        ? Through<Consent>(Person(role), c => c.Refugee!, c => true)
        : Through<Consent>(Person(role), c => c.Refugee!, c => c.Refugee!.ConsentId == c.Id);

    /// <summary>As the version itself: who lost the person by the change is not told of it.</summary>
    private static LambdaExpression OfConsentChange(Role? role) => role is { } known ? SharingTable.ClassOf(known) switch
    {
        // A change that left the class's own part as it was is none to the class, and not told: see decisions/0007.
        RecipientClass.Municipality => Through<ConsentChange>(Person(role), c => c.Refugee!, c => c.Refugee!.ConsentId == c.Id && c.MunicipalitySince == null),
        RecipientClass.Volunteers => Through<ConsentChange>(Person(role), c => c.Refugee!, c => c.Refugee!.ConsentId == c.Id && c.VolunteersSince == null),
        _ => Through<ConsentChange>(Person(role), c => c.Refugee!, c => true),
    }
    : (Expression<Func<ConsentChange, bool>>)(c => false);

    /// <summary>
    /// After a move the latest referral can still be the one of the municipality before: the centre and the officer see it, whoever
    /// receives the person in the new municipality does not.
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

    /// <summary>Its recipient sees it although the person is gone from sight.</summary>
    private static Expression<Func<DeletionRequest, bool>> Deletion(Role? role) => role switch
    {
        Role.Municipality => d => d.Role == Role.Municipality && d.Scope == CallerValues.Scope.Value,
        Role.BranchCoordinator => d => d.Role == Role.BranchCoordinator && d.Scope == CallerValues.Scope.Value,
        Role.Volunteer => d => d.Role == Role.Volunteer && d.Scope == CallerValues.Scope.Value,
        Role.IntegrationConsultant => d => d.Role == Role.IntegrationConsultant && d.Scope == CallerValues.Scope.Value,
        Role.DataProtectionOfficer => d => true,
        _ => d => false,
    };

    /// <summary>As long as the version that ends is the one in force, or was the last one.</summary>
    private static LambdaExpression OfConsentNotice(Role? role) => Through<ConsentNotice>(
        role == Role.CentreWorker ? Person(role) : r => false, n => n.Refugee!, n => n.Refugee!.Consent!.Version == n.ConsentVersion);

    /// <summary>The person's rule, asked of the person that a row is about, and a condition on the row itself.</summary>
    private static LambdaExpression Through<T>(Expression<Func<Refugee, bool>> person, Expression<Func<T, Refugee>> of, Expression<Func<T, bool>> and)
    {
        var row = of.Parameters[0];
        var rule = new Replacement(person.Parameters[0], of.Body).Visit(person.Body);
        var own = new Replacement(and.Parameters[0], row).Visit(and.Body);
        return Expression.Lambda(Expression.AndAlso(own, rule), row);
    }

    private sealed class Replacement(ParameterExpression parameter, Expression instance) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == parameter ? instance : node;
    }
}
