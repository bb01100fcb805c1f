using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Http;

/// <summary>
/// Puts on every answer what keeps a browser from guessing, leaking and running: <c>X-Content-Type-Options</c>,
/// <c>Referrer-Policy</c>, a <c>Content-Security-Policy</c>, and <c>Cache-Control: no-store</c> where the answer does not say
/// that it may be kept. Over HTTPS outside Development also <c>Strict-Transport-Security</c>.
/// </summary>
/// <remarks>
/// The first step of the pipeline. It works when the answer starts, because a step that fails half-way clears what was set. A page
/// that needs a wider policy sets it itself, see <see cref="ContentPolicies"/>.
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
            headers.ContentSecurityPolicy = ContentPolicies.Nothing;
        if (headers.CacheControl.Count == 0)
            headers.CacheControl = "no-store";
        // A browser that took it for localhost would ask every other server on that machine by https too.
        if (_hsts is not null && http.Request.IsHttps && !IsLoopback(http.Request.Host.Host))
            headers.StrictTransportSecurity = _hsts;
    }

    private static bool IsLoopback(string host) => host is "localhost" or "127.0.0.1" or "[::1]";
}
