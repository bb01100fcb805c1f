using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Refugees;

namespace Integration.Graph.Server.Rights;

/// <summary>The person to erase.</summary>
/// <param name="Reference">
/// Reference of a person whom the officer has opened with `openSubjectAccess`, for example `RK-7Q4M-2XKD`.
/// </param>
internal sealed record EraseRefugeeInput(string Reference);

/// <summary>The person whose data are exported.</summary>
/// <param name="Reference">
/// Reference of a person whom the officer has opened with `openSubjectAccess`, for example `RK-7Q4M-2XKD`.
/// </param>
internal sealed record ExportSubjectDataInput(string Reference);

/// <summary>
/// Corrected values of a person's record. An omitted field is kept. For a field whose value can be unknown, null clears it.
/// </summary>
/// <param name="Reference">
/// Reference of a person whom the officer has opened with `openSubjectAccess`, for example `RK-7Q4M-2XKD`.
/// </param>
/// <param name="GivenName">Given name, at most 100 characters. Null keeps the value.</param>
/// <param name="FamilyName">Family name, at most 100 characters. Null keeps the value.</param>
/// <param name="DateOfBirth">Date of birth; not in the future, and at most 120 years ago. Null keeps the value.</param>
/// <param name="Nationality">ISO 3166-1 alpha-2 code of the nationality, or `XXA` for stateless. Null keeps the value.</param>
/// <param name="NameAndAddressProtection">
/// Whether name and address are protected in the national register. If so, the address is never shared, whatever the
/// consent grants. Null keeps the value.
/// </param>
/// <param name="Phone">Phone number in E.164 format.</param>
/// <param name="Languages">ISO 639-3 codes of the languages the person speaks, in order of preference.</param>
/// <param name="KnownActivityTypes">Keys of the activity types that the person took part in at the centre.</param>
/// <param name="MovesInOn">Day of the move, at most 2 years ahead. Only for a person who has been placed.</param>
/// <param name="Address">Address of the home. Only for a person who has been placed.</param>
/// <param name="Caseworker">The municipality's caseworker for the person. Only for a person who has been placed.</param>
/// <param name="Version">
/// Version of the person that the change is based on. If the person has changed since, the error CONFLICT is returned.
/// If omitted, the latest version is changed.
/// </param>
internal sealed record RectifyRefugeeInput(
    string Reference,
    string? GivenName = null,
    string? FamilyName = null,
    DateOnly? DateOfBirth = null,
    string? Nationality = null,
    bool? NameAndAddressProtection = null,
    Optional<string?> Phone = default,
    Optional<IReadOnlyList<string>?> Languages = default,
    Optional<IReadOnlyList<string>?> KnownActivityTypes = default,
    Optional<DateOnly?> MovesInOn = default,
    Optional<AddressInput?> Address = default,
    Optional<CaseworkerInput?> Caseworker = default,
    int? Version = null);
