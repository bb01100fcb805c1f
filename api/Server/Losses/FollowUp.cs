using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Identity;
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

    /// <exception cref="UnfinishedException">Something could not be done; everything else has been.</exception>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        var at = Moment.Of(clock);
        var undone = new List<string>();
        var (expired, failed) = await TryAsync("persons whose consent has run out", undone, () => ExpireAsync(at, cancellationToken), cancellationToken);
        var opened = await TryAsync("persons who wait for an activity to open", undone, () => RouteAsync(at, undone, cancellationToken), cancellationToken);
        var notices = await TryAsync("guardians' consents that end soon", undone, () => AnnounceAsync(at, cancellationToken), cancellationToken);
        if (expired + opened + notices > 0)
            LogDone(expired, opened, notices);
        await TryAsync("overdue deletion requests", undone, () => RemindAsync(at, cancellationToken), cancellationToken);
        await TryAsync("SQLite's log", undone, () => EmptyLogAsync(cancellationToken), cancellationToken);
        if (failed > 0)
            undone.Insert(0, $"{failed} of {expired + failed} persons whose consent has run out");
        if (undone.Count > 0)
            throw new UnfinishedException($"{string.Join(", ", undone)} could not be followed up; the log says why.");
    }

    /// <summary>Does a part of the run. The others are not to wait for one that fails.</summary>
    /// <returns>Nothing done, if it fails.</returns>
    private async Task<T> TryAsync<T>(string part, List<string> undone, Func<Task<T>> run, CancellationToken cancellationToken)
        where T : struct
    {
        try
        {
            return await run();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
        {
            LogPartFailed(exception, part);
            undone.Add(part);
            return default;
        }
    }

    private async Task<bool> EmptyLogAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await SqliteLog.EmptyAsync(db, cancellationToken);
        return true;
    }

    /// <summary>Persons whose consent has run out, and of whom a referral is open still or somebody holds what nobody has asked to delete.</summary>
    private async Task<(int Done, int Failed)> ExpireAsync(Moment at, CancellationToken cancellationToken)
    {
        List<(long Id, string Reference)> found;
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            // Field by field: a request for the phone asks nobody to delete the name.
            var rows = await db.Refugees
                .Where(x => x.Consent!.ValidUntil <= at.Now
                    && ((x.Referral != null && x.Referral.ClosedAt == null)
                        || db.Holdings.Any(h => h.Reference == x.Reference && h.EndedAt == null && LossStep.Recipients.Contains(h.Role)
                            && !db.DeletionRequests.Any(d => d.Reference == h.Reference && d.Role == h.Role && d.Scope == h.Scope
                                && d.ConfirmedAt == null && d.CancelledAt == null
                                && (d.Fields & (h.Field == SharedField.Name ? SharedFields.Name
                                    : h.Field == SharedField.Phone ? SharedFields.Phone
                                    : h.Field == SharedField.Address ? SharedFields.Address
                                    : h.Field == SharedField.Age ? SharedFields.Age
                                    : h.Field == SharedField.Nationality ? SharedFields.Nationality
                                    : h.Field == SharedField.Caseworker ? SharedFields.Caseworker
                                    : SharedFields.Languages)) > SharedFields.None))))
                .Select(x => new { x.Id, x.Reference }).ToListAsync(cancellationToken);
            found = rows.ConvertAll(x => (x.Id, x.Reference));
        }
        var (done, failed) = (0, 0);
        foreach (var (id, reference) in found)
            try
            {
                done += await ExpireAsync(id, at, cancellationToken);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
            {
                // The others are not to wait for this one.
                LogFailed(exception, reference);
                failed++;
            }
        return (done, failed);
    }

    private async Task<int> ExpireAsync(long id, Moment at, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await MutationTransaction.RunAsync(db, async () =>
        {
            var refugee = await db.Refugees.Where(x => x.Id == id).WithHistory().SingleOrDefaultAsync(cancellationToken);
            if (refugee is null || !(refugee.Consent?.ValidUntil <= at.Now))
                return 0;
            await PersonStep.ApplyAsync(db, refugee, at, () => { }, cancellationToken);
            return 1;
        }, Attempts, cancellationToken);
    }

    /// <summary>
    /// An activity that was announced before has opened: no step has happened that would route to it. It is found on any later
    /// day too, as long as somebody waits where a branch has room.
    /// </summary>
    private async Task<int> RouteAsync(Moment at, List<string> undone, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var codes = await db.Referrals
            .Where(x => x.ClosedAt == null && x.Status == ReferralStatus.AwaitingBranch
                && db.Activities.Any(a => a.Branch!.MunicipalityCode == x.MunicipalityCode
                    && a.OpensOn <= at.Today && (a.ClosesOn == null || a.ClosesOn > at.Today)
                    && db.ActivityTypes.Any(t => t.Key == a.ActivityTypeKey && t.IsIntegration)
                    && db.Referrals.Count(r => r.BranchId == a.BranchId && r.ClosedAt == null) < a.Branch!.Capacity))
            .Select(x => x.MunicipalityCode).Distinct().OrderBy(x => x).ToListAsync(cancellationToken);
        var routed = 0;
        foreach (var code in codes)
            routed += await TryAsync($"persons who wait in municipality {code}", undone, () => MutationTransaction.RunAsync(db, async () =>
            {
                await ReferralRouter.TakeTurnAsync(db, [code], cancellationToken);
                return await ReferralRouter.SettleAsync(db, code, at, cancellationToken);
            }, Attempts, cancellationToken), cancellationToken);
        return routed;
    }

    /// <summary>Guardians' consents that end within the notice's days, because the month of the 18th birthday begins.</summary>
    private async Task<int> AnnounceAsync(Moment at, CancellationToken cancellationToken)
    {
        // Dates of birth are numbers: the month of the 18th birthday has begun at the end of the notice's days for everybody born before this one.
        var last = at.Today.AddDays(ConsentNotice.DaysBefore);
        var born = Age.ToNumber(new DateOnly(last.Year, last.Month, 1).AddMonths(1)) - (Age.Majority * 10000);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db.Refugees
            .Where(x => x.Consent!.Guardian != null && x.Consent.ValidUntil > at.Now && x.DateOfBirth < born
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
                EndsOn = Age.MajorityMonth(person.DateOfBirth),
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

    /// <summary>How many requests are reminded of now.</summary>
    private async Task<int> RemindAsync(Moment at, CancellationToken cancellationToken)
    {
        var due = DeletionRequestType.DueSince(at.Today);
        var again = at.Now.AddDays(-DaysBetweenReminders);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var overdue = db.DeletionRequests.Where(x => x.ConfirmedAt == null && x.CancelledAt == null && x.RequestedAt < due);
        // One statement: of two processes, the second finds nothing left to remind of.
        var reminded = await overdue.Where(x => x.RemindedAt == null || x.RemindedAt <= again)
            .ExecuteUpdateAsync(row => row.SetProperty(x => x.RemindedAt, at.Now), cancellationToken);
        if (reminded == 0)
            return 0;
        foreach (var recipient in await overdue.Where(x => x.Role != Role.Volunteer).GroupBy(x => new { x.Role, x.Scope })
            .Select(x => new { x.Key.Role, x.Key.Scope, Count = x.Count() }).OrderBy(x => x.Role).ThenBy(x => x.Scope).ToListAsync(cancellationToken))
            LogOverdue($"{recipient.Role} {recipient.Scope}".TrimEnd(), recipient.Count);
        // A volunteer's number stands for a person, who is not named in a log.
        if (await overdue.CountAsync(x => x.Role == Role.Volunteer, cancellationToken) is > 0 and var count)
            LogVolunteersOverdue(count);
        return reminded;
    }

    [LoggerMessage(LogLevel.Information, "Followed up {Expired} consents that have run out, {Opened} persons who waited for an activity to open, {Notices} guardians' consents that end soon.")]
    private partial void LogDone(int expired, int opened, int notices);

    [LoggerMessage(LogLevel.Error, "The consent of {Reference} has run out, and it could not be followed up. It grants nothing all the same; the next try is at the next scheduled time.")]
    private partial void LogFailed(Exception exception, string reference);

    [LoggerMessage(LogLevel.Error, "The follow-up of {Part} failed. The rest is done all the same; the next try is at the next scheduled time.")]
    private partial void LogPartFailed(Exception exception, string part);

    [LoggerMessage(LogLevel.Warning, "{Recipient} has {Count} overdue deletion requests; deletionRequests(where: {{ overdue: {{ eq: true }} }}) lists them.")]
    private partial void LogOverdue(string recipient, int count);

    [LoggerMessage(LogLevel.Warning, "Volunteers have {Count} overdue deletion requests; deletionRequests(where: {{ overdue: {{ eq: true }} }}) lists them.")]
    private partial void LogVolunteersOverdue(int count);
}
