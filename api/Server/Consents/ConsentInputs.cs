using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Refugees;

namespace Integration.Graph.Server.Consents;

/// <summary>Permission for one recipient class to receive one field.</summary>
/// <param name="Recipient">Class of recipients that may receive the field.</param>
/// <param name="Field">Field that may be shared.</param>
internal sealed record ConsentGrantInput(RecipientClass Recipient, SharedField Field);

/// <summary>The consent to record, as the person gave it.</summary>
/// <param name="RefugeeId">Id of the person.</param>
/// <param name="Method">How the consent was given.</param>
/// <param name="Language">ISO 639-3 code of the language in which the consent was explained.</param>
/// <param name="Guardian">
/// Name of the guardian or representative who gives the consent; required for a person under 18. Omit otherwise.
/// </param>
/// <param name="ValidUntil">
/// Instant at which the consent ends (exclusive); at most 24 months ahead, which is the default. A minor's consent ends
/// no later than the beginning of the month of the 18th birthday.
/// </param>
/// <param name="Grants">All grants, at least one. Each is chosen by the person.</param>
/// <param name="Version">
/// Version of the person that the change is based on. If the person has changed since, the error CONFLICT is returned.
/// If omitted, the latest version is changed.
/// </param>
internal sealed record GiveConsentInput(
    [property: ID<Refugee>] long RefugeeId,
    ConsentMethod Method,
    string Language,
    string? Guardian,
    DateTime? ValidUntil,
    IReadOnlyList<ConsentGrantInput> Grants,
    int? Version = null);

/// <summary>The new consent version, with its whole set of grants.</summary>
/// <param name="RefugeeId">Id of the person.</param>
/// <param name="Version">
/// The `Consent.version` to replace. It must be in force, otherwise the error CONSENT_NOT_IN_FORCE is returned.
/// </param>
/// <param name="Method">How the consent was given.</param>
/// <param name="Language">ISO 639-3 code of the language in which the consent was explained.</param>
/// <param name="Guardian">
/// Name of the guardian or representative who gives the consent; required for a person under 18. Omit otherwise.
/// </param>
/// <param name="ValidUntil">
/// Instant at which the consent ends (exclusive); at most 24 months ahead. The default is the end of the replaced
/// version. A minor's consent ends no later than the beginning of the month of the 18th birthday.
/// </param>
/// <param name="Grants">All grants of the new version, at least one. To share nothing any more, withdraw the consent.</param>
internal sealed record ChangeConsentInput(
    [property: ID<Refugee>] long RefugeeId,
    int Version,
    ConsentMethod Method,
    string Language,
    string? Guardian,
    DateTime? ValidUntil,
    IReadOnlyList<ConsentGrantInput> Grants);

/// <summary>The person whose consent is withdrawn.</summary>
/// <param name="Reference">Reference of the person, for example `RK-7Q4M-2XKD`.</param>
internal sealed record WithdrawConsentInput(string Reference);
