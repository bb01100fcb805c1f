using Integration.Graph.Server.Http.Printing;

namespace Integration.Graph.Server.Consents.Pages;

/// <summary>The content of a consent form or receipt.</summary>
/// <param name="Texts">The texts in the page's language.</param>
/// <param name="Reference">Reference of the person.</param>
/// <param name="Name">Name of the person; null if withheld from the reader.</param>
/// <param name="Recipients">The recipient classes on the page: all, or the reader's own.</param>
/// <param name="Consent">The consent on the receipt; null on the form.</param>
internal sealed record ConsentPage(ConsentTexts Texts, string Reference, string? Name, IReadOnlyList<RecipientClass> Recipients, AgreedConsent? Consent)
{
    /// <summary>Keys of the texts at the top of the page; see <see cref="PrintedPage.Notices"/>.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];
}

/// <summary>The consent shown on a receipt.</summary>
/// <param name="Version">Version of the consent, as the reader counts it.</param>
/// <param name="GivenOn">Day in Denmark on which the consent was given.</param>
/// <param name="ValidUntil">End of the consent: day and time in Denmark.</param>
/// <param name="IsExpired">Whether the end has passed.</param>
/// <param name="Method">How the consent was given.</param>
/// <param name="Language">Endonym of the language in which the consent was explained; null if the reader may not see it.</param>
/// <param name="Guardian">Guardian who gave the consent for a minor; null otherwise, and if the reader may not see it.</param>
/// <param name="Grants">The grants; only those of the reader's own class if the reader belongs to one.</param>
internal sealed record AgreedConsent(
    int Version, string GivenOn, string ValidUntil, bool IsExpired, ConsentMethod Method, string? Language, string? Guardian,
    IReadOnlyList<ConsentGrant> Grants);
