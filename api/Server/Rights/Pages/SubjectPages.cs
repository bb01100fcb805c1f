using System.Text.Json;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Http;
using Integration.Graph.Server.Http.Printing;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Sharing;
using Integration.Graph.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Rights.Pages;

/// <summary>
/// <c>/subjects/{id}/export</c>: what <c>exportSubjectData</c> answers, as a page for printing, for the data protection
/// officer who has opened the person.
/// </summary>
internal static class SubjectPages
{
    private const string Operation = "exportSubjectData";
    private const int Attempts = 10;

    public static void MapSubjectPages(this WebApplication app) =>
        app.MapGet("/subjects/{id}/export", AnswerAsync).RequireCors(Cors.Configured).RequireRateLimiting(RateLimit.PerClient);

    private static async Task AnswerAsync(HttpContext http, string id)
    {
        var caller = http.GetCaller();
        if (SharingTable.Of(caller.Role, "Mutation", Operation) is null)
        {
            await (caller.Role is null
                ? Refusal.Request("The page needs a token in the header Authorization.")
                : Refusal.Role("The page is for data protection officers.")).WriteAsync(http);
            return;
        }

        var (language, texts) = http.Request.Query["language"] is [{ } wish]
            ? SubjectPage.Languages.FirstOrDefault(x => x.Key == wish)
            : SubjectPage.Languages[0];
        if (texts is null)
        {
            await new Refusal(400, "HTTP_400", "", $"The language of the page is one of {string.Join(", ", SubjectPage.Languages.Select(x => x.Key))}.").WriteAsync(http);
            return;
        }

        if (await ReadAsync(http, caller, id) is not { } data)
        {
            await PrintedPage.NotFound.WriteAsync(http);
            return;
        }

        using var document = JsonDocument.Parse(data.ToJson());
        var html = await http.RequestServices.GetRequiredService<PageRenderer>()
            .RenderAsync<SubjectDocument, SubjectPage>(new SubjectPage(language, texts, document.RootElement));
        await PrintedPage.WriteAsync(http, html, language);
    }

    /// <summary>Null if the caller has not opened the person; the ledger has its entry when this returns.</summary>
    private static async Task<SubjectData?> ReadAsync(HttpContext http, Caller caller, string id)
    {
        var number = GlobalId.TryDecode(id, out var type, out var found) && type == nameof(Refugee) ? found : 0;
        var db = http.RequestServices.GetRequiredService<GraphContext>();
        var ledger = http.RequestServices.GetRequiredService<Ledger>();
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var at = Moment.Of(http.RequestServices.GetRequiredService<TimeProvider>());
            using var disclosed = new DisclosedPersons();
            disclosed.Begin(ledger);
            var person = await VisibleRows.Of<Refugee>(db, caller, at).AsNoTracking().Where(x => x.Id == number)
                .Select(x => new { x.Id, x.Version, Consent = (int?)x.Consent!.Version }).SingleOrDefaultAsync(http.RequestAborted);
            if (person is null)
                return null;
            var data = await SubjectData.ReadAsync(db, person.Id, at, http.RequestAborted);
            disclosed.Add(data.Reference, SharedFields.All, person.Consent ?? 0, person.Version);
            // Made again if the person has changed meanwhile.
            if (await ledger.RecordAsync(caller, at.Now, Operation, "", disclosed))
                return data;
        }

        throw new InvalidOperationException("The person's record changes faster than it can be read.");
    }
}
