using Integration.Graph.Server.DeletionRequests;
using Integration.Graph.Server.Disclosures.Storage;
using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Time;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Referrals;

/// <summary>
/// Assigns branches to the persons who wait in a municipality, and keeps the requests to activate branches in line with
/// what they need. Both depend only on the database's state, and not on the step that caused the call. See decisions/0011.
/// </summary>
internal static class ReferralRouter
{
    /// <summary>Days that an approved branch has to open activities before its activation is requested again.</summary>
    private const int DaysToBegin = 90;

    /// <summary>
    /// Locks the municipalities until the transaction ends, so that two transactions do not give away the same last place.
    /// On a database with a single writer this has no effect. Takes the ledger's lock first, because a step on a person
    /// begins with that lock.
    /// </summary>
    /// <param name="db">The context, inside its transaction.</param>
    /// <param name="municipalityCodes">
    /// The codes in ordinal order. All transactions use the same order, so that they do not deadlock.
    /// </param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    public static async Task TakeTurnAsync(
        GraphContext db, IEnumerable<string> municipalityCodes, CancellationToken cancellationToken)
    {
        await LedgerTurn.TakeAsync(db, cancellationToken);
        foreach (var code in municipalityCodes)
        {
            await db.Municipalities.Where(x => x.Code == code)
                .ExecuteUpdateAsync(row => row.SetProperty(x => x.Population, x => x.Population), cancellationToken);
        }
    }

    /// <summary>
    /// Assigns branches to waiting persons, longest-waiting first. Then requests activations for the persons who still wait,
    /// and cancels requests that are not needed any more. Earlier changes must be saved before the call; saves its own changes.
    /// </summary>
    /// <returns>The number of persons who got a branch.</returns>
    public static async Task<int> SettleAsync(GraphContext db, string municipalityCode, Moment at, CancellationToken cancellationToken)
    {
        var list = await WaitingList.ReadAsync(db, municipalityCode, at, cancellationToken);
        var (assigned, waiting) = Assign(list);
        var ids = assigned.Keys.ToList();
        foreach (var referral in await db.Referrals.AsTracking().Where(x => ids.Contains(x.Id)).ToListAsync(cancellationToken))
        {
            referral.AssignTo(assigned[referral.Id], at.Now);
        }

        await RequestActivationsAsync(db, municipalityCode, list, waiting, at, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        // A person may be assigned again to a branch that has an open deletion request for that person.
        var persons = list.Persons.Where(x => assigned.ContainsKey(x.ReferralId)).Select(x => x.RefugeeId).ToList();
        if (persons.Count > 0)
        {
            await LossStep.RegainAsync(db, persons, at, cancellationToken);
        }

        return persons.Count;
    }

    public static void AssignTo(this Referral referral, long branchId, DateTime now)
    {
        referral.Become(ReferralStatus.Assigned);
        (referral.BranchId, referral.AssignedAt) = (branchId, now);
    }

    // A household stays together if one branch can take all of it. Otherwise its members are assigned one by one, and the
    // choice prefers a branch that has other members.
    private static (Dictionary<long, long> Assigned, List<WaitingPerson> Waiting) Assign(WaitingList list)
    {
        var assigned = new Dictionary<long, long>();
        foreach (var household in list.Persons.GroupBy(x => x.HouseholdId ?? x.RefugeeId))
        {
            if (!TryAssign([.. household]))
            {
                foreach (var person in household)
                {
                    TryAssign([person]);
                }
            }
        }

        return (assigned, list.Persons.FindAll(x => !assigned.ContainsKey(x.ReferralId)));

        bool TryAssign(WaitingPerson[] persons)
        {
            if (Routing.Choose(list.NeedOf(persons), list.Branches) is not { } branch)
            {
                return false;
            }

            foreach (var person in persons)
            {
                assigned.Add(person.ReferralId, branch.Id);
            }

            list.Branches[list.Branches.IndexOf(branch)] = branch with { OpenReferrals = branch.OpenReferrals + persons.Length };
            if (persons[0].HouseholdId is { } household)
            {
                if (!list.HouseholdsAt.TryGetValue(household, out var branches))
                {
                    list.HouseholdsAt.Add(household, branches = []);
                }

                branches.Add(branch.Id);
            }
            return true;
        }
    }

    private static async Task RequestActivationsAsync(
        GraphContext db, string municipalityCode, WaitingList list, List<WaitingPerson> waiting, Moment at, CancellationToken cancellationToken)
    {
        var activations = await db.BranchActivations.AsTracking()
            .Where(x => x.Branch!.MunicipalityCode == municipalityCode && x.Status != ActivationStatus.Cancelled)
            .ToListAsync(cancellationToken);
        var refused = activations.Where(x => x.Status == ActivationStatus.Refused).Select(x => x.BranchId).ToHashSet();
        var needed = waiting.Select(x => Routing.ChooseToActivate(list.NeedOf([x]), list.Branches, refused))
            .OfType<RoutedBranch>().Select(x => x.Id).ToHashSet();
        // A request made by hand is kept as long as any person waits, even if routing would request a nearer branch.
        foreach (var activation in activations.Where(x => x.Status == ActivationStatus.Requested
            && (x.RequestedBy is null ? !needed.Contains(x.BranchId) : waiting.Count == 0)))
        {
            activation.Become(ActivationStatus.Cancelled, at.Now);
        }

        var onTheWay = activations
            .Where(x => x.Status == ActivationStatus.Requested
                || (x.Status == ActivationStatus.Approved && x.DecidedAt > at.Now.AddDays(-DaysToBegin)))
            .Select(x => x.BranchId);
        foreach (var branch in needed.Except(onTheWay).Order())
        {
            db.Add(new BranchActivation { Id = Ids.New(), BranchId = branch, RequestedAt = at.Now, Status = ActivationStatus.Requested });
        }
    }

    public static void Become(this BranchActivation activation, ActivationStatus status, DateTime now)
    {
        (activation.Status, activation.DecidedAt) = (status, now);
        activation.Version++;
    }
}
