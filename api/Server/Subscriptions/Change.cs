using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Volunteers;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Subscriptions;

/// <summary>An event, with the recipients that it can concern.</summary>
/// <param name="Kind">Kind of event.</param>
/// <param name="SubjectId">Id of the notice, referral or consent.</param>
/// <param name="CentreId">Id of the centre that registered the person.</param>
/// <param name="MunicipalityCode">Municipality where the person is placed; for a notice, the municipality that it is for.</param>
/// <param name="BranchId">Branch of the latest referral.</param>
/// <param name="VolunteerId">Volunteer who is matched with the person.</param>
internal sealed record Change(
    ChangeKind Kind, long SubjectId, long CentreId, string? MunicipalityCode, long? BranchId, long? VolunteerId)
{
    /// <summary>Returns the events with these ids, oldest first. Events about erased persons are left out.</summary>
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

    /// <summary>Whether to query the database for what the caller may see of the event.</summary>
    /// <remarks>
    /// This is only a filter and permits nothing. The row rules decide, and they would refuse every caller that is filtered
    /// out here.
    /// </remarks>
    public bool CanConcern(Caller caller) => caller.Role switch
    {
        Role.CentreWorker => CentreId == caller.ScopeId,
        Role.Municipality => MunicipalityCode == caller.Scope,
        Role.BranchCoordinator => BranchId == caller.ScopeId,
        Role.Volunteer => VolunteerId == caller.ScopeId,
        _ => true,
    };
}
