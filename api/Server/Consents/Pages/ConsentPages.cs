using System.Globalization;
using System.Text.Json;
using Integration.Graph.Engine.Execution;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Http.Printing;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.ReferenceData;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Sharing;
using Integration.Graph.Server.Time;

namespace Integration.Graph.Server.Consents.Pages;

/// <summary>
/// Serves the form that a person fills in (<c>/consents/{id}/form</c>) and the receipt that the person gets
/// (<c>/consents/{id}/receipt</c>). The form is for roles that see the whole consent, the receipt for every role that sees the
/// person's consent. A page queries the API for its content. So it shows only what its reader may see, and each page has its
/// ledger entry like any other response.
/// </summary>
internal static class ConsentPages
{
    private const string DefaultLanguage = "da";

    // Selects the guardian so that only roles that see the whole consent may run the query.
    private const string FormQuery = """
        query ConsentForm($id: ID!) { refugee(id: $id) { reference name { given family } consent { guardian } } }
        """;

    private const string ReceiptQuery = """
        query ConsentReceipt($id: ID!) { refugee(id: $id) { reference name { given family } consent {
          version status givenAt validUntil method guardian @ifPermitted language @ifPermitted { endonym } grants { recipient field } } } }
        """;

    // Checks whether there is a consent, so that the name is not read, and disclosed, for a receipt that does not exist.
    private const string AgreedQuery = """
        query ConsentAgreed($id: ID!) { refugee(id: $id) { consent { version } } }
        """;

    private static readonly Sheet Form = new([FormQuery], NeedsConsent: false, FormOf, "The form is only for roles that see the whole consent of a person.");
    private static readonly Sheet Receipt = new([AgreedQuery, ReceiptQuery], NeedsConsent: true, ReceiptOf, "The receipt is only for roles that see the consent of a person.");

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(EnumNames.JsonPolicy) },
    };

    public static Task AnswerFormAsync(HttpContext http, string id) => AnswerAsync(http, id, Form);

    public static Task AnswerReceiptAsync(HttpContext http, string id) => AnswerAsync(http, id, Receipt);

    private static async Task AnswerAsync(HttpContext http, string id, Sheet sheet)
    {
        var languages = http.RequestServices.GetRequiredService<IReadOnlyDictionary<string, ConsentTexts>>();
        if (!languages.TryGetValue(http.Request.Query["language"] is [{ } wish] ? wish : DefaultLanguage, out var texts))
        {
            await new Refusal(400, "HTTP_400", "", $"The page does not exist in this language. Use one of: {string.Join(", ", languages.Keys)}.").WriteAsync(http);
            return;
        }

        // The id of another type counts as an unknown id. The query runs anyway, so that the response is the same.
        var person = GlobalId.TryDecode(id, out var type, out _) && type == nameof(Refugee) ? id : GlobalId.Encode(nameof(Refugee), 0);
        Person? found = null;
        foreach (var query in sheet.Queries)
        {
            (found, var refusal) = await AskAsync(http, sheet, query, person);
            if (refusal is null && (found is null || (sheet.NeedsConsent && found.Consent is null)))
            {
                refusal = PrintedPage.NotFound;
            }

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
        ErrorCodes.NotAuthenticated => Refusal.Request("This page needs a token in the Authorization header."),
        ErrorCodes.NotAuthorized => Refusal.Role(sheet.ForWhom),
        ErrorCodes.AnswerOutdated => PrintedPage.Outdated,
        ErrorCodes.TimedOut => PrintedPage.TimedOut,
        var code => throw new InvalidOperationException($"The page's own query failed with {code}."),
    };

    /// <summary>One kind of page: form or receipt.</summary>
    /// <param name="Queries">Queries to the API, in order. The last one returns the page's content.</param>
    /// <param name="NeedsConsent">Whether the page exists only for a person with a consent.</param>
    /// <param name="PageOf">Creates the page for the recipient classes that the reader may see.</param>
    /// <param name="ForWhom">Error message for other roles.</param>
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
