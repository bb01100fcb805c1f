using System.Globalization;
using System.Text.Json;
using Integration.Graph.Engine.Execution;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Hosting;
using Integration.Graph.Server.Http;
using Integration.Graph.Server.Http.Printing;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Sharing;
using Integration.Graph.Server.Storage;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Consents.Pages;

/// <summary>
/// The form that a person fills in and the receipt that they get: <c>/consents/{id}/form</c> and <c>/consents/{id}/receipt</c>,
/// the form for those who see the person with all of the consent, the receipt for everybody who sees the person with a consent. A page asks the
/// API what stands on it, so it shows what its reader may see, of the consent that of their own class, and stands in the ledger like any other answer.
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
          version status givenAt validUntil method guardian @ifPermitted language @ifPermitted { endonym } grants { recipient field } } } }
        """;

    // Whether there is anything to hand over: the person's name is not read for a page that there is not.
    private const string AgreedQuery = """
        query ConsentAgreed($id: ID!) { refugee(id: $id) { consent { version } } }
        """;

    private static readonly Sheet Form = new([FormQuery], NeedsConsent: false, FormOf, "The form is for those who see a person with all of the consent.");
    private static readonly Sheet Receipt = new([AgreedQuery, ReceiptQuery], NeedsConsent: true, ReceiptOf, "The receipt is for those who see a person with the consent.");

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper) },
    };

    public static IServiceCollection AddConsentPages(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptionsWithValidateOnStart<ConsentPageOptions, ConsentPageOptionsValidator>().Bind(configuration.GetSection(ConsentPageOptions.Section))
            .PostConfigure<IHostEnvironment>((options, environment) => options.Texts = configuration.PathOf(environment, options.Texts));
        services.AddSingleton(provider => ConsentTexts.Read(provider.GetRequiredService<IOptions<ConsentPageOptions>>().Value.Texts, []));
        return services;
    }

    public static void MapConsentPages(this WebApplication app)
    {
        var pages = app.MapGroup("/consents/{id}").RequireCors(Cors.Configured).LimitPerClient();
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
            (found, var refusal) = await AskAsync(http, sheet, query, person);
            if (refusal is null && (found is null || (sheet.NeedsConsent && found.Consent is null)))
                refusal = PrintedPage.NotFound;
            if (refusal is not null)
            {
                await refusal.WriteAsync(http);
                return;
            }
        }

        var page = sheet.PageOf(found!, texts, RecipientsFor(http.GetCaller())) with
        {
            Notices = PrintedPage.Notices(http.RequestServices.GetRequiredService<DataNotice>()),
        };
        var html = await PrintedPage.RenderAsync<Document, ConsentPage>(http, page);
        await PrintedPage.WriteAsync(http, html, texts.Language);
    }

    private static async Task<(Person? Found, Refusal? Refusal)> AskAsync(HttpContext http, Sheet sheet, string query, string id)
    {
        var caller = http.GetCaller();
        using var answer = await http.RequestServices.GetRequiredService<RequestExecutor>().AskAsync(
            query, JsonSerializer.SerializeToElement(new { id }), caller.View, caller.CursorKey, http.RequestServices, http.RequestAborted);
        return answer.RootElement.TryGetProperty("errors", out var errors)
            ? (null, RefusalOf(errors, sheet))
            : (answer.RootElement.GetProperty("data").GetProperty("refugee").Deserialize<Person>(Json), null);
    }

    private static ConsentPage FormOf(Person person, ConsentTexts texts, IReadOnlyList<RecipientClass> recipients) =>
        new(texts, person.Reference, person.FullName, recipients, null);

    private static ConsentPage ReceiptOf(Person person, ConsentTexts texts, IReadOnlyList<RecipientClass> recipients)
    {
        var consent = person.Consent!;
        return new ConsentPage(texts, person.Reference, person.FullName, recipients, new AgreedConsent(
            consent.Version,
            Moment.DayOf(consent.GivenAt.ToUniversalTime()).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            InDenmark(consent.ValidUntil),
            consent.Status == ConsentStatus.Expired,
            consent.Method,
            consent.Language?.Endonym,
            consent.Guardian,
            consent.Grants));
    }

    private static IReadOnlyList<RecipientClass> RecipientsFor(Caller caller) =>
        caller.Role is { } role && SharingTable.ClassOf(role) is { } own ? [own] : SharedWith.Recipients;

    private static string InDenmark(DateTime instant) => TimeZoneInfo
        .ConvertTimeFromUtc(instant.ToUniversalTime(), Moment.Zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static Refusal RefusalOf(JsonElement errors, Sheet sheet) => errors[0].GetProperty("extensions").GetProperty("code").GetString() switch
    {
        ErrorCodes.NotAuthenticated => Refusal.Request("The page needs a token in the header Authorization."),
        ErrorCodes.NotAuthorized => Refusal.Role(sheet.ForWhom),
        ErrorCodes.AnswerOutdated => PrintedPage.Outdated,
        ErrorCodes.TimedOut => PrintedPage.TimedOut,
        var code => throw new InvalidOperationException($"The page's own query was refused: {code}."),
    };

    /// <summary>A kind of page.</summary>
    /// <param name="Queries">What it asks the API, one after the other; the last one has all that stands on it.</param>
    /// <param name="NeedsConsent">Whether there is none without a consent.</param>
    /// <param name="PageOf">Puts it together, for the classes that its reader may know of.</param>
    /// <param name="ForWhom">What everybody else is told.</param>
    private sealed record Sheet(
        IReadOnlyList<string> Queries, bool NeedsConsent, Func<Person, ConsentTexts, IReadOnlyList<RecipientClass>, ConsentPage> PageOf, string ForWhom);

    private sealed record Person(string Reference, PersonName? Name, PersonConsent? Consent)
    {
        public string? FullName => Name is null ? null : $"{Name.Given} {Name.Family}";
    }

    private sealed record PersonConsent(
        int Version, ConsentStatus Status, DateTime GivenAt, DateTime ValidUntil, ConsentMethod Method, string? Guardian, SpokenLanguage? Language,
        IReadOnlyList<ConsentGrant> Grants);

    private sealed record SpokenLanguage(string Endonym);
}
