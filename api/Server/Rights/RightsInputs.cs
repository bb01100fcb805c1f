using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Refugees;

namespace Integration.Graph.Server.Rights;

/// <summary>Who is erased.</summary>
/// <param name="Reference">Of a person whom the officer has opened.</param>
internal sealed record EraseRefugeeInput(string Reference);

/// <summary>Whose data are put together.</summary>
/// <param name="Reference">Of a person whom the officer has opened.</param>
internal sealed record ExportSubjectDataInput(string Reference);

/// <summary>
/// What is wrong in a person's record, and how it is right. A field that is left out stays as it is; null says that it is
/// not known.
/// </summary>
/// <param name="Reference">Of a person whom the officer has opened.</param>
/// <param name="GivenName">At most 100 characters.</param>
/// <param name="FamilyName">At most 100 characters.</param>
/// <param name="DateOfBirth">Not in the future, and at most 120 years ago.</param>
/// <param name="Nationality">ISO 3166-1 alpha-2 code, or XXA for stateless.</param>
/// <param name="NameAndAddressProtection">The address is never shared, whatever is granted.</param>
/// <param name="Phone">E.164.</param>
/// <param name="Languages">ISO 639-3 codes, in order of preference.</param>
/// <param name="KnownActivityTypes">Kinds of activities that the person took part in at the centre.</param>
/// <param name="MovesInOn">The day of the move; once the person has been placed.</param>
/// <param name="Address">The home in the municipality; once the person has been placed.</param>
/// <param name="Caseworker">Who receives the person in the municipality; once the person has been placed.</param>
/// <param name="Version">The version of the person that was looked at; if it is another one by now, the answer is CONFLICT. Left out, the latest is changed.</param>
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
