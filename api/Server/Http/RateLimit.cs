using System.Globalization;
using System.Threading.RateLimiting;
using Integration.Graph.Engine.Execution;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Identity;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Http;

/// <summary>Settings of the number of requests that one client may send (<c>RateLimit:…</c>).</summary>
internal sealed class RateLimitOptions
{
    public const string Section = "RateLimit";

    /// <summary>Requests per second that a client may send continuously.</summary>
    public int RequestsPerSecond { get; set; } = 50;

    /// <summary>Requests that a client may send at once, after a pause.</summary>
    public int Burst { get; set; } = 300;
}

/// <summary>Validates <see cref="RateLimitOptions"/>.</summary>
internal sealed class RateLimitOptionsValidator : IValidateOptions<RateLimitOptions>
{
    public ValidateOptionsResult Validate(string? name, RateLimitOptions options)
    {
        var problems = new List<string>();
        if (options.RequestsPerSecond < 1)
        {
            problems.Add($"RateLimit:RequestsPerSecond is {options.RequestsPerSecond}; it must be 1 or more.");
        }

        if (options.Burst < options.RequestsPerSecond)
        {
            problems.Add($"RateLimit:Burst is {options.Burst}; it must be RateLimit:RequestsPerSecond ({options.RequestsPerSecond}) or more.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}

/// <summary>
/// Limits requests by a token bucket for each client: a signed-in one by role and subject, any other by its address. Operations
/// over all of a client's WebSockets share a second bucket of the same size; events are not counted. Behind a proxy the address is
/// the client's only if <c>Proxies:Known</c> names the proxy.
/// </summary>
/// <remarks>
/// The limiters come from System.Threading.RateLimiting. ASP.NET Core's rate limiting middleware is not used: it creates a
/// limiter with a timer that nothing disposes, and the timer keeps a stopped server in memory.
/// </remarks>
internal static class RateLimit
{
    /// <summary>Metadata of the endpoints whose requests count against the client's bucket.</summary>
    public static readonly object Marker = new LimitedPerClient();

    public static void Add(IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptionsWithValidateOnStart<RateLimitOptions, RateLimitOptionsValidator>()
            .Bind(builder.Configuration.GetSection(RateLimitOptions.Section));
        services.AddSingleton(provider => PartitionedRateLimiter.Create<ConnectionCaller, string>(
            caller => RateLimitPartition.GetTokenBucketLimiter(caller.Key, _ => Bucket(provider))));
        services.AddOptions<GraphQLOptions>().Configure<IServiceProvider>((graph, provider) =>
            graph.Subscriptions.TakesOperation = caller => provider.GetRequiredService<PartitionedRateLimiter<ConnectionCaller>>().AttemptAcquire(caller).IsAcquired);
        services.AddSingleton(provider => PartitionedRateLimiter.Create<HttpContext, string>(
            http => RateLimitPartition.GetTokenBucketLimiter(ClientOf(http), _ => Bucket(provider))));
    }

    public static async Task TakeAsync(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<LimitedPerClient>() is not null)
        {
            using var lease = http.RequestServices.GetRequiredService<PartitionedRateLimiter<HttpContext>>().AttemptAcquire(http);
            if (!lease.IsAcquired)
            {
                await RefuseAsync(http, lease);
                return;
            }
        }

        await next(http);
    }

    private static string ClientOf(HttpContext http)
    {
        var caller = http.GetCaller();
        return caller.Role is null ? "address " + ClientAddress.Of(http.Connection.RemoteIpAddress) : $"{caller.Role} {caller.Subject}";
    }

    private static TokenBucketRateLimiterOptions Bucket(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<RateLimitOptions>>().Value;
        // Small portions: a client with an empty bucket waits for a moment, not for a whole second.
        var portion = Math.Max(1, options.RequestsPerSecond / 10);
        return new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.Burst,
            TokensPerPeriod = portion,
            ReplenishmentPeriod = TimeSpan.FromSeconds((double)portion / options.RequestsPerSecond),
            QueueLimit = 0,
        };
    }

    private static async Task RefuseAsync(HttpContext http, RateLimitLease lease)
    {
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 1;
        http.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        await new Refusal(StatusCodes.Status429TooManyRequests, ErrorCodes.RateLimited, "", $"Too many requests (RateLimit). Try again in {wait} s.")
            .WriteAsync(http);
    }

    private sealed class LimitedPerClient;
}
