using Integration.Graph.Server.Http;
using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Integration.Graph.Server.Coverage;

/// <summary>Serves the published statistics site for all paths without an endpoint.</summary>
internal static class StatisticsSiteEndpoints
{
    // Paths with these prefixes belong to other endpoints, which also respond to unknown paths below them.
    private static readonly PathString[] OfOthers = ["/graphql", "/ide", "/health", "/dev"];

    public static Task AnswerAsync(HttpContext http, PublishedSite published, RequestDelegate next) =>
        IsOurs(http) ? AnswerAsync(http, published) : next(http);

    private static bool IsOurs(HttpContext http) =>
        http.GetEndpoint() is null
        && (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method))
        && !OfOthers.Any(prefix => http.Request.Path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase));

    private static Task AnswerAsync(HttpContext http, PublishedSite published)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicies.Site;
        headers["Cross-Origin-Resource-Policy"] = "same-origin";

        var site = published.Current;
        if (site is null && !published.IsPublishedHere)
        {
            headers.CacheControl = "no-store";
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return SendAsync(http, "Der er ingen statistik her.\nThere is no statistics site here.\n"u8.ToArray(), "text/plain; charset=utf-8");
        }
        if (site is null)
        {
            headers.RetryAfter = "5";
            headers.CacheControl = "no-store";
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return SendAsync(http, "Siden er ved at blive lavet. Prøv igen om lidt.\nThe site is being generated. Try again in a moment.\n"u8.ToArray(), "text/plain; charset=utf-8");
        }

        var path = (http.Request.Path.Value ?? "/").TrimStart('/');
        var file = path.Length == 0 || path.EndsWith('/') ? path + "index.html" : path;
        if (site.Find(file) is { } found)
        {
            headers.CacheControl = "public, max-age=300";
            headers.ETag = found.ETag;
            if (IsKnown(http.Request.GetTypedHeaders(), found.ETag))
            {
                http.Response.StatusCode = StatusCodes.Status304NotModified;
                return Task.CompletedTask;
            }
            return SendAsync(http, found.Content, found.ContentType);
        }
        if (site.Has(path + "/index.html"))
        {
            // Links on the pages are relative and need the slash at the end of the path.
            http.Response.Redirect($"{http.Request.PathBase}/{EncodedPath(path)}/", permanent: true);
            return Task.CompletedTask;
        }
        headers.CacheControl = "no-store";
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        var missing = site.Find(path.StartsWith("en/", StringComparison.Ordinal) ? "en/404.html" : "404.html");
        return missing is null ? Task.CompletedTask : SendAsync(http, missing.Content, missing.ContentType);
    }

    private static string EncodedPath(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    private static bool IsKnown(RequestHeaders request, string etag) =>
        request.IfNoneMatch.Any(known => known.Compare(new EntityTagHeaderValue(new StringSegment(etag)), useStrongComparison: false)
            || known.Equals(EntityTagHeaderValue.Any));

    private static Task SendAsync(HttpContext http, byte[] content, string contentType)
    {
        http.Response.ContentType = contentType;
        http.Response.ContentLength = content.Length;
        return HttpMethods.IsHead(http.Request.Method)
            ? Task.CompletedTask
            : http.Response.Body.WriteAsync(content, http.RequestAborted).AsTask();
    }
}
