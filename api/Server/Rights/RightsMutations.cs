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
        ExportSubjectDataInput input, MutationScope scope, IDbContextFactory<GraphContext> contexts, DisclosedPersons disclosed, RequestMoment moment)
    {
        // A repeated request does not run the mutation again. But the data are read again, with a new ledger entry each time.
        await scope.RunAsync(async () =>
        {
            var (graph, officer, at, _, cancellation) = scope;
            return await Opened(graph, officer, at, input.Reference).Select(x => (Ref<Refugee>?)new Ref<Refugee>(x.Id)).SingleOrDefaultAsync(cancellation)
                ?? throw new NotFoundException("reference");
        });
        var (db, caller, _, _, cancellationToken) = scope;
        // When the request is repeated, the officer's access may have ended.
        if (!await Opened(db, caller, moment.At, input.Reference).AnyAsync(cancellationToken))
        {
            throw new NotFoundException("reference");
        }

        var reference = Normal(input.Reference);
        return new Reading<string>(async () =>
        {
            // A separate context, because the document can be selected under two aliases, which are read concurrently.
            await using var own = await contexts.CreateDbContextAsync(cancellationToken);
            var data = await SubjectExport.ReadAsync(own, caller, disclosed, moment.At, x => x.Reference == reference, cancellationToken);
            return data?.ToJson();
        });
    }

    /// <summary>
    /// Corrects values of a person's record. Previous values are kept, except a caseworker's, which belong to another
    /// person. If the municipality may see a corrected value, it gets a handover notice. To correct an interview or a
    /// consent, record a new one; to correct the municipality, use `placeRefugee`. A corrected date of birth can end the
    /// consent in force. A guardian's consent for a minor then ends no later than the beginning of the month of the 18th
    /// birthday, or immediately if that month has begun. A consent that a minor gave alone, or that a guardian gave for an
    /// adult, ends immediately. The officer must have opened the person with `openSubjectAccess`.
    /// </summary>
    [Error<NotFoundException>]
    [Error<InvalidInputException>]
    [Error<ConflictException>]
    public static Task<Ref<Refugee>> RectifyRefugeeAsync(RectifyRefugeeInput input, MutationScope scope) =>
        scope.RunAsync(async () =>
        {
            var (db, caller, at, check, cancellationToken) = scope;
            var refugee = await Opened(db, caller, at, input.Reference).WithHistory().SingleOrDefaultAsync(cancellationToken);
            RefugeeAccess.CheckVersion(check, caller, refugee, input.Version);
            if (refugee is null)
            {
                check.Add(new NotFoundException("reference"));
            }

            var given = input.GivenName is { } first ? check.Name("givenName", first) : refugee?.GivenName;
            var family = input.FamilyName is { } last ? check.Name("familyName", last) : refugee?.FamilyName;
            if (input.DateOfBirth is { } day)
            {
                RefugeeMutations.CheckDateOfBirth(check, day, at.Today);
            }

            if (input.Nationality is { } nationality)
            {
                check.Nationality("nationality", nationality);
            }

            var phone = check.Phone("phone", input.Phone.Or(null));
            var languages = check.Languages("languages", input.Languages.Or(null));
            var known = check.ActivityTypes("knownActivityTypes", input.KnownActivityTypes.Or(null));
            if (refugee is { MunicipalityCode: null })
            {
                ContactDetails.CheckBeforePlacement(check, input.MovesInOn, input.Address, input.Caseworker);
            }

            ContactDetails.CheckMoveInDay(check, input.MovesInOn.Or(null), refugee, at.Today, input.DateOfBirth);
            var address = ContactDetails.Check(check, input.Address.Or(null));
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
                {
                    refugee.DateOfBirth = Age.ToNumber(born);
                }

                refugee.NationalityCode = input.Nationality ?? refugee.NationalityCode;
                refugee.NameAndAddressProtection = input.NameAndAddressProtection ?? refugee.NameAndAddressProtection;
                if (input.Phone.HasValue)
                {
                    refugee.Phone = phone;
                }

                if (input.Languages.HasValue)
                {
                    refugee.Languages = languages;
                }

                if (input.KnownActivityTypes.HasValue)
                {
                    refugee.KnownActivityTypes = known;
                }

                if (input.MovesInOn.HasValue)
                {
                    refugee.MovesInOn = input.MovesInOn.Value;
                }

                if (input.Address.HasValue)
                {
                    refugee.SetAddress(address);
                }

                if (input.Caseworker.HasValue)
                {
                    refugee.SetCaseworker(caseworker);
                }

                History.Note(db, refugee, caller, at);
                db.RemoveRange(outdated);
                if (isAnotherAge && refugee.FitConsentToAge(caller.Subject, at) is { } shorter)
                {
                    db.Add(shorter);
                }
            }, cancellationToken);
            if (formerCaseworker != refugee.CaseworkerId)
            {
                await ContactDetails.ForgetCaseworkersAsync(db, db.Caseworkers.Where(x => x.Id == formerCaseworker), cancellationToken);
            }

            return new Ref<Refugee>(refugee.Id);
        });

    /// <summary>
    /// Erases a person permanently. All personal fields are deleted; the reference, the ledger and the counts in the
    /// statistics remain. Recipients get deletion requests for the fields that they hold. The officer must have opened
    /// the person with `openSubjectAccess`.
    /// </summary>
    [PayloadField("reference")]
    [Error<NotFoundException>]
    [Error<ConflictException>]
    public static async Task<string> EraseRefugeeAsync(EraseRefugeeInput input, MutationScope scope)
    {
        var reference = await scope.RunAsync(async () =>
        {
            var (graph, caller, at, _, cancellation) = scope;
            var refugee = await Opened(graph, caller, at, input.Reference).WithHistory().SingleOrDefaultAsync(cancellation)
                ?? throw new NotFoundException("reference");
            await Erasure.ApplyAsync(graph, refugee, ErasureCause.Request, caller.Subject, at, cancellation);
            return refugee.Reference;
        }, ErasureAttempts);
        var (db, _, _, _, cancellationToken) = scope;
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
