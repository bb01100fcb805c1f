using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Branches;

namespace Integration.Graph.Server.Refugees;

/// <summary>Who is registered.</summary>
/// <param name="GivenName">At most 100 characters.</param>
/// <param name="FamilyName">At most 100 characters.</param>
/// <param name="DateOfBirth">Not in the future, and at most 120 years ago.</param>
/// <param name="Nationality">ISO 3166-1 alpha-2 code, or XXA for stateless.</param>
/// <param name="Languages">ISO 639-3 codes in order of preference.</param>
/// <param name="Phone">E.164.</param>
/// <param name="NameAndAddressProtection">The address is never shared, whatever is granted.</param>
/// <param name="KnownActivityTypes">Kinds of activities that the person took part in at the centre.</param>
/// <param name="HouseholdOf">A person of the same centre to whose household this one belongs.</param>
internal sealed record RegisterRefugeeInput(
    string GivenName,
    string FamilyName,
    DateOnly DateOfBirth,
    string Nationality,
    IReadOnlyList<string>? Languages = null,
    string? Phone = null,
    bool NameAndAddressProtection = false,
    IReadOnlyList<string>? KnownActivityTypes = null,
    [property: ID<Refugee>] long? HouseholdOf = null);

/// <summary>To which centre a person moves.</summary>
/// <param name="RefugeeId">The person.</param>
/// <param name="CentreId">An open centre.</param>
/// <param name="Version">The version of the person that was looked at; if it is another one by now, the answer is CONFLICT. Left out, the latest is changed.</param>
internal sealed record TransferRefugeeInput(
    [property: ID<Refugee>] long RefugeeId,
    [property: ID<AsylumCentre>] long CentreId,
    int? Version = null);

/// <summary>
/// Where a person will live. Another municipality than before is a move: address, caseworker and move-in date start
/// anew. In the same municipality, what is left out stays as it is.
/// </summary>
/// <param name="RefugeeId">The person.</param>
/// <param name="Municipality">Code of four digits.</param>
/// <param name="MovesInOn">The day of the move, when it is known.</param>
/// <param name="Address">The new home, when it is known.</param>
/// <param name="Caseworker">Who receives the person in the municipality, when it is known.</param>
/// <param name="Version">The version of the person that was looked at; if it is another one by now, the answer is CONFLICT. Left out, the latest is changed.</param>
internal sealed record PlaceRefugeeInput(
    [property: ID<Refugee>] long RefugeeId,
    string Municipality,
    DateOnly? MovesInOn = null,
    AddressInput? Address = null,
    CaseworkerInput? Caseworker = null,
    int? Version = null);

/// <summary>A home; the town follows from the postal code.</summary>
/// <param name="Street">Street and number, at most 200 characters.</param>
/// <param name="PostalCode">Four digits.</param>
internal sealed record AddressInput(string Street, string PostalCode);

/// <summary>A municipality's caseworker.</summary>
/// <param name="Name">At most 100 characters.</param>
/// <param name="Phone">E.164.</param>
/// <param name="Email">An e-mail address.</param>
internal sealed record CaseworkerInput(string Name, string? Phone = null, string? Email = null);

/// <summary>
/// What has become known later. A field that is left out stays as it is; null says that it is not known (any more).
/// The person's municipality may give address and caseworker, the centre everything.
/// </summary>
/// <param name="RefugeeId">The person.</param>
/// <param name="Phone">E.164.</param>
/// <param name="MovesInOn">The day of the move.</param>
/// <param name="Address">The new home.</param>
/// <param name="Caseworker">Who receives the person in the municipality.</param>
/// <param name="Languages">ISO 639-3 codes, in order of preference.</param>
/// <param name="Version">For the centre: the version of the person that was looked at; if it is another one by now, the answer is CONFLICT. Left out, the latest is changed.</param>
internal sealed record UpdateContactInput(
    [property: ID<Refugee>] long RefugeeId,
    Optional<string?> Phone = default,
    Optional<DateOnly?> MovesInOn = default,
    Optional<AddressInput?> Address = default,
    Optional<CaseworkerInput?> Caseworker = default,
    Optional<IReadOnlyList<string>?> Languages = default,
    int? Version = null);
