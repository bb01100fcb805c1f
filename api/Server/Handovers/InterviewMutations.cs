using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Refugees;

namespace Integration.Graph.Server.Handovers;

/// <summary>The handover interview to record.</summary>
/// <param name="RefugeeId">Id of the person.</param>
/// <param name="HeldOn">Day of the interview; not in the future, and not before the person's birth.</param>
/// <param name="Language">ISO 639-3 code of the language in which the interview was held.</param>
/// <param name="Interpreter">Whether an interpreter translated.</param>
/// <param name="Answer">Whether the person wants contact with volunteers.</param>
/// <param name="Wishes">Keys of the activity types that the person wishes for. Omit for none.</param>
/// <param name="Version">
/// Version of the person that the change is based on. If the person has changed since, the error CONFLICT is returned.
/// If omitted, the latest version is changed.
/// </param>
internal sealed record RecordInterviewInput(
    [property: ID<Refugee>] long RefugeeId,
    DateOnly HeldOn,
    string Language,
    bool Interpreter,
    ContactAnswer Answer,
    IReadOnlyList<string>? Wishes = null,
    int? Version = null);

/// <summary>The mutation that records handover interviews.</summary>
[MutationType]
internal static class InterviewMutations
{
    /// <summary>
    /// Records a handover interview with any answer. If it is the latest interview by `heldOn` and the answer is `DECLINES`,
    /// the consent in force is withdrawn in the same transaction.
    /// </summary>
    [Error<NotFoundException>]
    [Error<InvalidInputException>]
    [Error<ConflictException>]
    public static Task<Ref<Refugee>> RecordInterviewAsync(RecordInterviewInput input, MutationScope scope) =>
        scope.RunAsync(async () =>
        {
            var (db, caller, at, check, cancellationToken) = scope;
            var refugee = await RefugeeAccess.FindAsync(db, caller, at, input.RefugeeId, cancellationToken);
            RefugeeAccess.CheckVersion(check, caller, refugee, input.Version);
            if (refugee is null)
            {
                check.Add(new NotFoundException("refugeeId"));
            }
            else if (input.HeldOn < Age.ToDay(refugee.DateOfBirth))
            {
                check.Invalid("heldOn", InputCode.OutOfRange, "This day is before the person was born.");
            }

            check.NotInTheFuture("heldOn", input.HeldOn, at.Today);
            check.Language("language", input.Language);
            var wishes = check.ActivityTypes("wishes", input.Wishes);
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
                // An interview held before the latest one is kept, but does not replace it.
                if (refugee.Interview?.HeldOn > interview.HeldOn)
                {
                    return;
                }

                (refugee.InterviewId, refugee.Interview) = (interview.Id, interview);
                if (interview.Answer == ContactAnswer.Declines)
                {
                    refugee.WithdrawConsent(at.Now);
                }
            }, cancellationToken);
            return new Ref<Refugee>(refugee.Id);
        });
}
