using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Rights;
using Integration.Graph.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Refugees;

/// <summary>Mutations that register, transfer and place a person, and that change contact details.</summary>
[MutationType]
internal static class RefugeeMutations
{
    /// <summary>Registers a person at the caller's centre, alone or in the household of another person of the centre.</summary>
    [Error<InvalidInputException>]
    [Error<NotFoundException>]
    [Error<ConflictException>]
    public static Task<Ref<Refugee>> RegisterRefugeeAsync(RegisterRefugeeInput input, MutationScope scope) =>
        scope.RunAsync(async () =>
        {
            var (db, caller, at, check, cancellationToken) = scope;
            CheckDateOfBirth(check, input.DateOfBirth, at.Today);
            check.Nationality("nationality", input.Nationality);
            var refugee = new Refugee
            {
                Id = Ids.New(),
                Reference = Ids.NewReference(),
                RegisteredAt = at.Now,
                CentreId = caller.ScopeId,
                GivenName = check.Name("givenName", input.GivenName),
                FamilyName = check.Name("familyName", input.FamilyName),
                DateOfBirth = Age.ToNumber(input.DateOfBirth),
                NationalityCode = input.Nationality,
                NameAndAddressProtection = input.NameAndAddressProtection,
                Phone = check.Phone("phone", input.Phone),
                Languages = check.Languages("languages", input.Languages),
                KnownActivityTypes = check.ActivityTypes("knownActivityTypes", input.KnownActivityTypes),
            };
            var relative = input.HouseholdOf is not { } id ? null : await RefugeeAccess.FindAsync(db, caller, at, id, cancellationToken);
            if (input.HouseholdOf is not null && relative is null)
            {
                check.Add(new NotFoundException("householdOf"));
            }

            check.ThrowIfAny();

            if (relative is not null)
            {
                Join(db, refugee, relative);
            }

            db.Add(refugee);
            await db.SaveChangesAsync(cancellationToken);
            return new Ref<Refugee>(refugee.Id);
        });

    /// <summary>
    /// Transfers a person to another asylum centre. The new centre sees the person from then on; the
    /// caller's centre no longer does.
    /// </summary>
    [Error<NotFoundException>]
    [Error<InvalidInputException>]
    [Error<ConflictException>]
    public static Task<Ref<Refugee>> TransferRefugeeAsync(TransferRefugeeInput input, MutationScope scope) =>
        scope.RunAsync(async () =>
        {
            var (db, caller, at, check, cancellationToken) = scope;
            var refugee = await RefugeeAccess.FindAsync(db, caller, at, input.RefugeeId, cancellationToken);
            RefugeeAccess.CheckVersion(check, caller, refugee, input.Version);
            if (refugee is null)
            {
                check.Add(new NotFoundException("refugeeId"));
            }

            var centre = await db.AsylumCentres.SingleOrDefaultAsync(x => x.Id == input.CentreId, cancellationToken);
            if (centre is null)
            {
                check.Add(new NotFoundException("centreId"));
            }
            else if (centre.ClosedYear <= at.Today.Year)
            {
                check.Invalid("centreId", InputCode.OutOfRange, "This centre is closed.");
            }

            check.ThrowIfAny();

            await PersonStep.ApplyAsync(db, refugee!, at, () => refugee!.CentreId = input.CentreId, cancellationToken);
            return new Ref<Refugee>(refugee!.Id);
        });

