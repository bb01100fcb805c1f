using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Refugees;

/// <summary>A home that has been checked.</summary>
internal sealed record CheckedAddress(string Street, string PostalCode, string Town);

/// <summary>Checks and stores where a person lives and who receives them there.</summary>
internal static class ContactDetails
{
    // A slip of the keyboard in the year is found; a move that was planned early is not refused.
    private const int YearsAhead = 2;

    public static void CheckMoveInDay(InputChecks check, DateOnly? movesInOn, Refugee? refugee, DateOnly today, DateOnly? correctedBirth = null)
    {
        const string field = "movesInOn";
        if (movesInOn > today.AddYears(YearsAhead))
            check.Invalid(field, InputCode.OutOfRange, $"A move-in date is at most {YearsAhead} years ahead.");
        if (movesInOn < (correctedBirth ?? (refugee is null ? null : Age.ToDay(refugee.DateOfBirth))))
            check.Invalid(field, InputCode.OutOfRange, "This day is before the person was born.");
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
            if (given)
                check.Invalid(field, InputCode.NotApplicable, "The person has not been placed in a municipality yet; do that first, with placeRefugee.");
    }

    public static async Task<CheckedAddress?> CheckAsync(InputChecks check, AddressInput? address)
    {
        if (address is null)
            return null;
        var street = check.Text("address.street", address.Street, InputChecks.StreetLength);
        var district = await check.PostalDistrictAsync("address.postalCode", address.PostalCode);
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
    /// The municipality's caseworker with these details; a new one where any detail differs, because others may be
    /// receiving people with the details as they are.
    /// </summary>
    public static async Task<Caseworker?> CaseworkerAsync(
        GraphContext db, string municipalityCode, CaseworkerInput? caseworker, CancellationToken cancellationToken)
    {
        if (caseworker is null)
            return null;
        // So that nobody takes the last person from a caseworker who is found here: see ForgetCaseworkersAsync.
        await LedgerTurn.TakeAsync(db, cancellationToken);
        var known = await db.Caseworkers.AsTracking()
            .Where(x => x.MunicipalityCode == municipalityCode && x.Name == caseworker.Name
                && x.Phone == caseworker.Phone && x.Email == caseworker.Email)
            .OrderBy(x => x.Id)
            .FirstOrDefaultAsync(cancellationToken);
        if (known is not null)
            return known;
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
    /// Forgets those of some caseworkers who receive nobody any more: they are known here because of those whom they receive.
    /// Comes after a step on a person, in its transaction, so that nobody else takes one at the same time.
    /// </summary>
    public static Task ForgetCaseworkersAsync(GraphContext db, IQueryable<Caseworker> among, CancellationToken cancellationToken) =>
        among.Where(x => !db.Refugees.Any(r => r.CaseworkerId == x.Id)).ExecuteDeleteAsync(cancellationToken);
}
