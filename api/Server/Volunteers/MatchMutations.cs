using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Sharing;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Time;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Volunteers;

/// <summary>Mutations that propose, confirm and end matches, and that record the first meeting.</summary>
[MutationType]
internal static class MatchMutations
{
    /// <summary>
    /// Proposes a volunteer of the caller's branch for a person. The person is not visible to the volunteer until the volunteer
    /// accepts with `confirmMatch`.
    /// </summary>
    [Error<NotFoundException>]
    [Error<InvalidInputException>]
    [Error<WrongStatusException>]
    [Error<VolunteerUnavailableException>]
    [Error<ConflictException>]
    public static Task<Ref<Match>> ProposeMatchAsync(ProposeMatchInput input, MutationScope scope) =>
        scope.RunAsync(async () =>
        {
            var (db, caller, at, check, cancellationToken) = scope;
            var refugee = await RefugeeAccess.FindByReferralAsync(db, caller, at, input.ReferralId, cancellationToken);
            if (refugee is null)
            {
                check.Add(new NotFoundException("referralId"));
            }
            else
            {
                CheckStatus(check, refugee.Referral!);
            }

            var volunteer = await VisibleRows.Of<Volunteer>(db, caller, at).AsTracking()
                .SingleOrDefaultAsync(x => x.Id == input.VolunteerId, cancellationToken);
            if (volunteer is null)
            {
                check.Add(new NotFoundException("volunteerId"));
            }

            check.ActivityType("activityType", input.ActivityType);
            if (refugee is not null && volunteer is not null)
            {
                await Availability.CheckAsync(db, check, volunteer, refugee, input.ActivityType, at, cancellationToken);
            }

            check.ThrowIfAny();

            var match = new Match
            {
                Id = Ids.New(),
                ReferralId = input.ReferralId,
                RefugeeId = refugee!.Id,
                VolunteerId = volunteer!.Id,
                BranchId = caller.ScopeId,
                ActivityTypeKey = input.ActivityType,
                Status = MatchStatus.Proposed,
                ProposedAt = at.Now,
            };
            // If two coordinators fill a volunteer's last place at the same time, the second gets a version conflict.
            volunteer.Version++;
            await PersonStep.ApplyAsync(db, refugee, at, () => db.Add(match), cancellationToken);
            return new Ref<Match>(match.Id);
        });

    /// <summary>
    /// Accepts or declines a proposed match. After an acceptance the person is visible to the volunteer, with the
    /// fields that the consent grants, and the referral becomes `MATCHED`.
    /// </summary>
    [Error<NotFoundException>]
    [Error<WrongStatusException>]
    [Error<ConflictException>]
    public static Task<Ref<Match>> ConfirmMatchAsync(ConfirmMatchInput input, MutationScope scope) =>
        scope.RunAsync(async () =>
        {
            var (db, caller, at, _, cancellationToken) = scope;
            var (refugee, match) = caller.Role == Role.Volunteer
                ? await FindAsync(db, caller, at, input.MatchId, cancellationToken)
                : throw new NotFoundException("matchId");
            if (match.Status != MatchStatus.Proposed)
            {
                throw WrongStatusException.Of("match", match.Status, MatchStatus.Proposed);
            }

            await PersonStep.ApplyAsync(db, refugee, at, () =>
            {
                match.Become(input.Accept ? MatchStatus.Confirmed : MatchStatus.Declined, at.Now);
                if (input.Accept)
                {
                    refugee.Referral!.Become(ReferralStatus.Matched);
                }
            }, cancellationToken);
            return new Ref<Match>(match.Id);
        });

