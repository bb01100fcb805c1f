using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Sharing;
using Integration.Graph.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Refugees;

/// <summary>Finds the person that a step is about, if the person exists for the caller.</summary>
internal static class RefugeeAccess
{
    /// <summary>A centre sees a person for so many days after the move.</summary>
    public const int DaysAfterMove = 30;

    /// <summary>The person with everything that a step needs, tracked; null if there is none for this caller.</summary>
    public static Task<Refugee?> FindAsync(
        GraphContext db, Caller caller, Moment at, long id, CancellationToken cancellationToken) =>
        VisibleRows.Of<Refugee>(db, caller, at).Where(x => x.Id == id).WithHistory().SingleOrDefaultAsync(cancellationToken);

    /// <summary>The person whose latest referral this is, in the same way.</summary>
    public static Task<Refugee?> FindByReferralAsync(
        GraphContext db, Caller caller, Moment at, long referralId, CancellationToken cancellationToken) =>
        VisibleRows.Of<Refugee>(db, caller, at).Where(x => x.ReferralId == referralId).WithHistory()
            .SingleOrDefaultAsync(cancellationToken);

    /// <summary>
    /// Refuses a step that was decided on by looking at an older version. Only who is shown the version may name one: for a
    /// municipality it would count steps that are none of its business.
    /// </summary>
    public static void CheckVersion(InputChecks check, Caller caller, Refugee? refugee, int? version)
    {
        if (version is null)
            return;
        if (SharingTable.Of(caller.Role, nameof(Refugee), "version") is null)
            check.Invalid("version", InputCode.NotPermitted, "A municipality is not shown the version of a person; leave it out.");
        else if (refugee is not null && refugee.Version != version)
            check.Add(new ConflictException());
    }

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
