using Integration.Graph.Server.Consents;
using Integration.Graph.Server.DeletionRequests;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Time;

namespace Integration.Graph.Server.Handovers;

/// <summary>
/// Applies every step on a person: compares who may see which fields before and after, and creates the notices, referrals
/// and deletion requests that follow. No user triggers them by hand. See decisions/0010.
/// </summary>
internal static class PersonStep
{
    /// <summary>
    /// Changes a person, creates what follows from the change, and saves both. Runs inside the mutation's transaction.
    /// </summary>
    /// <param name="db">The mutation's context, inside its transaction.</param>
    /// <param name="refugee">The person, loaded with <see cref="RefugeeAccess.WithHistory"/>.</param>
    /// <param name="at">The moment of the step.</param>
    /// <param name="change">
    /// Changes the person and the rows that belong to the person, but creates nothing that follows from the change.
    /// </param>
    /// <param name="cancellationToken">Cancels the database calls.</param>
    public static async Task ApplyAsync(
        GraphContext db, Refugee refugee, Moment at, Action change, CancellationToken cancellationToken)
    {
        // First: from here to the commit, no response is recorded in the ledger.
        await DisclosureGate.StepAsync(db, cancellationToken);
        var before = Entitlements.Of(refugee, at.Now);
        var (openBefore, interviewBefore) = (refugee.OpenReferral(), refugee.InterviewId);
        change();
        refugee.Version++;
        var after = Entitlements.Of(refugee, at.Now);

        Notify(db, refugee, before, after, at);
        End(refugee.OpenReferral(), before, after, at);
        var ended = openBefore is { ClosedAt: not null } ? openBefore : null;
        // A closed referral has served its purpose. One that lapsed or was returned is followed by another.
        var wishedAnew = ended is { Status: not ReferralStatus.Closed } || !before.ToBeReferred || before.MunicipalityCode != after.MunicipalityCode
            || interviewBefore != refugee.InterviewId;
        // A person whose referral was returned keeps waiting, even if the latest answer is UNDECIDED.
        var wanted = after.ToBeReferred || (after.VolunteersAdmitted && ended is { Status: ReferralStatus.Returned });
        var begins = wanted && wishedAnew && refugee.OpenReferral() is null;

        var affected = new SortedSet<string>(StringComparer.Ordinal);
        if (ended is not null)
        {
            affected.UnionWith([ended.MunicipalityCode, ended.Branch?.MunicipalityCode ?? ended.MunicipalityCode]);
        }

        if (begins)
        {
            affected.Add(after.MunicipalityCode!);
        }

        // Before the first write, so that all transactions that route in a municipality take their turns in the same order.
        await ReferralRouter.TakeTurnAsync(db, affected, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        if (begins)
        {
            // Only now: a unique index allows one open referral, so the ended one has to be closed in the database first.
            var referral = Begin(refugee, ended, at);
            db.Add(referral);
            refugee.SetReferral(referral);
            await db.SaveChangesAsync(cancellationToken);
        }
        foreach (var municipality in affected)
        {
            await ReferralRouter.SettleAsync(db, municipality, at, cancellationToken);
        }
        // Last, when the person's row is locked and routing has decided which branch has the person.
        await LossStep.SettleAsync(db, refugee.Id, at, cancellationToken);
    }

    private static void Notify(GraphContext db, Refugee refugee, Entitlements before, Entitlements after, Moment at)
    {
        var news = Entitlements.NewsForMunicipality(before, after);
        if (news == SharedFields.None)
        {
            return;
        }

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
        {
            return;
        }
        // The referral lapsed when the consent expired, even if a new consent is given in this step.
        if (!before.VolunteersAdmitted)
        {
            open.End(ReferralStatus.Lapsed, before.ConsentEndedAt ?? at.Now);
        }
        else if (!after.VolunteersAdmitted)
        {
            open.End(ReferralStatus.Lapsed, at.Now);
        }
        else if (open.MunicipalityCode != after.MunicipalityCode)
        {
            open.End(ReferralStatus.Closed, at.Now);
        }
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
