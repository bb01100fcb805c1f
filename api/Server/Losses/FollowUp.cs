using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Losses;

/// <summary>
/// Writes down what the clock has made true. A consent that has run out grants nothing from that second, whether this has
/// run or not; what is made here only follows: referrals lapse, matches end, recipients are asked to delete, the centre is
/// told that a guardian's consent ends, overdue deletions are reminded of. Running it again, or in several processes at
/// once, makes nothing twice.
/// </summary>
internal sealed partial class FollowUp(IDbContextFactory<GraphContext> contexts, TimeProvider clock, ILogger<FollowUp> logger)
{
    private const int DaysBetweenReminders = 7;

    // A person whom others change meanwhile is tried again, and otherwise found the next time.
    private const int Attempts = 3;

    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        var at = Moment.Of(clock);
        var expired = await ExpireAsync(at, cancellationToken);
        var opened = await RouteAsync(at, cancellationToken);
        var notices = await AnnounceAsync(at, cancellationToken);
        if (expired + opened + notices > 0)
            LogDone(expired, opened, notices);
        await RemindAsync(at, cancellationToken);
    }

    /// <summary>Persons whose consent has run out, and of whom a referral is open still or somebody holds what nobody has asked to delete.</summary>
    private async Task<int> ExpireAsync(Moment at, CancellationToken cancellationToken)
    {
        List<long> found;
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            found = await db.Refugees
                .Where(x => x.Consent!.ValidUntil <= at.Now
                    && ((x.Referral != null && x.Referral.ClosedAt == null)
                        || db.Holdings.Any(h => h.Reference == x.Reference && h.EndedAt == null && LossStep.Recipients.Contains(h.Role)
                            && !db.DeletionRequests.Any(d => d.Reference == h.Reference && d.Role == h.Role && d.Scope == h.Scope
                                && d.ConfirmedAt == null && d.CancelledAt == null))))
                .Select(x => x.Id).ToListAsync(cancellationToken);
        }
        var done = 0;
        foreach (var id in found)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            done += await MutationTransaction.RunAsync(db, async () =>
            {
                var refugee = await db.Refugees.Where(x => x.Id == id).WithHistory().SingleOrDefaultAsync(cancellationToken);
                if (refugee is null || !(refugee.Consent?.ValidUntil <= at.Now))
                    return 0;
                await PersonStep.ApplyAsync(db, refugee, at, () => { }, cancellationToken);
                return 1;
            }, Attempts, cancellationToken);
        }
        return done;
    }

    /// <summary>An activity that opens today was announced before: no step has happened that would route to it.</summary>
    private async Task<int> RouteAsync(Moment at, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var codes = await db.Referrals
            .Where(x => x.ClosedAt == null && x.Status == ReferralStatus.AwaitingBranch
                && db.Activities.Any(a => a.Branch!.MunicipalityCode == x.MunicipalityCode && a.OpensOn == at.Today))
            .Select(x => x.MunicipalityCode).Distinct().OrderBy(x => x).ToListAsync(cancellationToken);
        foreach (var code in codes)
            await MutationTransaction.RunAsync(db, async () =>
            {
                await ReferralRouter.TakeTurnAsync(db, [code], cancellationToken);
                await ReferralRouter.SettleAsync(db, code, at, cancellationToken);
                return true;
            }, Attempts, cancellationToken);
        return codes.Count;
    }

    /// <summary>Guardians' consents of persons who come of age within the notice's days.</summary>
    private async Task<int> AnnounceAsync(Moment at, CancellationToken cancellationToken)
    {
        // Days of birth are numbers: who was born on this day or before is of age at the end of the notice's days.
        var born = Age.ToNumber(at.Today.AddDays(ConsentNotice.DaysBefore)) - (Age.Majority * 10000);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db.Refugees
            .Where(x => x.Consent!.Guardian != null && x.Consent.ValidUntil > at.Now && x.DateOfBirth <= born
                && !db.ConsentNotices.Any(n => n.RefugeeId == x.Id && n.ConsentVersion == x.Consent.Version))
            .Select(x => new { x.Id, x.Consent!.Version, x.DateOfBirth }).ToListAsync(cancellationToken);
        var made = 0;
        foreach (var person in found)
        {
            db.Add(new ConsentNotice
            {
                Id = Ids.New(),
                RefugeeId = person.Id,
                ConsentVersion = person.Version,
                EndsOn = Age.MajorityDay(person.DateOfBirth),
                CreatedAt = at.Now,
            });
            try
            {
                made += await db.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateException exception) when (WriteConflict.Is(exception))
            {
                // Another process was first.
                db.ChangeTracker.Clear();
            }
        }
        return made;
    }

    private async Task RemindAsync(Moment at, CancellationToken cancellationToken)
    {
        var due = DeletionRequestType.DueSince(at.Today);
        var again = at.Now.AddDays(-DaysBetweenReminders);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var overdue = db.DeletionRequests.Where(x => x.ConfirmedAt == null && x.CancelledAt == null && x.RequestedAt < due);
        // One statement: of two processes, the second finds nothing left to remind of.
        var reminded = await overdue.Where(x => x.RemindedAt == null || x.RemindedAt <= again)
            .ExecuteUpdateAsync(row => row.SetProperty(x => x.RemindedAt, at.Now), cancellationToken);
        if (reminded == 0)
            return;
        foreach (var recipient in await overdue.GroupBy(x => new { x.Role, x.Scope })
            .Select(x => new { x.Key.Role, x.Key.Scope, Count = x.Count() }).OrderBy(x => x.Role).ThenBy(x => x.Scope).ToListAsync(cancellationToken))
            LogOverdue(recipient.Role, recipient.Scope, recipient.Count);
    }

    [LoggerMessage(LogLevel.Information, "Followed up {Expired} consents that have run out, {Opened} municipalities where an activity opens today, {Notices} guardians' consents that end soon.")]
    private partial void LogDone(int expired, int opened, int notices);

    [LoggerMessage(LogLevel.Warning, "{Role} {Scope} has {Count} overdue deletion requests; deletionRequests(where: {{ overdue: {{ eq: true }} }}) lists them.")]
    private partial void LogOverdue(Identity.Role role, string scope, int count);
}
