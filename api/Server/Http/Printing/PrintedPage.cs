using Integration.Graph.Engine.Execution;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Storage;
using Integration.Graph.Site.Output;
using Microsoft.AspNetCore.Components;

namespace Integration.Graph.Server.Http.Printing;

/// <summary>A page for printing with somebody's personal values on it.</summary>
internal static class PrintedPage
{
    /// <summary>Whom to write to, as the statistics site says too.</summary>
    public const string Contact = "integration@rodekors.dk";

    /// <summary>The one answer for what is not there and what the caller may not see.</summary>
    public static readonly Refusal NotFound = new(404, "NOT_FOUND", "", "There is no such page that you may see.");

    /// <summary>The person changed while the page was made, as often as it was tried.</summary>
    public static readonly Refusal Outdated = new(503, ErrorCodes.AnswerOutdated, "",
        "What stands on the page changed each time that it was being made. Nothing is wrong with it; ask for it again in a few seconds.");

    /// <summary>Keys of the texts that every page begins with: what its reader must know about the data behind it.</summary>
    public static IReadOnlyList<string> Notices(DataNotice data) =>
    [
        .. data.IsDemonstration ? ["notice.demonstration"] : Array.Empty<string>(),
        .. data.HasAssumptions ? ["notice.assumptions"] : Array.Empty<string>(),
    ];

    /// <summary>The page's queries took longer than an operation may take.</summary>
    public static readonly Refusal TimedOut = new(504, ErrorCodes.TimedOut, "",
        "The page could not be made within the execution time-out (GraphQL:ExecutionTimeout). Request it again later.");

    /// <summary>Adds what all printed pages need.</summary>
    public static IServiceCollection AddPrintedPages(this IServiceCollection services) => services.AddSingleton<PageRenderer>();

    /// <summary>Returns the HTML of a document, whose components receive the page as a cascading value.</summary>
    public static Task<string> RenderAsync<TDocument, TPage>(HttpContext http, TPage page)
        where TDocument : IComponent =>
        http.RequestServices.GetRequiredService<PageRenderer>().RenderAsync<CascadingValue<TPage>>(new Dictionary<string, object?>
        {
            [nameof(CascadingValue<>.Value)] = page,
            [nameof(CascadingValue<>.IsFixed)] = true,
            [nameof(CascadingValue<>.ChildContent)] = (RenderFragment)(content =>
            {
                content.OpenComponent<TDocument>(0);
                content.CloseComponent();
            }),
        });

    /// <summary>Answers it so that nobody keeps it and nothing runs in it.</summary>
    public static Task WriteAsync(HttpContext http, string html, string language)
    {
        var headers = http.Response.Headers;
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = ContentPolicies.Printed(PrintedStyle.Source);
        headers.ContentLanguage = language;
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.WriteAsync(html, http.RequestAborted);
    }
}
