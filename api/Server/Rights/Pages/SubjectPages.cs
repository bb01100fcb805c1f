using System.Text.Json;
using Integration.Graph.Engine.Execution;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Http.Printing;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.ReferenceData;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Sharing;
using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server.Rights.Pages;

/// <summary>
/// Serves <c>/subjects/{id}/export</c>: the data of <c>exportSubjectData</c> as a page for printing, for the data protection
/// officer who has opened the person.
/// </summary>
internal static class SubjectPages
{
    public static async Task AnswerAsync(HttpContext http, string id)
    {
        var caller = http.GetCaller();
        if (SharingTable.Of(caller.Role, "Mutation", SubjectExport.Name) is null)
        {
            await (caller.Role is null
                ? Refusal.Request("This page needs a token in the Authorization header.")
                : Refusal.Role("This page is only for data protection officers.")).WriteAsync(http);
            return;
        }

        var (language, texts) = http.Request.Query["language"] is [{ } wish]
            ? SubjectPage.Languages.FirstOrDefault(x => x.Key == wish)
            : SubjectPage.Languages[0];
        if (texts is null)
        {
            await new Refusal(400, "HTTP_400", "", $"The page does not exist in this language. Use one of: {string.Join(", ", SubjectPage.Languages.Select(x => x.Key))}.").WriteAsync(http);
            return;
        }

        var (data, refusal) = await ReadAsync(http, caller, id);
        if (refusal is not null)
        {
            await refusal.WriteAsync(http);
            return;
        }

        using var document = JsonDocument.Parse(data!.ToJson());
        var services = http.RequestServices;
        var html = await PrintedPage.RenderAsync<SubjectDocument, SubjectPage>(http, new SubjectPage(
            language, texts, services.GetRequiredService<ReferenceTables>(), document.RootElement, PrintedPage.Notices(services.GetRequiredService<DataNotice>())));
        await PrintedPage.WriteAsync(http, html, language);
    }

    private static async Task<(SubjectData? Data, Refusal? Refusal)> ReadAsync(HttpContext http, Caller caller, string id)
    {
        var number = GlobalId.TryDecode(id, out var type, out var found) && type == nameof(Refugee) ? found : 0;
        var services = http.RequestServices;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        timeout.CancelAfter(services.GetRequiredService<GraphQLOptions>().ExecutionTimeout);
        try
        {
            var data = await SubjectExport.HandOutAsync(
                services.GetRequiredService<GraphContext>(), caller, services.GetRequiredService<Ledger>(), services.GetRequiredService<TimeProvider>(),
                x => x.Id == number, timeout.Token);
            return (data, data is null ? PrintedPage.NotFound : null);
        }
        catch (GraphQLException outdated) when (outdated.Code == ErrorCodes.AnswerOutdated)
        {
            return (null, PrintedPage.Outdated);
        }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
        {
            return (null, PrintedPage.TimedOut);
        }
    }
}
