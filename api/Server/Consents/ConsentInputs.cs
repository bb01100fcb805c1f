using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Refugees;

namespace Integration.Graph.Server.Consents;

/// <summary>One recipient class may get one field.</summary>
/// <param name="Recipient">Who.</param>
/// <param name="Field">What.</param>
internal sealed record ConsentGrantInput(RecipientClass Recipient, SharedField Field);

/// <summary>A consent as the person gave it.</summary>
/// <param name="RefugeeId">The person.</param>
/// <param name="Method">How it was given.</param>
/// <param name="Language">ISO 639-3 code of the language in which it was explained.</param>
/// <param name="Guardian">Who gives it for a person under 18; left out otherwise.</param>
/// <param name="ValidUntil">
/// Exclusive; at most 24 months ahead, the default. A minor's consent ends at the latest when the month of the 18th birthday begins.
/// </param>
/// <param name="Grants">At least one, each chosen by the person.</param>
/// <param name="Version">The version of the person that was looked at; if it is another one by now, the answer is CONFLICT. Left out, the latest is changed.</param>
internal sealed record GiveConsentInput(
    [property: ID<Refugee>] long RefugeeId,
    ConsentMethod Method,
    string Language,
    string? Guardian,
    DateTime? ValidUntil,
    IReadOnlyList<ConsentGrantInput> Grants,
    int? Version = null);

/// <summary>The whole new set of grants, in a new version that takes the place of another.</summary>
/// <param name="RefugeeId">The person.</param>
/// <param name="Version">The version that is changed: the one in force.</param>
/// <param name="Method">How it was given.</param>
/// <param name="Language">ISO 639-3 code of the language in which it was explained.</param>
/// <param name="Guardian">Who gives it for a person under 18; left out otherwise.</param>
/// <param name="ValidUntil">
/// Exclusive; at most 24 months ahead. The default is the end of the version that is changed. A minor's consent ends at the latest when the month of the 18th birthday begins.
/// </param>
/// <param name="Grants">At least one. To grant nothing any more is to withdraw.</param>
internal sealed record ChangeConsentInput(
    [property: ID<Refugee>] long RefugeeId,
    int Version,
    ConsentMethod Method,
    string Language,
    string? Guardian,
    DateTime? ValidUntil,
    IReadOnlyList<ConsentGrantInput> Grants);

/// <summary>Whose consent ends.</summary>
/// <param name="Reference">The person's reference, such as RK-7Q4M-2XKD.</param>
internal sealed record WithdrawConsentInput(string Reference);
