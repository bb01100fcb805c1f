using Integration.Graph.Server.Identity;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Http;

/// <summary>Settings of HTTPS enforcement (<c>Https:…</c>).</summary>
internal sealed class HttpsOptions
{
    public const string Section = "Https";

    /// <summary>
    /// <c>true</c> or <c>false</c>: whether plain HTTP is redirected to HTTPS or refused. Default: <c>true</c> outside Development if the
    /// server can tell the two apart, by its own https address, by <c>Proxies:Known</c> or by <see cref="Port"/>.
    /// </summary>
    public string Redirect { get; set; } = "";

    /// <summary>The HTTPS port that clients use; 0 for the server's own https port, or 443 behind a proxy.</summary>
    public int Port { get; set; }

    /// <summary>
    /// How long browsers use HTTPS only after a visit (<c>Strict-Transport-Security</c>), outside Development. Zero sends no
    /// header.
    /// </summary>
    public TimeSpan Hsts { get; set; } = TimeSpan.FromDays(365);
}

/// <summary>Validates <see cref="HttpsOptions"/>.</summary>
internal sealed class HttpsOptionsValidator : IValidateOptions<HttpsOptions>
{
    public ValidateOptionsResult Validate(string? name, HttpsOptions options)
    {
        var problems = new List<string>();
        if (options.Redirect.Length > 0 && !bool.TryParse(options.Redirect, out _))
        {
            problems.Add($"Https:Redirect is '{options.Redirect}'; it must be true or false.");
        }

        if (options.Port is < 0 or > 65535)
        {
            problems.Add($"Https:Port is {options.Port}; it must be a port, or 0 for the server's own.");
        }

        if (options.Hsts < TimeSpan.Zero)
        {
            problems.Add($"Https:Hsts is {options.Hsts}; it must be 0 or a span such as 365.00:00:00.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}

/// <summary>
/// Redirects a browser that requests a page over plain HTTP to HTTPS, and refuses every other plain HTTP request.
/// </summary>
/// <remarks>
/// A request with a token is refused and not redirected. Its token has already crossed the network unencrypted, and a redirect
/// would hide that from the client, which would go on sending it. The same applies to requests with a body and to WebSockets,
/// whose token follows in the first message.
/// </remarks>
internal sealed partial class HttpsOnly
{
    public const string Code = "HTTPS_REQUIRED";
    private const int UsualPort = 443;

    private static readonly Refusal Refused = new(403, Code, "",
        "This server accepts requests over HTTPS only, and this request used plain HTTP. Send it over HTTPS. Others may have read a token sent with it.");

    private readonly RequestDelegate _next;
    private readonly ILogger<HttpsOnly> _logger;
    private readonly Lazy<int?> _port;
    private int _saidUnsaid;

    public HttpsOnly(
        RequestDelegate next, IServer server, IHostApplicationLifetime lifetime, IOptions<HttpsOptions> https, IOptions<ProxyOptions> proxies,
        IHostEnvironment environment, ILogger<HttpsOnly> logger)
    {
        _next = next;
        _logger = logger;
        // The addresses are known once the server listens.
        _port = new Lazy<int?>(() => PortOf(https.Value, proxies.Value.Known.Count > 0, OwnPort(server), environment.IsDevelopment()));
        if (!environment.IsDevelopment() && https.Value.Redirect.Length == 0)
        {
            lifetime.ApplicationStarted.Register(() =>
            {
                if (_port.Value is null)
                {
                    LogPlain();
                }
            });
        }
    }

    public static void Add(IHostApplicationBuilder builder) => builder.Services
        .AddOptionsWithValidateOnStart<HttpsOptions, HttpsOptionsValidator>().Bind(builder.Configuration.GetSection(HttpsOptions.Section));

    public Task InvokeAsync(HttpContext http)
    {
        if (http.Request.IsHttps || _port.Value is not { } port || http.GetEndpoint()?.Metadata.GetMetadata<PlainHttpAllowed>() is not null)
        {
            return _next(http);
        }

        if (http.Features.Get<Proxies.UnsaidScheme>() is not null)
        {
            // A redirect would send the client back to the same proxy, in an endless loop.
            if (Interlocked.Exchange(ref _saidUnsaid, 1) == 0)
            {
                LogUnsaid();
            }

            return _next(http);
        }

        var request = http.Request;
        if ((!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
            || request.Headers.Authorization.Count > 0 || http.WebSockets.IsWebSocketRequest || request.Headers.Upgrade.Count > 0 || !request.Host.HasValue)
        {
            return Refused.WriteAsync(http);
        }

        var host = port == UsualPort ? new HostString(request.Host.Host) : new HostString(request.Host.Host, port);
        http.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
        http.Response.Headers.Location = UriHelper.BuildAbsolute("https", host, request.PathBase, request.Path, request.QueryString);
        return Task.CompletedTask;
    }

    private static int? PortOf(HttpsOptions options, bool hasProxies, int? own, bool isDevelopment)
    {
        var insists = bool.TryParse(options.Redirect, out var wanted)
            ? wanted
            : !isDevelopment && (hasProxies || own is not null || options.Port > 0);
        return !insists ? null : options.Port > 0 ? options.Port : hasProxies ? UsualPort : own ?? UsualPort;
    }

    private static int? OwnPort(IServer server) => server.Features.Get<IServerAddressesFeature>()?.Addresses
        .Where(address => address.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        .Select(address => (int?)BindingAddress.Parse(address).Port).FirstOrDefault();

    [LoggerMessage(LogLevel.Warning, "The server cannot tell HTTPS from plain HTTP, so it accepts both, and tokens may cross the network unencrypted. "
        + "Name the proxy that ends TLS in Proxies:Known, or listen on an https address. Set Https:Redirect=false if a proxy refuses plain HTTP.")]
    private partial void LogPlain();

    [LoggerMessage(LogLevel.Warning, "A proxy of Proxies:Known sends no usable X-Forwarded-Proto, so the server cannot tell HTTPS from plain HTTP. "
        + "Configure the proxy to set the header to http or https.")]
    private partial void LogUnsaid();
}

/// <summary>Metadata of endpoints that also accept plain HTTP, for probes on the machine or in the cluster.</summary>
internal sealed class PlainHttpAllowed;
