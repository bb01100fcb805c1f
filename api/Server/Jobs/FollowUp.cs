using Integration.Graph.Server.Consents;
using Integration.Graph.Server.DeletionRequests;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Time;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Jobs;

/// <summary>
/// Applies the consequences of time passing. A consent grants nothing from the second at which it expires, whether or not this
/// job has run. The job closes lapsed referrals, ends matches, creates deletion requests and notices that a guardian's consent
/// ends, routes persons to activities that have opened, and logs reminders of overdue deletion requests. Running it again, or
/// in several processes at once, does nothing twice.
/// </summary>
internal sealed partial class FollowUp(IDbContextFactory<GraphContext> contexts, TimeProvider clock, ILogger<FollowUp> logger)
{
    private const int DaysBetweenReminders = 7;

    // A person who is changed concurrently is tried again; after the last attempt, the next run finds the person.
    private const int Attempts = 3;

    /// <exception cref="UnfinishedException">A part failed; all other parts are done.</exception>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        var at = Moment.Of(clock);
        var undone = new List<string>();
        var (expired, failed) = await TryAsync("persons whose consent has expired", undone, () => ExpireAsync(at, cancellationToken), cancellationToken);
        var opened = await TryAsync("persons who wait for an activity to open", undone, () => RouteAsync(at, undone, cancellationToken), cancellationToken);
        var notices = await TryAsync("guardians' consents that end soon", undone, () => AnnounceAsync(at, cancellationToken), cancellationToken);
        if (expired + opened + notices > 0)
        {
            LogDone(expired, opened, notices);
        }

        await TryAsync("overdue deletion requests", undone, () => RemindAsync(at, cancellationToken), cancellationToken);
        await TryAsync("the database's log", undone, () => EmptyLogAsync(cancellationToken), cancellationToken);
        if (failed > 0)
        {
            undone.Insert(0, $"{failed} of {expired + failed} persons whose consent has expired");
        }

        if (undone.Count > 0)
        {
            throw new UnfinishedException($"Follow-up failed for: {string.Join(", ", undone)}. See the log for the reasons.");
        }
    }

    /// <summary>Runs one part. If it fails, the other parts still run.</summary>
    /// <returns>The part's result; the default value if it fails.</returns>
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
        await StorageMaintenance.EmptyLogAsync(db, cancellationToken);
        return true;
    }

    /// <summary>
    /// Handles persons whose consent has expired and who still have an open referral, or fields held by a recipient without a
    /// pending deletion request.
    /// </summary>
    private async Task<(int Done, int Failed)> ExpireAsync(Moment at, CancellationToken cancellationToken)
    {
        List<(long Id, string Reference)> found;
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            // Compares field by field: a request for the phone does not cover the name.
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
        {
            try
            {
                done += await ExpireAsync(id, at, cancellationToken);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
            {
                // Continues with the other persons.
                LogFailed(exception, reference);
                failed++;
            }
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
            {
                return 0;
            }

            await PersonStep.ApplyAsync(db, refugee, at, () => { }, cancellationToken);
            return 1;
        }, Attempts, cancellationToken);
    }

    /// <summary>
    /// Routes waiting persons to branches whose announced activities have opened, because no step on a person does that. Also
    /// finds activities that opened on earlier days, as long as a person waits and a branch has free capacity.
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
        {
            routed += await TryAsync($"persons who wait in municipality {code}", undone, () => MutationTransaction.RunAsync(db, async () =>
            {
                await ReferralRouter.TakeTurnAsync(db, [code], cancellationToken);
                return await ReferralRouter.SettleAsync(db, code, at, cancellationToken);
            }, Attempts, cancellationToken), cancellationToken);
        }

        return routed;
    }

    /// <summary>
    /// Creates notices for guardians' consents that end within the notice period, because the month of the 18th birthday begins.
    /// </summary>
    private async Task<int> AnnounceAsync(Moment at, CancellationToken cancellationToken)
    {
        // Dates of birth are numbers. The month of the 18th birthday begins within the notice period for all dates below `born`.
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
                // Another process has created the notice.
                db.ChangeTracker.Clear();
            }
        }
        return made;
    }

    /// <summary>
    /// Logs reminders of overdue deletion requests. Returns the number of requests for which a reminder was due.
    /// </summary>
    private async Task<int> RemindAsync(Moment at, CancellationToken cancellationToken)
    {
        var due = DeletionRequestType.DueSince(at.Today);
        var again = at.Now.AddDays(-DaysBetweenReminders);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var overdue = db.DeletionRequests.Where(x => x.ConfirmedAt == null && x.CancelledAt == null && x.RequestedAt < due);
        // One statement, so that the second of two processes finds no request left.
        var reminded = await overdue.Where(x => x.RemindedAt == null || x.RemindedAt <= again)
            .ExecuteUpdateAsync(row => row.SetProperty(x => x.RemindedAt, at.Now), cancellationToken);
        if (reminded == 0)
        {
            return 0;
        }

        foreach (var recipient in await overdue.Where(x => x.Role != Role.Volunteer).GroupBy(x => new { x.Role, x.Scope })
            .Select(x => new { x.Key.Role, x.Key.Scope, Count = x.Count() }).OrderBy(x => x.Role).ThenBy(x => x.Scope).ToListAsync(cancellationToken))
        {
            LogOverdue($"{recipient.Role} {recipient.Scope}".TrimEnd(), recipient.Count);
        }
        // A volunteer's number identifies a person, so it is not logged.
        if (await overdue.CountAsync(x => x.Role == Role.Volunteer, cancellationToken) is > 0 and var count)
        {
            LogVolunteersOverdue(count);
        }

        return reminded;
    }

    [LoggerMessage(LogLevel.Information, "Follow-up done: {Expired} expired consents handled, {Opened} persons routed to branches whose activities have opened, {Notices} notices of ending guardian consents created.")]
    private partial void LogDone(int expired, int opened, int notices);

    [LoggerMessage(LogLevel.Error, "Follow-up of the expired consent of {Reference} failed. The consent grants nothing regardless. The next attempt is at the next scheduled time.")]
    private partial void LogFailed(Exception exception, string reference);

    [LoggerMessage(LogLevel.Error, "Follow-up failed for {Part}. The other parts are done regardless. The next attempt is at the next scheduled time.")]
    private partial void LogPartFailed(Exception exception, string part);

    [LoggerMessage(LogLevel.Warning, "{Recipient} has {Count} overdue deletion requests. The query deletionRequests(where: {{ overdue: {{ eq: true }} }}) lists them.")]
    private partial void LogOverdue(string recipient, int count);

    [LoggerMessage(LogLevel.Warning, "Volunteers have {Count} overdue deletion requests. The query deletionRequests(where: {{ overdue: {{ eq: true }} }}) lists them.")]
    private partial void LogVolunteersOverdue(int count);
}
