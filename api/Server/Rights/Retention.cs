using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Time;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Rights;

/// <summary>A person whose retention period has ended.</summary>
/// <param name="Id">Id of the person's row.</param>
/// <param name="Reference">Reference of the person.</param>
/// <param name="Cause">Why the person is erased.</param>
internal sealed record DueErasure(long Id, string Reference, ErasureCause Cause);

/// <summary>
/// Erases persons whose retention period has ended. A person who declined is erased 30 days after the move, when the
/// centre stops seeing them. Other persons are erased 24 months after the last event of their referral or consent.
/// Registration, interview, placement and move count as events too.
/// </summary>
internal sealed partial class Retention(IDbContextFactory<GraphContext> contexts, TimeProvider clock, ILogger<Retention> logger)
{
    private const int Months = 24;

    // A person who is changed concurrently is tried again; after the last attempt, the next night's run finds the person.
    private const int Attempts = 3;

    /// <summary>Returns the persons that the next run erases, ordered by reference.</summary>
    public async Task<IReadOnlyList<DueErasure>> DueAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await DueAsync(db, db.Refugees, Moment.Of(clock), cancellationToken);
    }

    /// <summary>Erases the persons that are due, each in its own transaction.</summary>
    /// <returns>The erased persons.</returns>
    /// <exception cref="UnfinishedException">
    /// Some persons could not be erased (the others were), or the database's file could not be rewritten and can hold copies of
    /// erased values.
    /// </exception>
    public async Task<IReadOnlyList<DueErasure>> RunAsync(CancellationToken cancellationToken = default)
    {
        var done = new List<DueErasure>();
        var failed = 0;
        foreach (var due in await DueAsync(cancellationToken))
        {
            try
            {
                if (await EraseAsync(due, cancellationToken) is { } erased)
                {
                    done.Add(erased);
                }
            }
            catch (Exception exception) when (exception is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
            {
                // Continues with the other persons.
                LogFailed(exception, due.Reference);
                failed++;
            }
        }

        var isWritten = await RewriteFileAsync(cancellationToken);
        if (done.Count > 0)
        {
            LogErased(done.Count);
        }

        if (failed > 0)
        {
            throw new UnfinishedException($"{failed} of {done.Count + failed} persons whose retention period has ended could not be erased. See the log for their references."
                + (isWritten ? "" : " The database's file could not be rewritten either."));
        }

        if (!isWritten)
        {
            throw new UnfinishedException(
                $"All persons whose retention period has ended were erased ({done.Count}), but the database's file could not be rewritten. Until it is, it may contain copies of erased values. See the log for the reason.");
        }

        return done;
    }

    private async Task<bool> RewriteFileAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            await StorageMaintenance.RewriteFileAsync(db, cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
        {
            LogNotWritten(exception);
            return false;
        }
    }

    private async Task<DueErasure?> EraseAsync(DueErasure due, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await MutationTransaction.RunAsync(db, async () =>
        {
            var at = Moment.Of(clock);
            // Checked again, because the person may have changed since, for example by a new interview.
            if (await DueAsync(db, db.Refugees.Where(x => x.Id == due.Id), at, cancellationToken) is not [{ } still])
            {
                return null;
            }

            var refugee = await db.Refugees.Where(x => x.Id == due.Id).WithHistory().SingleAsync(cancellationToken);
            await Erasure.ApplyAsync(db, refugee, still.Cause, "", at, cancellationToken);
            return still;
        }, Attempts, cancellationToken);
    }

    private static async Task<IReadOnlyList<DueErasure>> DueAsync(
        GraphContext db, IQueryable<Refugee> among, Moment at, CancellationToken cancellationToken)
    {
        var movedBefore = at.Today.AddDays(-RefugeeAccess.DaysAfterMove);
        var before = Moment.StartOf(at.Today.AddMonths(-Months));
        var beforeDay = at.Today.AddMonths(-Months);
        var declined = among.Where(x => x.Interview!.Answer == ContactAnswer.Declines && x.MovesInOn < movedBefore);
        // Checks each kind of event separately, so that each check can use an index or a short list.
        var inactive = among.Where(x => x.RegisteredAt < before
            && (x.PlacedAt == null || x.PlacedAt < before)
            && (x.MovesInOn == null || x.MovesInOn < beforeDay)
            && !db.HandoverInterviews.Any(i => i.RefugeeId == x.Id && i.RecordedAt >= before)
            && !db.Consents.Any(c => c.RefugeeId == x.Id
                && (c.GivenAt >= before || c.WithdrawnAt >= before || (c.WithdrawnAt == null && c.ReplacedAt == null && c.ValidUntil >= before)))
            && !db.Referrals.Any(r => r.RefugeeId == x.Id
                && (r.WaitingSince >= before || r.AssignedAt >= before || r.AcceptedAt >= before || r.ContactedAt >= before || r.MetAt >= before || r.ClosedAt >= before))
            && !db.Matches.Any(m => m.RefugeeId == x.Id && (m.ProposedAt >= before || m.ConfirmedAt >= before || m.EndedAt >= before)));
        var found = await declined.Select(x => new DueErasure(x.Id, x.Reference, ErasureCause.Declined)).ToListAsync(cancellationToken);
        found.AddRange(await inactive.Select(x => new DueErasure(x.Id, x.Reference, ErasureCause.Inactive)).ToListAsync(cancellationToken));
        return [.. found.DistinctBy(x => x.Id).OrderBy(x => x.Reference, StringComparer.Ordinal)];
    }

    [LoggerMessage(LogLevel.Information, "Retention erased {Count} persons.")]
    private partial void LogErased(int count);

    [LoggerMessage(LogLevel.Error, "Retention could not erase {Reference}. The next attempt is in the next run.")]
    private partial void LogFailed(Exception exception, string reference);

    [LoggerMessage(LogLevel.Error, "Retention could not rewrite the database's file, which may contain copies of erased values. The next attempt is in the next run.")]
    private partial void LogNotWritten(Exception exception);
}
