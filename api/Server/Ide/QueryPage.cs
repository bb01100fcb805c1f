using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace Integration.Graph.Server.Ide;

/// <summary>Serves the query page at <c>/ide/</c>: GraphiQL, as <c>QueryPage.targets</c> has built it.</summary>
internal static class QueryPage
{
    // The editor sets styles from its script and draws with data: images. All else comes from here, workers included.
    private const string ContentSecurityPolicy =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; worker-src 'self'; "
        + "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private const string Missing = """
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><title>Query page – Integration.Graph</title></head>
        <body>
        <h1>The query page is not part of this build</h1>
        <p>It is made with Node.js, which was missing, or could not install packages, when the server was built. Install Node.js 20
        or newer with npm, run <code>dotnet build api/Server</code>, which says what is wrong if anything is, and start the server again.</p>
        <p>The API itself answers at <a href="../graphql">/graphql</a>, and its schema is at <a href="../graphql/schema">/graphql/schema</a>.</p>
        </body>
        </html>
        """;

    /// <param name="app">The application.</param>
    /// <param name="folder">Where the page lies; beside the server unless said otherwise.</param>
    public static void MapQueryPage(this WebApplication app, string? folder = null)
    {
        folder ??= Path.Combine(AppContext.BaseDirectory, "ide");
        var isBuilt = File.Exists(Path.Combine(folder, "index.html"));
        app.Map("/ide", page =>
        {
            page.Use((http, next) =>
            {
                var headers = http.Response.Headers;
                headers.ContentSecurityPolicy = ContentSecurityPolicy;
                headers.XContentTypeOptions = "nosniff";
                headers["Referrer-Policy"] = "no-referrer";
                headers["Cross-Origin-Resource-Policy"] = "same-origin";
                headers.CacheControl = "no-cache";
                return next(http);
            });
            if (!isBuilt)
            {
                page.Run(http => Results.Content(Missing, "text/html; charset=utf-8", statusCode: StatusCodes.Status404NotFound).ExecuteAsync(http));
                return;
            }

            page.UseFileServer(new FileServerOptions
            {
                FileProvider = new PhysicalFileProvider(folder),
                StaticFileOptions = { OnPrepareResponse = KeepForEver },
            });
        });
    }

    /// <summary>Scripts and styles bear a hash of their content in their names; the page that names them does not.</summary>
    private static void KeepForEver(Microsoft.AspNetCore.StaticFiles.StaticFileResponseContext file)
    {
        if (file.Context.Request.Path.StartsWithSegments("/assets", StringComparison.OrdinalIgnoreCase))
        {
            file.Context.Response.Headers[HeaderNames.CacheControl] = "public, max-age=31536000, immutable";
        }
    }
}