    /// <summary>
    /// Records the first meeting of volunteer and person. The match must be `CONFIRMED`; its referral becomes `MET`.
    /// </summary>
    [Error<NotFoundException>]
    [Error<InvalidInputException>]
    [Error<WrongStatusException>]
    [Error<ConflictException>]
    public static Task<Ref<Match>> RecordMeetingAsync(RecordMeetingInput input, MutationScope scope) =>
        scope.RunAsync(async () =>
        {
            var (db, caller, at, check, cancellationToken) = scope;
            var (refugee, match) = caller.Role == Role.Volunteer
                ? await FindAsync(db, caller, at, input.MatchId, cancellationToken)
                : throw new NotFoundException("matchId");
            if (match.Status != MatchStatus.Confirmed)
            {
                check.Add(WrongStatusException.Of("match", match.Status, MatchStatus.Confirmed));
            }
            else if (refugee.Referral!.Status != ReferralStatus.Matched)
            {
                check.Add(WrongStatusException.Of("referral", refugee.Referral.Status, ReferralStatus.Matched));
            }

            var day = input.MetOn ?? at.Today;
            check.NotInTheFuture("metOn", day, at.Today);
            if (match.ConfirmedAt is { } confirmed && day < Moment.DayOf(confirmed))
            {
                check.Invalid("metOn", InputCode.OutOfRange, "This day is before the match was confirmed.");
            }

            check.ThrowIfAny();

            await PersonStep.ApplyAsync(db, refugee, at, () =>
            {
                var referral = refugee.Referral!;
                referral.Become(ReferralStatus.Met);
                // For a meeting on an earlier day, only the day is known. Uses the first instant of that day at which the
                // match was confirmed.
                var start = Moment.StartOf(day);
                referral.MetAt = day == at.Today ? at.Now : start > match.ConfirmedAt ? start : match.ConfirmedAt;
            }, cancellationToken);
            return new Ref<Match>(match.Id);
        });

    /// <summary>
    /// Ends a confirmed match or withdraws a proposed one. The referral stays with the branch, which can propose
    /// another match. After a confirmed match the referral becomes `CONTACTED` again, the person is no longer visible
    /// to the volunteer, and the volunteer gets a deletion request for the fields that they hold.
    /// </summary>
    [Error<NotFoundException>]
    [Error<WrongStatusException>]
    [Error<ConflictException>]
    public static Task<Ref<Match>> EndMatchAsync(EndMatchInput input, MutationScope scope) =>
        scope.RunAsync(async () =>
        {
            var (db, caller, at, _, cancellationToken) = scope;
            var (refugee, match) = await FindAsync(db, caller, at, input.MatchId, cancellationToken);
            if (match.Status is not (MatchStatus.Proposed or MatchStatus.Confirmed))
            {
                throw WrongStatusException.Of("match", match.Status, MatchStatus.Proposed, MatchStatus.Confirmed);
            }

            await PersonStep.ApplyAsync(db, refugee, at, () =>
            {
                if (match.Status == MatchStatus.Confirmed && refugee.Referral is { } referral)
                {
                    referral.Become(ReferralStatus.Contacted);
                    referral.ContactedAt ??= match.ConfirmedAt;
                }
                match.Become(MatchStatus.Ended, at.Now);
            }, cancellationToken);
            return new Ref<Match>(match.Id);
        });

    private static void CheckStatus(InputChecks check, Referral referral)
    {
        if (referral.CurrentMatch() is { } match)
        {
            check.Add(WrongStatusException.Of("present match", match.Status, MatchStatus.Declined, MatchStatus.Ended));
        }
        else if (referral.Status is not (ReferralStatus.Accepted or ReferralStatus.Contacted))
        {
            check.Add(WrongStatusException.Of("referral", referral.Status, ReferralStatus.Accepted, ReferralStatus.Contacted));
        }
    }

    // Returns a match of the caller's branch, or with the caller, and its person; both tracked.
    private static async Task<(Refugee Refugee, Match Match)> FindAsync(
        GraphContext db, Caller caller, Moment at, long matchId, CancellationToken cancellationToken)
    {
        var match = await VisibleRows.Of<Match>(db, caller, at).AsTracking().SingleOrDefaultAsync(x => x.Id == matchId, cancellationToken)
            ?? throw new NotFoundException("matchId");
        var refugee = await db.Refugees.Where(x => x.Id == match.RefugeeId).WithHistory().SingleAsync(cancellationToken);
        // An expired consent has ended the match too, even if its row does not show it yet.
        if (match.ReferralId == refugee.OpenReferral()?.Id && !Entitlements.Of(refugee, at.Now).VolunteersAdmitted)
        {
            throw WrongStatusException.Of("referral", ReferralStatus.Lapsed, ReferralStatus.Accepted, ReferralStatus.Contacted, ReferralStatus.Matched);
        }

        return (refugee, match);
    }
}
