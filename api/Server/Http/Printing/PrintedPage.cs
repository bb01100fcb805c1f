using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.ReferenceData;
using Integration.Graph.Site.Output;
using Microsoft.AspNetCore.Components;

namespace Integration.Graph.Server.Http.Printing;

/// <summary>A printable page with a person's values.</summary>
internal static class PrintedPage
{
    /// <summary>Contact address, the same as on the statistics site.</summary>
    public const string Contact = "integration@rodekors.dk";

    /// <summary>The response for a page that does not exist and for one that the caller may not see.</summary>
    public static readonly Refusal NotFound = new(404, "NOT_FOUND", "", "There is no such page that you may see.");

    /// <summary>The response if the person changed during every attempt to create the page.</summary>
    public static readonly Refusal Outdated = new(503, ErrorCodes.AnswerOutdated, "",
        "The person's record changed during every attempt to create the page. Request the page again in a few seconds.");

    /// <summary>Keys of the notices at the beginning of every page, about the data behind it.</summary>
    public static IReadOnlyList<string> Notices(DataNotice data) =>
    [
        .. data.IsDemonstration ? ["notice.demonstration"] : Array.Empty<string>(),
        .. data.HasAssumptions ? ["notice.assumptions"] : Array.Empty<string>(),
    ];

    /// <summary>The page's queries took longer than an operation may take.</summary>
    public static readonly Refusal TimedOut = new(504, ErrorCodes.TimedOut, "",
        "The page could not be created within the execution time-out (GraphQL:ExecutionTimeout). Request it again later.");

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

    /// <summary>Sends the page with headers that forbid caching and scripts.</summary>
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
