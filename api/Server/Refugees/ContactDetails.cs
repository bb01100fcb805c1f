using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Disclosures.Storage;
using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Refugees;

/// <summary>A checked address, with the town of its postal code.</summary>
internal sealed record CheckedAddress(string Street, string PostalCode, string Town);

/// <summary>Checks and stores a person's address, move-in date and caseworker.</summary>
internal static class ContactDetails
{
    // Finds a mistyped year, but accepts a move that is planned early.
    private const int YearsAhead = 2;

    public static void CheckMoveInDay(InputChecks check, DateOnly? movesInOn, Refugee? refugee, DateOnly today, DateOnly? correctedBirth = null)
    {
        const string field = "movesInOn";
        if (movesInOn > today.AddYears(YearsAhead))
        {
            check.Invalid(field, InputCode.OutOfRange, $"A move-in date is at most {YearsAhead} years ahead.");
        }

        if (movesInOn < (correctedBirth ?? (refugee is null ? null : Age.ToDay(refugee.DateOfBirth))))
        {
            check.Invalid(field, InputCode.OutOfRange, "This day is before the person was born.");
        }
    }

    public static void CheckBeforePlacement(
        InputChecks check, Optional<DateOnly?> movesInOn, Optional<AddressInput?> address, Optional<CaseworkerInput?> caseworker)
    {
        foreach (var (field, given) in new[]
        {
            ("movesInOn", movesInOn.Or(null) is not null),
            ("address", address.Or(null) is not null),
            ("caseworker", caseworker.Or(null) is not null),
        })
        {
            if (given)
            {
                check.Invalid(field, InputCode.NotApplicable, "The person has not been placed in a municipality yet. Place the person first, with placeRefugee.");
            }
        }
    }

    public static CheckedAddress? Check(InputChecks check, AddressInput? address)
    {
        if (address is null)
        {
            return null;
        }

        var street = check.Text("address.street", address.Street, InputChecks.StreetLength);
        var district = check.PostalDistrict("address.postalCode", address.PostalCode);
        return new CheckedAddress(street, address.PostalCode, district?.Town ?? "");
    }

    public static CaseworkerInput? Check(InputChecks check, CaseworkerInput? caseworker) => caseworker is null
        ? null
        : new CaseworkerInput(
            check.Name("caseworker.name", caseworker.Name),
            check.Phone("caseworker.phone", caseworker.Phone),
            check.Email("caseworker.email", caseworker.Email));

    public static void SetAddress(this Refugee refugee, CheckedAddress? address) =>
        (refugee.Street, refugee.PostalCode, refugee.Town) = (address?.Street, address?.PostalCode, address?.Town);

    public static void SetCaseworker(this Refugee refugee, Caseworker? caseworker) =>
        (refugee.CaseworkerId, refugee.Caseworker) = (caseworker?.Id, caseworker);

    /// <summary>
    /// Finds the municipality's caseworker with exactly these details, or adds a new one. An existing row is not changed,
    /// because other persons may have the same caseworker.
    /// </summary>
    public static async Task<Caseworker?> CaseworkerAsync(
        GraphContext db, string municipalityCode, CaseworkerInput? caseworker, CancellationToken cancellationToken)
    {
        if (caseworker is null)
        {
            return null;
        }
        // Otherwise a concurrent transaction could delete the caseworker found here as unused: see ForgetCaseworkersAsync.
        await LedgerTurn.TakeAsync(db, cancellationToken);
        var known = await db.Caseworkers.AsTracking()
            .Where(x => x.MunicipalityCode == municipalityCode && x.Name == caseworker.Name
                && x.Phone == caseworker.Phone && x.Email == caseworker.Email)
            .OrderBy(x => x.Id)
            .FirstOrDefaultAsync(cancellationToken);
        if (known is not null)
        {
            return known;
        }

        var added = new Caseworker
        {
            Id = Ids.New(),
            MunicipalityCode = municipalityCode,
            Name = caseworker.Name,
            Phone = caseworker.Phone,
            Email = caseworker.Email,
        };
        db.Add(added);
        return added;
    }

    /// <summary>
    /// Deletes those of the given caseworkers that no person has any more. Caseworkers are stored only with their persons.
    /// Call it after a step on a person, in the same transaction, so that no other transaction can use one of them.
    /// </summary>
    public static Task ForgetCaseworkersAsync(GraphContext db, IQueryable<Caseworker> among, CancellationToken cancellationToken) =>
        among.Where(x => !db.Refugees.Any(r => r.CaseworkerId == x.Id)).ExecuteDeleteAsync(cancellationToken);
}