    /// <summary>
    /// Places a person in a municipality. If a consent is in force, the municipality gets a handover notice about the fields
    /// granted to it. If the consent also grants any field to `VOLUNTEERS` and the person wants contact, the person is routed to
    /// a branch. A placement in another municipality than before is a move: it ends the match, closes the referral, and starts
    /// again in the new municipality.
    /// </summary>
    [Error<NotFoundException>]
    [Error<InvalidInputException>]
    [Error<ConflictException>]
    public static Task<Ref<Refugee>> PlaceRefugeeAsync(PlaceRefugeeInput input, MutationScope scope) =>
        scope.RunAsync(async () =>
        {
            var (db, caller, at, check, cancellationToken) = scope;
            var refugee = await RefugeeAccess.FindAsync(db, caller, at, input.RefugeeId, cancellationToken);
            RefugeeAccess.CheckVersion(check, caller, refugee, input.Version);
            if (refugee is null)
            {
                check.Add(new NotFoundException("refugeeId"));
            }

            check.Municipality("municipality", input.Municipality);
            ContactDetails.CheckMoveInDay(check, input.MovesInOn, refugee, at.Today);
            var address = ContactDetails.Check(check, input.Address);
            var details = ContactDetails.Check(check, input.Caseworker);
            check.ThrowIfAny();

            var caseworker = await ContactDetails.CaseworkerAsync(db, input.Municipality, details, cancellationToken);
            var former = refugee!.CaseworkerId;
            await PersonStep.ApplyAsync(db, refugee, at, () => Place(refugee), cancellationToken);
            if (former != refugee.CaseworkerId)
            {
                await ContactDetails.ForgetCaseworkersAsync(db, db.Caseworkers.Where(x => x.Id == former), cancellationToken);
            }

            return new Ref<Refugee>(refugee.Id);

            void Place(Refugee person)
            {
                var stays = person.MunicipalityCode == input.Municipality;
                if (!stays)
                {
                    (person.MunicipalityCode, person.PlacedAt) = (input.Municipality, at.Now);
                }

                if (!stays || input.MovesInOn is not null)
                {
                    person.MovesInOn = input.MovesInOn;
                }

                if (!stays || address is not null)
                {
                    person.SetAddress(address);
                }

                if (!stays || caseworker is not null)
                {
                    person.SetCaseworker(caseworker);
                }

                History.Note(db, person, caller, at);
            }
        });

    /// <summary>
    /// Changes a person's contact details. If the municipality may see a changed value, it gets a handover notice.
    /// </summary>
    [Error<NotFoundException>]
    [Error<InvalidInputException>]
    [Error<ConflictException>]
    public static Task<Ref<Refugee>> UpdateContactAsync(UpdateContactInput input, MutationScope scope) =>
        scope.RunAsync(async () =>
        {
            var (db, caller, at, check, cancellationToken) = scope;
            var refugee = await RefugeeAccess.FindAsync(db, caller, at, input.RefugeeId, cancellationToken);
            RefugeeAccess.CheckVersion(check, caller, refugee, input.Version);
            if (refugee is null)
            {
                check.Add(new NotFoundException("refugeeId"));
            }

            if (caller.Role == Role.Municipality)
            {
                CheckMunicipalitysPart(check, input);
            }

            if (refugee is { MunicipalityCode: null })
            {
                ContactDetails.CheckBeforePlacement(check, input.MovesInOn, input.Address, input.Caseworker);
            }

            var phone = check.Phone("phone", input.Phone.Or(null));
            var languages = check.Languages("languages", input.Languages.Or(null));
            ContactDetails.CheckMoveInDay(check, input.MovesInOn.Or(null), refugee, at.Today);
            var address = ContactDetails.Check(check, input.Address.Or(null));
            var details = ContactDetails.Check(check, input.Caseworker.Or(null));
            check.ThrowIfAny();

            var caseworker = await ContactDetails.CaseworkerAsync(db, refugee!.MunicipalityCode ?? "", details, cancellationToken);
            var former = refugee.CaseworkerId;
            await PersonStep.ApplyAsync(db, refugee, at, () =>
            {
                if (input.Phone.HasValue)
                {
                    refugee.Phone = phone;
                }

                if (input.Languages.HasValue)
                {
                    refugee.Languages = languages;
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
            }, cancellationToken);
            if (former != refugee.CaseworkerId)
            {
                await ContactDetails.ForgetCaseworkersAsync(db, db.Caseworkers.Where(x => x.Id == former), cancellationToken);
            }

            return new Ref<Refugee>(refugee.Id);
        });

    internal static void CheckDateOfBirth(InputChecks check, DateOnly day, DateOnly today)
    {
        check.NotInTheFuture("dateOfBirth", day, today);
        if (day < today.AddYears(-Age.Oldest))
        {
            check.Invalid("dateOfBirth", InputCode.OutOfRange, $"This day is more than {Age.Oldest} years ago.");
        }
    }

    private static void CheckMunicipalitysPart(InputChecks check, UpdateContactInput input)
    {
        foreach (var (field, given) in new[]
        {
            ("phone", input.Phone.HasValue), ("movesInOn", input.MovesInOn.HasValue), ("languages", input.Languages.HasValue),
        })
        {
            if (given)
            {
                check.Invalid(field, InputCode.NotPermitted, "A municipality may change only address and caseworker. Only the asylum centre can change this field.");
            }
        }
    }

    private static void Join(GraphContext db, Refugee refugee, Refugee relative)
    {
        if (relative.HouseholdId is null)
        {
            var household = new Household { Id = Ids.New() };
            db.Add(household);
            relative.HouseholdId = household.Id;
            relative.Version++;
        }
        refugee.HouseholdId = relative.HouseholdId;
    }
}
