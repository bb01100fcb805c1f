using System.Globalization;
using System.Text.Json;
using Integration.Graph.Engine.Execution;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Http;
using Integration.Graph.Server.Http.Printing;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Refugees;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Consents.Pages;

/// <summary>
/// The form that a person fills in and the receipt that they get: <c>/consents/{id}/form</c> and <c>/consents/{id}/receipt</c>,
/// for those who see the person with all of the consent. A page asks the API what stands on it, so it shows what its
/// reader may see, and stands in the ledger like any other answer.
/// </summary>
internal static class ConsentPages
{
    private const string DefaultLanguage = "da";

    // The guardian is asked for so that only a role that sees all of the consent may ask at all.
    private const string FormQuery = """
        query ConsentForm($id: ID!) { refugee(id: $id) { reference name { given family } consent { guardian } } }
        """;

    private const string ReceiptQuery = """
        query ConsentReceipt($id: ID!) { refugee(id: $id) { reference name { given family } consent {
          version status givenAt validUntil method guardian language { endonym } grants { recipient field } } } }
        """;

    // Whether there is anything to hand over: the person's name is not read for a page that there is not.
    private const string AgreedQuery = """
        query ConsentAgreed($id: ID!) { refugee(id: $id) { consent { guardian } } }
        """;

    private static readonly Sheet Form = new([FormQuery], NeedsConsent: false, FormOf);
    private static readonly Sheet Receipt = new([AgreedQuery, ReceiptQuery], NeedsConsent: true, ReceiptOf);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper) },
    };

    public static IServiceCollection AddConsentPages(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptionsWithValidateOnStart<ConsentPageOptions, ConsentPageOptionsValidator>().Bind(configuration.GetSection(ConsentPageOptions.Section));
        services.AddSingleton(provider => ConsentTexts.Read(provider.GetRequiredService<IOptions<ConsentPageOptions>>().Value.Texts, []));
        services.AddSingleton<PageRenderer>();
        return services;
    }

    public static void MapConsentPages(this WebApplication app)
    {
        var pages = app.MapGroup("/consents/{id}").RequireCors(Cors.Configured).RequireRateLimiting(RateLimit.PerClient);
        pages.MapGet("/form", (HttpContext http, string id) => AnswerAsync(http, id, Form));
        pages.MapGet("/receipt", (HttpContext http, string id) => AnswerAsync(http, id, Receipt));
    }

    private static async Task AnswerAsync(HttpContext http, string id, Sheet sheet)
    {
        var languages = http.RequestServices.GetRequiredService<IReadOnlyDictionary<string, ConsentTexts>>();
        if (!languages.TryGetValue(http.Request.Query["language"] is [{ } wish] ? wish : DefaultLanguage, out var texts))
        {
            await new Refusal(400, "HTTP_400", "", $"The language of the page is one of {string.Join(", ", languages.Keys)}.").WriteAsync(http);
            return;
        }

        // An id of something else is nobody's id; the question is asked all the same, so that the answer is the same one.
        var person = GlobalId.TryDecode(id, out var type, out _) && type == nameof(Refugee) ? id : GlobalId.Encode(nameof(Refugee), 0);
        Person? found = null;
        foreach (var query in sheet.Queries)
        {
            (found, var refusal) = await AskAsync(http, query, person);
            if (refusal is null && (found is null || (sheet.NeedsConsent && found.Consent is null)))
                refusal = PrintedPage.NotFound;
            if (refusal is not null)
            {
                await refusal.WriteAsync(http);
                return;
            }
        }

        var html = await http.RequestServices.GetRequiredService<PageRenderer>().RenderAsync<Document, ConsentPage>(sheet.PageOf(found!, texts));
        await PrintedPage.WriteAsync(http, html, texts.Language);
    }

    private static async Task<(Person? Found, Refusal? Refusal)> AskAsync(HttpContext http, string query, string id)
    {
        var caller = http.GetCaller();
        using var answer = await http.RequestServices.GetRequiredService<RequestExecutor>().AskAsync(
            query, JsonSerializer.SerializeToElement(new { id }), caller.View, caller.CursorKey, http.RequestServices, http.RequestAborted);
        return answer.RootElement.TryGetProperty("errors", out var errors)
            ? (null, RefusalOf(errors))
            : (answer.RootElement.GetProperty("data").GetProperty("refugee").Deserialize<Person>(Json), null);
    }

    private static ConsentPage FormOf(Person person, ConsentTexts texts) => new(texts, person.Reference, person.FullName, null);

    private static ConsentPage ReceiptOf(Person person, ConsentTexts texts)
    {
        var consent = person.Consent!;
        return new ConsentPage(texts, person.Reference, person.FullName, new AgreedConsent(
            consent.Version,
            Moment.DayOf(consent.GivenAt.ToUniversalTime()).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            InDenmark(consent.ValidUntil),
            consent.Status == ConsentStatus.Expired,
            consent.Method,
            consent.Language.Endonym,
            consent.Guardian,
            consent.Grants));
    }

    private static string InDenmark(DateTime instant) => TimeZoneInfo
        .ConvertTimeFromUtc(instant.ToUniversalTime(), Moment.Zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static Refusal RefusalOf(JsonElement errors) => errors[0].GetProperty("extensions").GetProperty("code").GetString() switch
    {
        ErrorCodes.NotAuthenticated => Refusal.Request("The page needs a token in the header Authorization."),
        ErrorCodes.NotAuthorized => Refusal.Role("The page is for those who see a person with all of the consent."),
        ErrorCodes.AnswerOutdated => PrintedPage.Outdated,
        var code => throw new InvalidOperationException($"The page's own query was refused: {code}."),
    };

    /// <summary>A kind of page.</summary>
    /// <param name="Queries">What it asks the API, one after the other; the last one has all that stands on it.</param>
    /// <param name="NeedsConsent">Whether there is none without a consent.</param>
    /// <param name="PageOf">Puts it together.</param>
    private sealed record Sheet(IReadOnlyList<string> Queries, bool NeedsConsent, Func<Person, ConsentTexts, ConsentPage> PageOf);

    private sealed record Person(string Reference, PersonName Name, PersonConsent? Consent)
    {
        public string FullName => $"{Name.Given} {Name.Family}";
    }

    private sealed record PersonConsent(
        int Version, ConsentStatus Status, DateTime GivenAt, DateTime ValidUntil, ConsentMethod Method, string? Guardian, SpokenLanguage Language,
        IReadOnlyList<ConsentGrant> Grants);

    private sealed record SpokenLanguage(string Endonym);
}
