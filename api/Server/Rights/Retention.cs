using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Rights;

/// <summary>Whose time is over.</summary>
/// <param name="Id">Of the row.</param>
/// <param name="Reference">The person.</param>
/// <param name="Cause">Why.</param>
internal sealed record DueErasure(long Id, string Reference, ErasureCause Cause);

/// <summary>
/// Erases persons whose time is over: who declined, when the centre stops seeing them 30 days after the move; everybody
/// else 24 months after the last event of their referral or consent, or what leads to one: registration, interview, placement, move.
/// </summary>
internal sealed partial class Retention(IDbContextFactory<GraphContext> contexts, TimeProvider clock, ILogger<Retention> logger)
{
    private const int Months = 24;

    // A person whom others change meanwhile is tried again, and otherwise found the next night.
    private const int Attempts = 3;

    /// <summary>Whom the next run erases, in the order of their references.</summary>
    public async Task<IReadOnlyList<DueErasure>> DueAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await DueAsync(db, db.Refugees, Moment.Of(clock), cancellationToken);
    }

    /// <summary>Erases them, each in a transaction of its own.</summary>
    /// <returns>Who has been erased.</returns>
    /// <exception cref="UnfinishedException">Somebody could not be, and everybody else has been; or all have been and SQLite's file keeps copies.</exception>
    public async Task<IReadOnlyList<DueErasure>> RunAsync(CancellationToken cancellationToken = default)
    {
        var done = new List<DueErasure>();
        var failed = 0;
        foreach (var due in await DueAsync(cancellationToken))
            try
            {
                if (await EraseAsync(due, cancellationToken) is { } erased)
                    done.Add(erased);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
            {
                // The others are not to wait for this one.
                LogFailed(exception, due.Reference);
                failed++;
            }
        var isWritten = await WriteAnewAsync(cancellationToken);
        if (done.Count > 0)
            LogErased(done.Count);
        if (failed > 0)
            throw new UnfinishedException($"{failed} of {done.Count + failed} persons whose time is over could not be erased; the log names them."
                + (isWritten ? "" : " The file could not be written anew either."));
        if (!isWritten)
            throw new UnfinishedException(
                $"Everybody whose time is over has been erased ({done.Count} persons), but SQLite's file could not be written anew (VACUUM; the log says why): until it is, copies of what was erased may stand in it.");
        return done;
    }

    private async Task<bool> WriteAnewAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            await SqliteFile.WriteAnewAsync(db, cancellationToken);
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
            // Asked again: the person may have changed their mind since.
            if (await DueAsync(db, db.Refugees.Where(x => x.Id == due.Id), at, cancellationToken) is not [{ } still])
                return null;
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
        // Each kind of event alone, so that an index or a short list of its own answers it.
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

    [LoggerMessage(LogLevel.Information, "Retention: {Count} persons have been erased.")]
    private partial void LogErased(int count);

    [LoggerMessage(LogLevel.Error, "Retention: {Reference} could not be erased; the next try is the next run.")]
    private partial void LogFailed(Exception exception, string reference);

    [LoggerMessage(LogLevel.Error, "Retention: SQLite's file could not be written anew (VACUUM), and may hold copies of what was erased; the next try is the next run.")]
    private partial void LogNotWritten(Exception exception);
}
