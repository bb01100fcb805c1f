using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Branches;

namespace Integration.Graph.Server.Refugees;

/// <summary>The person to register.</summary>
/// <param name="GivenName">Given name, at most 100 characters.</param>
/// <param name="FamilyName">Family name, at most 100 characters.</param>
/// <param name="DateOfBirth">Date of birth; not in the future, and at most 120 years ago.</param>
/// <param name="Nationality">ISO 3166-1 alpha-2 code of the nationality, or `XXA` for stateless.</param>
/// <param name="Languages">ISO 639-3 codes of the languages the person speaks, in order of preference. Omit if unknown.</param>
/// <param name="Phone">Phone number in E.164 format. Omit if unknown.</param>
/// <param name="NameAndAddressProtection">
/// Whether name and address are protected in the national register. If so, the address is never shared, whatever the
/// consent grants.
/// </param>
/// <param name="KnownActivityTypes">Keys of the activity types that the person took part in at the centre.</param>
/// <param name="HouseholdOf">
/// Id of another person registered at the same centre, whose household the new person joins. Omit for a person alone.
/// </param>
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

/// <summary>The person to transfer, and the new centre.</summary>
/// <param name="RefugeeId">Id of the person.</param>
/// <param name="CentreId">Id of the new centre. The centre must be open.</param>
/// <param name="Version">
/// Version of the person that the change is based on. If the person has changed since, the error CONFLICT is returned.
/// If omitted, the latest version is changed.
/// </param>
internal sealed record TransferRefugeeInput(
    [property: ID<Refugee>] long RefugeeId,
    [property: ID<AsylumCentre>] long CentreId,
    int? Version = null);

/// <summary>
/// Where a person will live. A different municipality than before is a move: address, caseworker and move-in date are
/// replaced by the values given here, and cleared if omitted. In the same municipality, omitted values are kept.
/// </summary>
/// <param name="RefugeeId">Id of the person.</param>
/// <param name="Municipality">Code of the municipality, four digits, for example `0461`.</param>
/// <param name="MovesInOn">Day of the move, at most 2 years ahead. Omit if unknown.</param>
/// <param name="Address">Address of the new home. Omit if unknown.</param>
/// <param name="Caseworker">The municipality's caseworker for the person. Omit if unknown.</param>
/// <param name="Version">
/// Version of the person that the change is based on. If the person has changed since, the error CONFLICT is returned.
/// If omitted, the latest version is changed.
/// </param>
internal sealed record PlaceRefugeeInput(
    [property: ID<Refugee>] long RefugeeId,
    string Municipality,
    DateOnly? MovesInOn = null,
    AddressInput? Address = null,
    CaseworkerInput? Caseworker = null,
    int? Version = null);

/// <summary>An address in Denmark. The town is derived from the postal code.</summary>
/// <param name="Street">Street and number, at most 200 characters.</param>
/// <param name="PostalCode">Danish postal code, four digits.</param>
internal sealed record AddressInput(string Street, string PostalCode);

/// <summary>A municipality's caseworker.</summary>
/// <param name="Name">Full name, at most 100 characters.</param>
/// <param name="Phone">Phone number in E.164 format. Omit if unknown.</param>
/// <param name="Email">E-mail address. Omit if unknown.</param>
internal sealed record CaseworkerInput(string Name, string? Phone = null, string? Email = null);

/// <summary>
/// Contact details to change. An omitted field is kept; null clears it. The centre may change every field, the person's
/// municipality only `address` and `caseworker`.
/// </summary>
/// <param name="RefugeeId">Id of the person.</param>
/// <param name="Phone">Phone number in E.164 format.</param>
/// <param name="MovesInOn">Day of the move, at most 2 years ahead. Only for a person who has been placed.</param>
/// <param name="Address">Address of the home. Only for a person who has been placed.</param>
/// <param name="Caseworker">The municipality's caseworker for the person. Only for a person who has been placed.</param>
/// <param name="Languages">ISO 639-3 codes of the languages the person speaks, in order of preference.</param>
/// <param name="Version">
/// Version of the person that the change is based on; only for the centre. If the person has changed since, the error
/// CONFLICT is returned. If omitted, the latest version is changed.
/// </param>
internal sealed record UpdateContactInput(
    [property: ID<Refugee>] long RefugeeId,
    Optional<string?> Phone = default,
    Optional<DateOnly?> MovesInOn = default,
    Optional<AddressInput?> Address = default,
    Optional<CaseworkerInput?> Caseworker = default,
    Optional<IReadOnlyList<string>?> Languages = default,
    int? Version = null);
