using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Sharing;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Time;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Rights;

/// <summary>Mutations for a person's rights, used by a data protection officer: access, rectification, erasure.</summary>
/// <remarks>Source: GDPR, articles 15, 16, 17 and 20.</remarks>
[MutationType]
internal static class RightsMutations
{
    // An erasure must not fail because of a concurrent step.
    private const int ErasureAttempts = 5;

    /// <summary>
    /// Exports all stored data of a person and all disclosures, as a JSON document. A page for printing is at
    /// `/subjects/{id}/export`. The officer must have opened the person with `openSubjectAccess`. The export is recorded as a
    /// disclosure, like every response with personal fields.
    /// </summary>
    [PayloadField("document")]
    [Error<NotFoundException>]
    [Error<ConflictException>]
    public static async Task<Reading<string>> ExportSubjectDataAsync(
        ExportSubjectDataInput input, GraphContext db, IDbContextFactory<GraphContext> contexts, Caller caller, DisclosedPersons disclosed,
        TimeProvider clock, CancellationToken cancellationToken)
    {
        // A repeated request does not run the mutation again. But the data are read again, with a new ledger entry each time.
        await MutationTransaction.RunAsync(db, async () => await Opened(db, caller, Moment.Of(clock), input.Reference)
            .Select(x => (Ref<Refugee>?)new Ref<Refugee>(x.Id)).SingleOrDefaultAsync(cancellationToken) ?? throw new NotFoundException("reference"), cancellationToken);
        // When the request is repeated, the officer's access may have ended.
        if (!await Opened(db, caller, Moment.Of(clock), input.Reference).AnyAsync(cancellationToken))
            throw new NotFoundException("reference");
        var reference = Normal(input.Reference);
        return new Reading<string>(async () =>
        {
            // A separate context, because the document can be selected under two aliases, which are read concurrently.
            await using var own = await contexts.CreateDbContextAsync(cancellationToken);
            var data = await SubjectExport.ReadAsync(own, caller, disclosed, Moment.Of(clock), x => x.Reference == reference, cancellationToken);
            return data?.ToJson();
        });
    }

