using Integration.Graph.Server.Http.Printing;

namespace Integration.Graph.Server.Consents.Pages;

/// <summary>What stands on a page.</summary>
/// <param name="Texts">In which language.</param>
/// <param name="Reference">The person's reference.</param>
/// <param name="Name">The person's name; null if the reader may not know it.</param>
/// <param name="Recipients">The classes that it speaks of: all, or the reader's own.</param>
/// <param name="Consent">What was agreed; null on the form, where nothing is yet.</param>
internal sealed record ConsentPage(ConsentTexts Texts, string Reference, string? Name, IReadOnlyList<RecipientClass> Recipients, AgreedConsent? Consent)
{
    /// <summary>Keys of the texts that the page begins with; see <see cref="PrintedPage.Notices"/>.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];
}

/// <summary>A consent as it was agreed.</summary>
/// <param name="Version">Of the consent.</param>
/// <param name="GivenOn">The day in Denmark.</param>
/// <param name="ValidUntil">Day and time in Denmark.</param>
/// <param name="IsExpired">Whether that time has passed.</param>
/// <param name="Method">How it was given.</param>
/// <param name="Language">What the speakers of the language in which it was explained call it; null if the reader may not know it.</param>
/// <param name="Guardian">Who gave it for a minor; null otherwise, and if the reader may not know it.</param>
/// <param name="Grants">What it shares with whom, of the reader's class if they have one.</param>
internal sealed record AgreedConsent(
    int Version, string GivenOn, string ValidUntil, bool IsExpired, ConsentMethod Method, string? Language, string? Guardian,
    IReadOnlyList<ConsentGrant> Grants);
