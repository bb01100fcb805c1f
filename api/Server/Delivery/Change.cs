using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Volunteers;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Delivery;

/// <summary>An event, and whom it can concern at all.</summary>
/// <param name="Kind">What has happened.</param>
/// <param name="SubjectId">To which notice, referral or consent.</param>
/// <param name="CentreId">The centre that registered the person.</param>
/// <param name="MunicipalityCode">Where the person is placed; for a notice, whom it is for.</param>
/// <param name="BranchId">The branch of the latest referral.</param>
/// <param name="VolunteerId">The volunteer who is matched with the person.</param>
internal sealed record Change(
    ChangeKind Kind, long SubjectId, long CentreId, string? MunicipalityCode, long? BranchId, long? VolunteerId)
{
    /// <summary>The events with these ids, the first one first. One about a person who has been erased is none any more.</summary>
    public static Task<List<Change>> ReadAsync(GraphContext db, IReadOnlyCollection<long> ids, CancellationToken cancellationToken) => db.ChangeEvents
        .Where(x => ids.Contains(x.Id))
        .OrderBy(x => x.Id)
        .Join(db.Refugees, x => x.RefugeeId, x => x.Id, (change, person) => new Change(
            change.Kind,
            change.SubjectId,
            person.CentreId,
            change.Kind == ChangeKind.HandoverNoticeMade
                ? db.HandoverNotices.Where(x => x.Id == change.SubjectId).Select(x => x.MunicipalityCode).FirstOrDefault()
                : person.MunicipalityCode,
            person.Referral!.BranchId,
            db.Matches.Where(x => x.RefugeeId == person.Id && x.Status == MatchStatus.Confirmed)
                .Select(x => (long?)x.VolunteerId).FirstOrDefault()))
        .ToListAsync(cancellationToken);

    /// <summary>
    /// Whether it is worth asking the database what the caller may see of it. This permits nothing: the row rules decide,
    /// and they would say no to whoever is left out here.
    /// </summary>
    public bool CanConcern(Caller caller) => caller.Role switch
    {
        Role.CentreWorker => CentreId == caller.ScopeId,
        Role.Municipality => MunicipalityCode == caller.Scope,
        Role.BranchCoordinator => BranchId == caller.ScopeId,
        Role.Volunteer => VolunteerId == caller.ScopeId,
        _ => true,
    };
}
