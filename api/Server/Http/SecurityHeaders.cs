using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Http;

/// <summary>
/// Adds security headers to every response: <c>X-Content-Type-Options</c>, <c>Referrer-Policy</c>, a
/// <c>Content-Security-Policy</c>, and <c>Cache-Control: no-store</c> unless the response sets its own. Over HTTPS outside
/// Development it also adds <c>Strict-Transport-Security</c>.
/// </summary>
/// <remarks>
/// The first middleware of the pipeline. It sets the headers when the response starts, because a middleware that fails clears headers
/// set earlier. A page that needs a wider policy sets its own, see <see cref="ContentPolicies"/>.
/// </remarks>
internal sealed class SecurityHeaders(RequestDelegate next, IOptions<HttpsOptions> https, IHostEnvironment environment)
{
    private readonly string? _hsts = environment.IsDevelopment() || https.Value.Hsts <= TimeSpan.Zero
        ? null
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"max-age={(long)https.Value.Hsts.TotalSeconds}");

    public Task InvokeAsync(HttpContext http)
    {
        http.Response.OnStarting(() =>
        {
            Set(http);
            return Task.CompletedTask;
        });
        return next(http);
    }

    private void Set(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        if (headers.ContentSecurityPolicy.Count == 0)
        {
            headers.ContentSecurityPolicy = ContentPolicies.Nothing;
        }

        if (headers.CacheControl.Count == 0)
        {
            headers.CacheControl = "no-store";
        }
        // For localhost, a browser would use https for every other server on that machine too.
        if (_hsts is not null && http.Request.IsHttps && !IsLoopback(http.Request.Host.Host))
        {
            headers.StrictTransportSecurity = _hsts;
        }
    }

    private static bool IsLoopback(string host) => host is "localhost" or "127.0.0.1" or "[::1]";
}
