using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server.Handovers;

/// <summary>What was answered at a handover interview.</summary>
/// <param name="RefugeeId">The person.</param>
/// <param name="HeldOn">The day of the interview, not in the future.</param>
/// <param name="Language">ISO 639-3 code of the language spoken.</param>
/// <param name="Interpreter">Whether an interpreter translated.</param>
/// <param name="Answer">Whether contact with volunteers is wanted.</param>
/// <param name="Wishes">Keys of the activity types wished for.</param>
/// <param name="Version">The version of the person that was looked at; if it is another one by now, the answer is CONFLICT. Left out, the latest is changed.</param>
internal sealed record RecordInterviewInput(
    [property: ID<Refugee>] long RefugeeId,
    DateOnly HeldOn,
    string Language,
    bool Interpreter,
    ContactAnswer Answer,
    IReadOnlyList<string>? Wishes = null,
    int? Version = null);

/// <summary>The handover interview.</summary>
[MutationType]
internal static class InterviewMutations
{
    /// <summary>
    /// Records a handover interview, whatever the answer was. If the latest answer is no, the consent is withdrawn with it.
    /// </summary>
    [Error<NotFoundException>]
    [Error<InvalidInputException>]
    [Error<ConflictException>]
    public static Task<Ref<Refugee>> RecordInterviewAsync(
        RecordInterviewInput input, GraphContext db, Caller caller, TimeProvider clock, CancellationToken cancellationToken) =>
        MutationTransaction.RunAsync(db, async () =>
        {
            var at = Moment.Of(clock);
            var check = new InputChecks(db, cancellationToken);
            var refugee = await RefugeeAccess.FindAsync(db, caller, at, input.RefugeeId, cancellationToken);
            RefugeeAccess.CheckVersion(check, caller, refugee, input.Version);
            if (refugee is null)
                check.Add(new NotFoundException("refugeeId"));
            else if (input.HeldOn < Age.ToDay(refugee.DateOfBirth))
                check.Invalid("heldOn", InputCode.OutOfRange, "This day is before the person was born.");
            check.NotInTheFuture("heldOn", input.HeldOn, at.Today);
            await check.LanguageAsync("language", input.Language);
            var wishes = await check.ActivityTypesAsync("wishes", input.Wishes);
            check.ThrowIfAny();

            var interview = new HandoverInterview
            {
                Id = Ids.New(),
                RefugeeId = refugee!.Id,
                HeldOn = input.HeldOn,
                HeldBy = caller.Subject,
                LanguageCode = input.Language,
                Interpreter = input.Interpreter,
                Answer = input.Answer,
                Wishes = wishes,
                RecordedAt = at.Now,
            };
            db.Add(interview);
            await PersonStep.ApplyAsync(db, refugee, at, () =>
            {
                // One that was held earlier and recorded late is kept, and the later answer stands.
                if (refugee.Interview?.HeldOn > interview.HeldOn)
                    return;
                (refugee.InterviewId, refugee.Interview) = (interview.Id, interview);
                if (interview.Answer == ContactAnswer.Declines)
                    refugee.WithdrawConsent(at.Now);
            }, cancellationToken);
            return new Ref<Refugee>(refugee.Id);
        }, cancellationToken);
}
