using Integration.Graph.Server.Http;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace Integration.Graph.Server.Ide;

/// <summary>Serves the query page at <c>/ide/</c>: GraphiQL, as built by <c>QueryPage.targets</c>.</summary>
internal static class QueryPage
{
    private const string Missing = """
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><title>Query page – Integration.Graph</title></head>
        <body>
        <h1>The query page is not part of this build</h1>
        <p>It is built with Node.js, which was missing, or could not install packages, when the server was built. Install Node.js 20
        or newer with npm, run <code>dotnet build api/Server</code>, which reports any problem, and start the server again.</p>
        <p>The API itself is at <a href="../graphql">/graphql</a>, and its schema is at <a href="../graphql/schema">/graphql/schema</a>.</p>
        </body>
        </html>
        """;

    /// <param name="app">The application.</param>
    /// <param name="folder">The folder of the built page.</param>
    public static void Map(WebApplication app, string folder)
    {
        var isBuilt = File.Exists(Path.Combine(folder, "index.html"));
        app.Map("/ide", page =>
        {
            page.Use((http, next) =>
            {
                var headers = http.Response.Headers;
                headers.ContentSecurityPolicy = ContentPolicies.QueryPage;
                headers["Cross-Origin-Resource-Policy"] = "same-origin";
                headers.CacheControl = "no-cache";
                if (http.Request.Path.HasValue)
                {
                    return next(http);
                }
                // Links on the page are relative, so its address needs the slash. The framework's own redirect would repeat
                // the request's
                // scheme and host.
                http.Response.StatusCode = StatusCodes.Status301MovedPermanently;
                headers.Location = "/ide/" + http.Request.QueryString.ToUriComponent();
                return Task.CompletedTask;
            });
            if (!isBuilt)
            {
                page.Run(http => Results.Content(Missing, "text/html; charset=utf-8", statusCode: StatusCodes.Status404NotFound).ExecuteAsync(http));
                return;
            }

            page.UseFileServer(new FileServerOptions
            {
                FileProvider = new PhysicalFileProvider(folder),
                RedirectToAppendTrailingSlash = false,
                StaticFileOptions = { OnPrepareResponse = KeepForEver },
            });
        });
    }

    /// <summary>
    /// Permits caching of scripts and styles, whose names contain a hash of their content. The page itself has no such name.
    /// </summary>
    private static void KeepForEver(Microsoft.AspNetCore.StaticFiles.StaticFileResponseContext file)
    {
        if (file.Context.Request.Path.StartsWithSegments("/assets", StringComparison.OrdinalIgnoreCase))
        {
            file.Context.Response.Headers[HeaderNames.CacheControl] = "public, max-age=31536000, immutable";
        }
    }
}
