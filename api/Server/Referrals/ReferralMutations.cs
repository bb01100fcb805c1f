using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Time;

namespace Integration.Graph.Server.Referrals;

/// <summary>Mutations by which a coordinator handles a referral.</summary>
[MutationType]
internal static class ReferralMutations
{
    /// <summary>Accepts a referral with status `ASSIGNED` for the caller's branch. Its status becomes `ACCEPTED`.</summary>
    [Error<NotFoundException>]
    [Error<WrongStatusException>]
    [Error<ConflictException>]
    public static Task<Ref<Referral>> AcceptReferralAsync(AcceptReferralInput input, MutationScope scope) =>
        scope.RunAsync(async () =>
        {
            var (db, caller, at, _, cancellationToken) = scope;
            var refugee = await RefugeeAccess.FindByReferralAsync(db, caller, at, input.ReferralId, cancellationToken)
                ?? throw new NotFoundException("referralId");
            var referral = refugee.Referral!;
            if (referral.Status != ReferralStatus.Assigned)
            {
                throw WrongStatusException.Of("referral", referral.Status, ReferralStatus.Assigned);
            }

            await PersonStep.ApplyAsync(db, refugee, at, () =>
            {
                referral.Become(ReferralStatus.Accepted);
                referral.AcceptedAt = at.Now;
            }, cancellationToken);
            return new Ref<Referral>(referral.Id);
        });

    /// <summary>
    /// Returns a referral with a reason. A new referral replaces it: it keeps the person's waiting time and is
    /// routed again, but never to this branch. The person is no longer visible to this branch, which gets deletion
    /// requests for the fields that it holds.
    /// </summary>
    [PayloadField("returnedReferralId")]
    [ID<Referral>]
    [Error<NotFoundException>]
    [Error<InvalidInputException>]
    [Error<WrongStatusException>]
    [Error<ConflictException>]
    public static Task<long> ReturnReferralAsync(ReturnReferralInput input, MutationScope scope) =>
        scope.RunAsync(async () =>
        {
            var (db, caller, at, check, cancellationToken) = scope;
            var refugee = await RefugeeAccess.FindByReferralAsync(db, caller, at, input.ReferralId, cancellationToken);
            var referral = refugee?.Referral;
            if (referral is null)
            {
                check.Add(new NotFoundException("referralId"));
            }
            else if (referral.Status is not (ReferralStatus.Assigned or ReferralStatus.Accepted or ReferralStatus.Contacted))
            {
                check.Add(WrongStatusException.Of(
                    "referral", referral.Status, ReferralStatus.Assigned, ReferralStatus.Accepted, ReferralStatus.Contacted));
            }

            var reason = check.Reason("reason", input.Reason);
            check.ThrowIfAny();

            await PersonStep.ApplyAsync(db, refugee!, at, () =>
            {
                referral!.ReturnReason = reason;
                referral.End(ReferralStatus.Returned, at.Now);
            }, cancellationToken);
            return input.ReferralId;
        });

    /// <summary>
    /// Records that the branch has spoken with the person for the first time. The referral must be
    /// `ACCEPTED` and becomes `CONTACTED`.
    /// </summary>
    [Error<NotFoundException>]
    [Error<InvalidInputException>]
    [Error<WrongStatusException>]
    [Error<ConflictException>]
    public static Task<Ref<Referral>> RecordContactAsync(RecordContactInput input, MutationScope scope) =>
        scope.RunAsync(async () =>
        {
            var (db, caller, at, check, cancellationToken) = scope;
            var refugee = await RefugeeAccess.FindByReferralAsync(db, caller, at, input.ReferralId, cancellationToken);
            var referral = refugee?.Referral;
            if (referral is null)
            {
                check.Add(new NotFoundException("referralId"));
            }
            else if (referral.Status != ReferralStatus.Accepted)
            {
                check.Add(WrongStatusException.Of("referral", referral.Status, ReferralStatus.Accepted));
            }

            var day = input.ContactedOn ?? at.Today;
            check.NotInTheFuture("contactedOn", day, at.Today);
            if (referral?.AcceptedAt is { } accepted && day < Moment.DayOf(accepted))
            {
                check.Invalid("contactedOn", InputCode.OutOfRange, "This day is before the branch accepted the referral.");
            }

            check.ThrowIfAny();

            var open = referral!;
            await PersonStep.ApplyAsync(db, refugee!, at, () =>
            {
                open.Become(ReferralStatus.Contacted);
                open.ContactedAt = InstantOf(day, open.AcceptedAt, at);
            }, cancellationToken);
            return new Ref<Referral>(open.Id);
        });

    /// <summary>
    /// Closes a referral that has served its purpose, and ends its match. The person is no longer visible to the branch and to
    /// the volunteer. The person is routed again only after a new interview with the answer `WANTS_CONTACT`, after a move to
    /// another municipality, or when a new consent is given after the present one has ended.
    /// </summary>
    [PayloadField("closedReferralId")]
    [ID<Referral>]
    [Error<NotFoundException>]
    [Error<WrongStatusException>]
    [Error<ConflictException>]
    public static Task<long> CloseReferralAsync(CloseReferralInput input, MutationScope scope) =>
        scope.RunAsync(async () =>
        {
            var (db, caller, at, _, cancellationToken) = scope;
            var refugee = await RefugeeAccess.FindByReferralAsync(db, caller, at, input.ReferralId, cancellationToken)
                ?? throw new NotFoundException("referralId");
            var referral = refugee.Referral!;
            // A referral that the branch has not accepted has to be returned, so that another branch gets it.
            if (referral.Status is not (ReferralStatus.Accepted or ReferralStatus.Contacted or ReferralStatus.Matched or ReferralStatus.Met))
            {
                throw WrongStatusException.Of("referral", referral.Status,
                    ReferralStatus.Accepted, ReferralStatus.Contacted, ReferralStatus.Matched, ReferralStatus.Met);
            }

            await PersonStep.ApplyAsync(db, refugee, at, () => referral.End(ReferralStatus.Closed, at.Now), cancellationToken);
            return input.ReferralId;
        });

    // For a contact on an earlier day, only the day is known. Uses the first instant of that day at which the branch had
    // accepted.
    private static DateTime InstantOf(DateOnly day, DateTime? accepted, Moment at)
    {
        if (day == at.Today)
        {
            return at.Now;
        }

        var start = Moment.StartOf(day);
        return accepted > start ? accepted.Value : start;
    }
}
