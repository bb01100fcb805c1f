using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Volunteers;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Refugees;

/// <summary>Which persons exist for a caller who wants to change something.</summary>
internal static class RefugeeAccess
{
    /// <summary>A centre sees a person for so many days after the move.</summary>
    public const int DaysAfterMove = 30;

    /// <summary>The persons that the caller's role and scope let them see at this moment.</summary>
    // A set of fields is compared with "greater than": "not equal" would let a person without a consent through,
    // because EF Core adds OR ... IS NULL to it.
    public static IQueryable<Refugee> VisibleRefugees(GraphContext db, Caller caller, DateTime now, DateOnly today)
    {
        var (scope, scopeId) = (caller.Scope, caller.ScopeId);
        var movedSince = today.AddDays(-DaysAfterMove);
        var known = db.Refugees.Where(x => x.MunicipalityCode != null && x.Consent != null
            && x.Consent.WithdrawnAt == null && x.Consent.ReplacedAt == null && x.Consent.ValidUntil > now);
        var referred = known.Where(x => x.Consent!.VolunteersFields > SharedFields.None
            && x.Referral != null && x.Referral.ClosedAt == null);
        return caller.Role switch
        {
            Role.CentreWorker => db.Refugees.Where(x => x.CentreId == scopeId && (x.MovesInOn == null || x.MovesInOn >= movedSince)),
            Role.Municipality => known.Where(x => x.MunicipalityCode == scope && x.Consent!.MunicipalityFields > SharedFields.None),
            Role.BranchCoordinator => referred.Where(x => x.Referral!.BranchId == scopeId),
            Role.Volunteer => referred.Where(x => db.Matches.Any(match => match.RefugeeId == x.Id && match.ReferralId == x.ReferralId
                && match.VolunteerId == scopeId && match.Status == MatchStatus.Confirmed)),
            Role.IntegrationConsultant => referred,
            _ => db.Refugees.Where(x => false),
        };
    }

    /// <summary>The person with everything that a step needs, tracked; null if there is none for this caller.</summary>
    public static Task<Refugee?> FindAsync(
        GraphContext db, Caller caller, Moment at, long id, CancellationToken cancellationToken) =>
        VisibleRefugees(db, caller, at.Now, at.Today).Where(x => x.Id == id).WithHistory().SingleOrDefaultAsync(cancellationToken);

    /// <summary>The person whose latest referral this is, in the same way.</summary>
    public static Task<Refugee?> FindByReferralAsync(
        GraphContext db, Caller caller, Moment at, long referralId, CancellationToken cancellationToken) =>
        VisibleRefugees(db, caller, at.Now, at.Today).Where(x => x.ReferralId == referralId).WithHistory()
            .SingleOrDefaultAsync(cancellationToken);

    /// <summary>Reads along what decides who may know what.</summary>
    public static IQueryable<Refugee> WithHistory(this IQueryable<Refugee> refugees) => refugees
        .AsTracking()
        .AsSplitQuery()
        .Include(x => x.Consent)
        .Include(x => x.Interview)
        .Include(x => x.Caseworker)
        .Include(x => x.Referral!.Branch)
        .Include(x => x.Referral!.Matches);
}
