using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Sharing;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Time;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Refugees;

/// <summary>Finds the person that a step changes, if the person is visible to the caller.</summary>
internal static class RefugeeAccess
{
    /// <summary>Number of days after the move during which the centre still sees the person.</summary>
    public const int DaysAfterMove = 30;

    /// <summary>
    /// Returns the person with everything that a step needs, tracked; null if no such person is visible to the caller.
    /// </summary>
    public static Task<Refugee?> FindAsync(
        GraphContext db, Caller caller, Moment at, long id, CancellationToken cancellationToken) =>
        VisibleRows.Of<Refugee>(db, caller, at).Where(x => x.Id == id).WithHistory().SingleOrDefaultAsync(cancellationToken);

    /// <summary>
    /// Returns the person whose latest referral has this id, tracked; null if no such person is visible to the caller.
    /// </summary>
    public static Task<Refugee?> FindByReferralAsync(
        GraphContext db, Caller caller, Moment at, long referralId, CancellationToken cancellationToken) =>
        VisibleRows.Of<Refugee>(db, caller, at).Where(x => x.ReferralId == referralId).WithHistory()
            .SingleOrDefaultAsync(cancellationToken);

    /// <summary>
    /// Adds a conflict error if the caller's version of the person is outdated. Only roles that see the version may send
    /// one. To a municipality it would reveal changes to data that the municipality may not see.
    /// </summary>
    public static void CheckVersion(InputChecks check, Caller caller, Refugee? refugee, int? version)
    {
        if (version is null)
        {
            return;
        }

        if (SharingTable.Of(caller.Role, nameof(Refugee), "version") is null)
        {
            check.Invalid("version", InputCode.NotPermitted, "A municipality does not see the version of a person. Omit this field.");
        }
        else if (refugee is not null && refugee.Version != version)
        {
            check.Add(new ConflictException());
        }
    }

    /// <summary>Includes the related rows that decide who may see which field of the person.</summary>
    public static IQueryable<Refugee> WithHistory(this IQueryable<Refugee> refugees) => refugees
        .AsTracking()
        .AsSplitQuery()
        .Include(x => x.Consent)
        .Include(x => x.Interview)
        .Include(x => x.Caseworker)
        .Include(x => x.Referral!.Branch)
        .Include(x => x.Referral!.Matches);
}
