using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Losses;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server.Handovers;

/// <summary>
/// The one function that every step on a person goes through: it looks at who may know what before and after, and
/// makes what follows. Nobody presses send. See decisions/0010.
/// </summary>
internal static class PersonStep
{
    /// <summary>Changes a person, makes what follows, and saves it. Runs inside the mutation's transaction.</summary>
    /// <param name="db">The mutation's context, with a transaction begun.</param>
    /// <param name="refugee">Read <see cref="RefugeeAccess.WithHistory"/>.</param>
    /// <param name="at">When.</param>
    /// <param name="change">Changes the person and what belongs to it, and nothing of what follows from it.</param>
    /// <param name="cancellationToken">Ends the waiting for the database.</param>
    public static async Task ApplyAsync(
        GraphContext db, Refugee refugee, Moment at, Action change, CancellationToken cancellationToken)
    {
        // First: from here to the commit no answer is written into the ledger.
        await DisclosureGate.StepAsync(db, cancellationToken);
        var before = Entitlements.Of(refugee, at.Now);
        var (openBefore, interviewBefore) = (refugee.OpenReferral(), refugee.InterviewId);
        change();
        refugee.Version++;
        var after = Entitlements.Of(refugee, at.Now);

        Notify(db, refugee, before, after, at);
        End(refugee.OpenReferral(), before, after, at);
        var ended = openBefore is { ClosedAt: not null } ? openBefore : null;
        // One that a branch has closed has served its end; one that ended otherwise is followed by another.
        var wishedAnew = ended is { Status: not ReferralStatus.Closed } || !before.ToBeReferred || before.MunicipalityCode != after.MunicipalityCode
            || interviewBefore != refugee.InterviewId;
        // Whom a branch gave back goes on waiting, even while undecided.
        var wanted = after.ToBeReferred || (after.VolunteersAdmitted && ended is { Status: ReferralStatus.Returned });
        var begins = wanted && wishedAnew && refugee.OpenReferral() is null;

        var affected = new SortedSet<string>(StringComparer.Ordinal);
        if (ended is not null)
            affected.UnionWith([ended.MunicipalityCode, ended.Branch?.MunicipalityCode ?? ended.MunicipalityCode]);
        if (begins)
            affected.Add(after.MunicipalityCode!);

        // Before anything is written, so that all who route in a municipality take turns in the same order.
        await ReferralRouter.TakeTurnAsync(db, affected, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        if (begins)
        {
            // Only now: the one that ended has to be closed in the database before another can be open.
            var referral = Begin(refugee, ended, at);
            db.Add(referral);
            refugee.SetReferral(referral);
            await db.SaveChangesAsync(cancellationToken);
        }
        foreach (var municipality in affected)
            await ReferralRouter.SettleAsync(db, municipality, at, cancellationToken);
        // Last, when the person's row is locked and it is known who has the person now.
        await LossStep.SettleAsync(db, refugee.Id, at, cancellationToken);
    }

    private static void Notify(GraphContext db, Refugee refugee, Entitlements before, Entitlements after, Moment at)
    {
        var news = Entitlements.NewsForMunicipality(before, after);
        if (news == SharedFields.None)
            return;
        db.Add(new HandoverNotice
        {
            Id = Ids.New(),
            RefugeeId = refugee.Id,
            Reference = refugee.Reference,
            MunicipalityCode = after.MunicipalityCode!,
            News = news,
            CreatedAt = at.Now,
        });
    }

    private static void End(Referral? open, Entitlements before, Entitlements after, Moment at)
    {
        if (open is null)
            return;
        // It lapsed when the consent ran out, even if another one is given now.
        if (!before.VolunteersAdmitted)
            open.End(ReferralStatus.Lapsed, before.ConsentEndedAt ?? at.Now);
        else if (!after.VolunteersAdmitted)
            open.End(ReferralStatus.Lapsed, at.Now);
        else if (open.MunicipalityCode != after.MunicipalityCode)
            open.End(ReferralStatus.Closed, at.Now);
    }

    private static Referral Begin(Refugee refugee, Referral? ended, Moment at) => new()
    {
        Id = Ids.New(),
        RefugeeId = refugee.Id,
        MunicipalityCode = refugee.MunicipalityCode!,
        Status = ReferralStatus.AwaitingBranch,
        WaitingSince = ended is { Status: ReferralStatus.Returned } ? ended.WaitingSince : at.Now,
    };
}
