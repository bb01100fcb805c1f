using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Consents;

/// <summary>Consent: given, changed, withdrawn.</summary>
[MutationType]
internal static class ConsentMutations
{
    // A withdrawal must not be lost to somebody who changed something else at the same time.
    private const int WithdrawalAttempts = 10;

    /// <summary>
    /// Records what a person permits. If the person is placed, the municipality is told and a branch is found at once.
    /// </summary>
    [Error<NotFoundException>]
    [Error<InvalidInputException>]
    [Error<NoWishForContactException>]
    [Error<GuardianRequiredException>]
    [Error<ConsentInForceException>]
    [Error<ConflictException>]
    public static Task<Ref<Refugee>> GiveConsentAsync(
        GiveConsentInput input, GraphContext db, Caller caller, TimeProvider clock, CancellationToken cancellationToken) =>
        MutationTransaction.RunAsync(db, async () =>
        {
            var at = Moment.Of(clock);
            var check = new InputChecks(db, cancellationToken);
            var refugee = await RefugeeAccess.FindAsync(db, caller, at, input.RefugeeId, cancellationToken);
            RefugeeAccess.CheckVersion(check, caller, refugee, input.Version);
            if (refugee is null)
                check.Add(new NotFoundException("refugeeId"));
            else if (refugee.Interview is not { Answer: ContactAnswer.WantsContact })
                check.Add(new NoWishForContactException());
            if (refugee is not null && refugee.Consent.IsInForce(at.Now))
                check.Add(new ConsentInForceException(refugee.Consent.Version));
            var form = new ConsentForm(input.Method, input.Language, input.Guardian, input.ValidUntil, input.Grants);
            return await StoreAsync(form, refugee, check, db, caller, at, cancellationToken);
        }, cancellationToken);

    /// <summary>
    /// Puts a new version in the place of the one in force, with the whole new set of grants. What is no longer granted
    /// is shared no more; what is newly granted is told to whom it concerns.
    /// </summary>
    [Error<NotFoundException>]
    [Error<InvalidInputException>]
    [Error<GuardianRequiredException>]
    [Error<ConsentNotInForceException>]
    [Error<ConflictException>]
    public static Task<Ref<Refugee>> ChangeConsentAsync(
        ChangeConsentInput input, GraphContext db, Caller caller, TimeProvider clock, CancellationToken cancellationToken) =>
        MutationTransaction.RunAsync(db, async () =>
        {
            var at = Moment.Of(clock);
            var check = new InputChecks(db, cancellationToken);
            var refugee = await RefugeeAccess.FindAsync(db, caller, at, input.RefugeeId, cancellationToken);
            if (refugee is null)
                check.Add(new NotFoundException("refugeeId"));
            else if (!refugee.Consent.IsInForce(at.Now) || refugee.Consent.Version != input.Version)
                check.Add(new ConsentNotInForceException());
            // An end that the caller does not mention stays: a later one is news to every class, see decisions/0007.
            var validUntil = input.ValidUntil ?? (refugee?.Consent is { } latest && latest.IsInForce(at.Now) ? latest.ValidUntil : null);
            var form = new ConsentForm(input.Method, input.Language, input.Guardian, validUntil, input.Grants);
            return await StoreAsync(form, refugee, check, db, caller, at, cancellationToken);
        }, cancellationToken);

    /// <summary>
    /// Ends a person's consent at once, by reference, for whoever the person tells it to. The answer is the same
    /// whether the reference exists, and whether there is a consent to withdraw.
    /// </summary>
    [PayloadField("reference")]
    [Error<InvalidInputException>]
    [Error<ConflictException>]
    public static Task<string> WithdrawConsentAsync(
        WithdrawConsentInput input, GraphContext db, TimeProvider clock, CancellationToken cancellationToken) =>
        MutationTransaction.RunAsync(db, async () =>
        {
            var reference = input.Reference.Trim().ToUpperInvariant();
            if (!Ids.IsReference(reference))
                throw new InvalidInputException("reference", InputCode.Malformed,
                    "This is not a reference: one looks like RK-7Q4M-2XKD, and its last character confirms the others.");
            var at = Moment.Of(clock);
            // Whoever has nothing to end is not even read: by the time that it takes, nobody can tell them from nobody.
            var refugee = await db.Refugees
                .Where(x => x.Reference == reference
                    && ((x.Consent != null && x.Consent.ValidUntil > at.Now) || (x.Referral != null && x.Referral.ClosedAt == null)))
                .WithHistory().SingleOrDefaultAsync(cancellationToken);
            if (refugee is null)
                await DisclosureGate.StepAsync(db, cancellationToken);
            else
                await PersonStep.ApplyAsync(db, refugee, at, () => refugee.WithdrawConsent(at.Now), cancellationToken);
            return reference;
        }, WithdrawalAttempts, cancellationToken);

    private static async Task<Ref<Refugee>> StoreAsync(
        ConsentForm form, Refugee? refugee, InputChecks check, GraphContext db, Caller caller, Moment at, CancellationToken cancellationToken)
    {
        var (guardian, validUntil) = await form.CheckAsync(check, refugee, at);
        check.ThrowIfAny();

        var last = await db.Consents.AsNoTracking().Where(x => x.RefugeeId == refugee!.Id).OrderByDescending(x => x.Version).FirstOrDefaultAsync(cancellationToken);
        var municipality = Next(RecipientClass.Municipality);
        var volunteers = Next(RecipientClass.Volunteers);
        var consent = new Consent
        {
            Id = Ids.New(),
            RefugeeId = refugee!.Id,
            Version = (last?.Version ?? 0) + 1,
            MunicipalityVersion = municipality.Version,
            MunicipalitySince = municipality.Since,
            VolunteersVersion = volunteers.Version,
            VolunteersSince = volunteers.Since,
            GivenAt = at.Now,
            ValidUntil = validUntil,
            Method = form.Method,
            LanguageCode = form.Language,
            Guardian = guardian,
            RecordedBy = caller.Subject,
            MunicipalityFields = form.FieldsOf(RecipientClass.Municipality),
            VolunteersFields = form.FieldsOf(RecipientClass.Volunteers),
        };
        db.Add(consent);
        await PersonStep.ApplyAsync(db, refugee, at, () => refugee.SetConsent(consent, at.Now), cancellationToken);
        return new Ref<Refugee>(refugee.Id);

        ClassVersion Next(RecipientClass recipient) =>
            ClassVersion.After(last, last.IsInForce(at.Now), recipient, form.FieldsOf(recipient), validUntil, form.Method);
    }
}
