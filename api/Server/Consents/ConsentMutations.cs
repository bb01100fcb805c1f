using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Sharing;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Time;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Consents;

/// <summary>Mutations that give, change and withdraw consents.</summary>
[MutationType]
internal static class ConsentMutations
{
    // A withdrawal must not fail because of a concurrent change.
    private const int WithdrawalAttempts = 10;

    /// <summary>
    /// Records a consent. If the person is placed in a municipality, the municipality gets a handover notice about the fields
    /// granted to it. If the consent grants any field to `VOLUNTEERS`, the person is also routed to a branch. Fails if a consent
    /// is in force; use `changeConsent` then.
    /// </summary>
    [Error<NotFoundException>]
    [Error<InvalidInputException>]
    [Error<NoWishForContactException>]
    [Error<GuardianRequiredException>]
    [Error<ConsentInForceException>]
    [Error<ConflictException>]
    public static Task<Ref<Refugee>> GiveConsentAsync(GiveConsentInput input, MutationScope scope) =>
        scope.RunAsync(async () =>
        {
            var (db, caller, at, check, cancellationToken) = scope;
            var refugee = await RefugeeAccess.FindAsync(db, caller, at, input.RefugeeId, cancellationToken);
            RefugeeAccess.CheckVersion(check, caller, refugee, input.Version);
            if (refugee is null)
            {
                check.Add(new NotFoundException("refugeeId"));
            }
            else if (refugee.Interview is not { Answer: ContactAnswer.WantsContact })
            {
                check.Add(new NoWishForContactException());
            }

            if (refugee is not null && refugee.Consent.IsInForce(at.Now))
            {
                check.Add(new ConsentInForceException(refugee.Consent.Version));
            }

            var form = new ConsentForm(input.Method, input.Language, input.Guardian, input.ValidUntil, input.Grants);
            return await StoreAsync(form, refugee, check, db, caller, at, cancellationToken);
        });

    /// <summary>
    /// Replaces the consent version in force with a new version that has the given grants. Fields that are no longer
    /// granted are not shared any more, and recipients that hold them get deletion requests. Newly granted fields are
    /// shared immediately. The municipality gets a handover notice about the fields granted to it.
    /// </summary>
    [Error<NotFoundException>]
    [Error<InvalidInputException>]
    [Error<GuardianRequiredException>]
    [Error<ConsentNotInForceException>]
    [Error<ConflictException>]
    public static Task<Ref<Refugee>> ChangeConsentAsync(ChangeConsentInput input, MutationScope scope) =>
        scope.RunAsync(async () =>
        {
            var (db, caller, at, check, cancellationToken) = scope;
            var refugee = await RefugeeAccess.FindAsync(db, caller, at, input.RefugeeId, cancellationToken);
            if (refugee is null)
            {
                check.Add(new NotFoundException("refugeeId"));
            }
            else if (!refugee.Consent.IsInForce(at.Now) || refugee.Consent.Version != input.Version)
            {
                check.Add(new ConsentNotInForceException());
            }
            // Without an end in the input, the end is kept: a new end would change the part of every class, see decisions/0007.
            var validUntil = input.ValidUntil ?? (refugee?.Consent is { } latest && latest.IsInForce(at.Now) ? latest.ValidUntil : null);
            var form = new ConsentForm(input.Method, input.Language, input.Guardian, validUntil, input.Grants);
            return await StoreAsync(form, refugee, check, db, caller, at, cancellationToken);
        });

    /// <summary>
    /// Withdraws a person's consent immediately, by reference. Every caller with this mutation can withdraw for any person, visible
    /// or not. The referral lapses, the match ends, and recipients get deletion requests for the fields that they hold. The
    /// response is the same whether or not the reference exists, and whether or not there is a consent to withdraw.
    /// </summary>
    [PayloadField("reference")]
    [Error<InvalidInputException>]
    [Error<ConflictException>]
    public static Task<string> WithdrawConsentAsync(WithdrawConsentInput input, MutationScope scope) =>
        scope.RunAsync(async () =>
        {
            var (db, _, at, check, cancellationToken) = scope;
            var reference = input.Reference.Trim().ToUpperInvariant();
            if (!Ids.IsReference(reference))
            {
                throw new InvalidInputException("reference", InputCode.Malformed,
                    "This is not a valid reference. A reference looks like RK-7Q4M-2XKD, and its last character is a check character.");
            }
            // A person with nothing to end is not read, so that response times are the same as for unknown references.
            var refugee = await db.Refugees
                .Where(SharingConditions.Inline((Refugee x) => x.Reference == reference
                    && (x.HasConsentInForce(at.Now) || (x.Referral != null && x.Referral.ClosedAt == null))))
                .WithHistory().SingleOrDefaultAsync(cancellationToken);
            if (refugee is null)
            {
                await DisclosureGate.StepAsync(db, cancellationToken);
            }
            else
            {
                await PersonStep.ApplyAsync(db, refugee, at, () => refugee.WithdrawConsent(at.Now), cancellationToken);
            }

            return reference;
        }, WithdrawalAttempts);

    private static async Task<Ref<Refugee>> StoreAsync(
        ConsentForm form, Refugee? refugee, InputChecks check, GraphContext db, Caller caller, Moment at, CancellationToken cancellationToken)
    {
        var (guardian, validUntil) = form.Check(check, refugee, at);
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