    /// <summary>
    /// Corrects values of a person's record. Previous values are kept, except a caseworker's, which belong to another
    /// person. If the municipality may see a corrected value, it gets a handover notice. Interviews and consents are
    /// not corrected here but by new ones, and the municipality by `placeRefugee`. If the consent in force does not fit
    /// a corrected date of birth, it ends: a guardian's consent at the latest when the month of the 18th birthday
    /// begins, or at once if that has begun; at once also a consent that a minor gave alone, or a guardian for an
    /// adult. The officer must have opened the person with `openSubjectAccess`.
    /// </summary>
    [Error<NotFoundException>]
    [Error<InvalidInputException>]
    [Error<ConflictException>]
    public static Task<Ref<Refugee>> RectifyRefugeeAsync(
        RectifyRefugeeInput input, GraphContext db, Caller caller, TimeProvider clock, CancellationToken cancellationToken) =>
        MutationTransaction.RunAsync(db, async () =>
        {
            var at = Moment.Of(clock);
            var check = new InputChecks(db, cancellationToken);
            var refugee = await Opened(db, caller, at, input.Reference).WithHistory().SingleOrDefaultAsync(cancellationToken);
            RefugeeAccess.CheckVersion(check, caller, refugee, input.Version);
            if (refugee is null)
                check.Add(new NotFoundException("reference"));
            var given = input.GivenName is { } first ? check.Name("givenName", first) : refugee?.GivenName;
            var family = input.FamilyName is { } last ? check.Name("familyName", last) : refugee?.FamilyName;
            if (input.DateOfBirth is { } day)
                RefugeeMutations.CheckDateOfBirth(check, day, at.Today);
            if (input.Nationality is { } nationality)
                await check.NationalityAsync("nationality", nationality);
            var phone = check.Phone("phone", input.Phone.Or(null));
            var languages = await check.LanguagesAsync("languages", input.Languages.Or(null));
            var known = await check.ActivityTypesAsync("knownActivityTypes", input.KnownActivityTypes.Or(null));
            if (refugee is { MunicipalityCode: null })
                ContactDetails.CheckBeforePlacement(check, input.MovesInOn, input.Address, input.Caseworker);
            ContactDetails.CheckMoveInDay(check, input.MovesInOn.Or(null), refugee, at.Today, input.DateOfBirth);
            var address = await ContactDetails.CheckAsync(check, input.Address.Or(null));
            var details = ContactDetails.Check(check, input.Caseworker.Or(null));
            check.ThrowIfAny();
            var caseworker = await ContactDetails.CaseworkerAsync(db, refugee!.MunicipalityCode ?? "", details, cancellationToken);
            var formerCaseworker = refugee.CaseworkerId;
            var isAnotherAge = input.DateOfBirth is { } right && Age.ToNumber(right) != refugee.DateOfBirth;
            // These notices name the wrong day. The follow-up job creates notices with the right day when they are due.
            var outdated = isAnotherAge ? await db.ConsentNotices.AsTracking().Where(x => x.RefugeeId == refugee.Id).ToListAsync(cancellationToken) : [];

            await PersonStep.ApplyAsync(db, refugee, at, () =>
            {
                (refugee.GivenName, refugee.FamilyName) = (given!, family!);
                if (input.DateOfBirth is { } born)
                    refugee.DateOfBirth = Age.ToNumber(born);
                refugee.NationalityCode = input.Nationality ?? refugee.NationalityCode;
                refugee.NameAndAddressProtection = input.NameAndAddressProtection ?? refugee.NameAndAddressProtection;
                if (input.Phone.HasValue)
                    refugee.Phone = phone;
                if (input.Languages.HasValue)
                    refugee.Languages = languages;
                if (input.KnownActivityTypes.HasValue)
                    refugee.KnownActivityTypes = known;
                if (input.MovesInOn.HasValue)
                    refugee.MovesInOn = input.MovesInOn.Value;
                if (input.Address.HasValue)
                    refugee.SetAddress(address);
                if (input.Caseworker.HasValue)
                    refugee.SetCaseworker(caseworker);
                History.Note(db, refugee, caller, at);
                db.RemoveRange(outdated);
                if (isAnotherAge && refugee.FitConsentToAge(caller.Subject, at) is { } shorter)
                    db.Add(shorter);
            }, cancellationToken);
            if (formerCaseworker != refugee.CaseworkerId)
                await ContactDetails.ForgetCaseworkersAsync(db, db.Caseworkers.Where(x => x.Id == formerCaseworker), cancellationToken);
            return new Ref<Refugee>(refugee.Id);
        }, cancellationToken);

    /// <summary>
    /// Erases a person permanently. All personal fields are deleted; the reference, the ledger and the counts in the
    /// statistics remain. Recipients get deletion requests for the fields that they hold. The officer must have opened
    /// the person with `openSubjectAccess`.
    /// </summary>
    [PayloadField("reference")]
    [Error<NotFoundException>]
    [Error<ConflictException>]
    public static async Task<string> EraseRefugeeAsync(
        EraseRefugeeInput input, GraphContext db, Caller caller, TimeProvider clock, CancellationToken cancellationToken)
    {
        var reference = await MutationTransaction.RunAsync(db, async () =>
        {
            var at = Moment.Of(clock);
            var refugee = await Opened(db, caller, at, input.Reference).WithHistory().SingleOrDefaultAsync(cancellationToken)
                ?? throw new NotFoundException("reference");
            await Erasure.ApplyAsync(db, refugee, ErasureCause.Request, caller.Subject, at, cancellationToken);
            return refugee.Reference;
        }, ErasureAttempts, cancellationToken);
        await StorageMaintenance.EmptyLogAsync(db, cancellationToken);
        return reference;
    }

    private static IQueryable<Refugee> Opened(GraphContext db, Caller caller, Moment at, string reference)
    {
        var normal = Normal(reference);
        return VisibleRows.Of<Refugee>(db, caller, at).Where(x => x.Reference == normal);
    }

    private static string Normal(string reference) => reference.Trim().ToUpperInvariant();
}
