using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Branches;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Sharing;
using Integration.Graph.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Referrals;

/// <summary>Mutations for referrals for which routing finds no branch: assignment by hand, and activation of branches.</summary>
[MutationType]
internal static class AssignmentMutations
{
    // The public seed data does not say which municipalities border on each other: see decisions/0011.
    private const int Neighbours = 6;

    /// <summary>
    /// Assigns a waiting referral to a branch of the person's municipality or of a neighbouring one. Neighbouring are the
    /// six municipalities whose seats are nearest. Capacity and activities of the branch are not checked, because the
    /// consultant is assumed to have spoken with the branch. A branch that has returned a referral of the person is
    /// refused.
    /// </summary>
    [Error<NotFoundException>]
    [Error<InvalidInputException>]
    [Error<WrongStatusException>]
    [Error<ConflictException>]
    public static Task<Ref<Referral>> AssignReferralAsync(AssignReferralInput input, MutationScope scope) =>
        scope.RunAsync(async () =>
        {
            var (db, caller, at, check, cancellationToken) = scope;
            var refugee = await RefugeeAccess.FindByReferralAsync(db, caller, at, input.ReferralId, cancellationToken);
            var referral = refugee?.Referral;
            if (referral is null)
            {
                check.Add(new NotFoundException("referralId"));
            }
            else if (referral.Status != ReferralStatus.AwaitingBranch)
            {
                check.Add(WrongStatusException.Of("referral", referral.Status, ReferralStatus.AwaitingBranch));
            }

            var branch = await db.Branches.SingleOrDefaultAsync(x => x.Id == input.BranchId, cancellationToken);
            if (branch is null)
            {
                check.Add(new NotFoundException("branchId"));
            }

            if (referral is not null && branch is not null)
            {
                await CheckBranchAsync(db, check, referral, branch, cancellationToken);
            }

            check.ThrowIfAny();

            await ReferralRouter.TakeTurnAsync(db, [referral!.MunicipalityCode], cancellationToken);
            await PersonStep.ApplyAsync(db, refugee!, at, () => referral.AssignTo(branch!.Id, at.Now), cancellationToken);
            await ReferralRouter.SettleAsync(db, referral.MunicipalityCode, at, cancellationToken);
            return new Ref<Referral>(referral.Id);
        });

    /// <summary>
    /// Approves or refuses a request to activate a branch. After an approval, the branch receives referrals once it has an open
    /// integration activity. After a refusal, routing requests the next nearest branch of the municipality instead. If there is
    /// none, waiting referrals can be assigned by hand with `assignReferral`.
    /// </summary>
    [Error<NotFoundException>]
    [Error<InvalidInputException>]
    [Error<WrongStatusException>]
    [Error<ConflictException>]
    public static Task<Ref<BranchActivation>> DecideBranchActivationAsync(DecideBranchActivationInput input, MutationScope scope) =>
        scope.RunAsync(async () =>
        {
            var (db, caller, at, check, cancellationToken) = scope;
            var activation = caller.Role != Role.IntegrationConsultant
                ? null
                : await VisibleRows.Of<BranchActivation>(db, caller, at).AsTracking().Include(x => x.Branch)
                    .SingleOrDefaultAsync(x => x.Id == input.BranchActivationId, cancellationToken);
            if (activation is null)
            {
                check.Add(new NotFoundException("branchActivationId"));
            }
            else if (activation.Status != ActivationStatus.Requested)
            {
                check.Add(WrongStatusException.Of("activation", activation.Status, ActivationStatus.Requested));
            }

            var reason = check.OptionalReason("reason", input.Reason);
            check.ThrowIfAny();

            var municipality = activation!.Branch!.MunicipalityCode;
            await ReferralRouter.TakeTurnAsync(db, [municipality], cancellationToken);
            activation.Become(input.Approve ? ActivationStatus.Approved : ActivationStatus.Refused, at.Now);
            activation.Reason = reason;
            await db.SaveChangesAsync(cancellationToken);
            await ReferralRouter.SettleAsync(db, municipality, at, cancellationToken);
            return new Ref<BranchActivation>(activation.Id);
        });

    /// <summary>
    /// Requests the activation of a branch: that it begins with integration activities. Routing creates such requests
    /// by itself; with this mutation a consultant can request any branch, and a coordinator their own. The request
    /// waits for the consultant's decision. It is cancelled when no person in the municipality waits for a branch any
    /// more. If the branch already has an open request, that request is returned.
    /// </summary>
    [Error<NotFoundException>]
    [Error<ActivationNotNeededException>]
    [Error<ConflictException>]
    public static Task<Ref<BranchActivation>> RequestBranchActivationAsync(RequestBranchActivationInput input, MutationScope scope) =>
        scope.RunAsync(async () =>
        {
            var (db, caller, at, _, cancellationToken) = scope;
            var branch = caller.Role == Role.BranchCoordinator && input.BranchId != caller.ScopeId
                ? null
                : await db.Branches.SingleOrDefaultAsync(x => x.Id == input.BranchId, cancellationToken);
            if (branch is null)
            {
                throw new NotFoundException("branchId");
            }

            await ReferralRouter.TakeTurnAsync(db, [branch.MunicipalityCode], cancellationToken);
            var list = await WaitingList.ReadAsync(db, branch.MunicipalityCode, at, cancellationToken);
            if (list.Branches.Single(x => x.Id == branch.Id).HasIntegrationActivities)
            {
                throw new ActivationNotNeededException("The branch has open integration activities already.");
            }

            if (list.Persons.Count == 0)
            {
                throw new ActivationNotNeededException("No person in the branch's municipality waits for a branch.");
            }

            var activation = await db.BranchActivations.SingleOrDefaultAsync(
                x => x.BranchId == branch.Id && x.Status == ActivationStatus.Requested, cancellationToken);
            // If it is already requested, by routing or by another user, that request is returned.
            if (activation is null)
            {
                activation = new BranchActivation
                {
                    Id = Ids.New(),
                    BranchId = branch.Id,
                    RequestedAt = at.Now,
                    RequestedBy = caller.Subject,
                    Status = ActivationStatus.Requested,
                };
                db.Add(activation);
                await db.SaveChangesAsync(cancellationToken);
                await ReferralRouter.SettleAsync(db, branch.MunicipalityCode, at, cancellationToken);
            }
            return new Ref<BranchActivation>(activation.Id);
        });

    private static async Task CheckBranchAsync(
        GraphContext db, InputChecks check, Referral referral, Branch branch, CancellationToken cancellationToken)
    {
        if (branch.MunicipalityCode != referral.MunicipalityCode)
        {
            var municipalities = await db.Municipalities.AsNoTracking().ToListAsync(cancellationToken);
            var own = municipalities.Single(x => x.Code == referral.MunicipalityCode);
            var seat = new Place(own.Latitude, own.Longitude);
            var neighbours = municipalities.Where(x => x.Code != own.Code)
                .OrderBy(x => new Place(x.Latitude, x.Longitude).DistanceTo(seat)).ThenBy(x => x.Code, StringComparer.Ordinal)
                .Take(Neighbours);
            if (neighbours.All(x => x.Code != branch.MunicipalityCode))
            {
                check.Invalid("branchId", InputCode.OutOfRange, "This branch is neither in the person's municipality nor in a neighbouring one.");
            }
        }
        if (await db.Referrals.AnyAsync(
            x => x.RefugeeId == referral.RefugeeId && x.BranchId == branch.Id && x.Status == ReferralStatus.Returned, cancellationToken))
        {
            check.Invalid("branchId", InputCode.OutOfRange, "This branch has already returned a referral of this person.");
        }
    }
}
