using Integration.Graph.Site.Output;

namespace Integration.Graph.Server.Http;

/// <summary>Registers what comes before GraphQL and around it.</summary>
internal static class HttpRegistration
{
    /// <summary>Adds telemetry, compression, CORS, the rate limit, proxies, HTTPS enforcement and the printing of pages.</summary>
    public static void AddHttp(this IHostApplicationBuilder builder)
    {
        Observability.Add(builder);
        Compression.Add(builder);
        Cors.Add(builder);
        RateLimit.Add(builder);
        Proxies.Add(builder);
        HttpsOnly.Add(builder);
        builder.Services.AddSingleton<PrintedSchemas>();
        builder.Services.AddSingleton<PageRenderer>();
    }

    /// <summary>Adds the middleware that comes before the caller is known.</summary>
    /// <remarks>
    /// The order matters. Headers and the response to a failure apply to every response. <see cref="HttpsOnly"/> needs the scheme
    /// that a proxy sent.
    /// </remarks>
    public static void UseHttp(this WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<FailureMiddleware>();
        Proxies.Use(app);
        app.UseMiddleware<HttpsOnly>();
        app.UseMiddleware<OutageMiddleware>();
        app.UseResponseCompression();
        app.UseCors();
    }

    /// <summary>
    /// Refuses requests to the endpoints of <see cref="LimitPerClient"/> with 429 if the client's bucket is empty. Must come
    /// after the caller is known.
    /// </summary>
    public static void UseRateLimit(this IApplicationBuilder app) => app.Use(RateLimit.TakeAsync);

    /// <summary>
    /// Maps <c>/graphql/schema</c>, <c>/health/live</c> (the process responds) and <c>/health/ready</c> (the database responds
    /// too).
    /// </summary>
    public static void MapHttp(this WebApplication app)
    {
        app.MapGet("/graphql/schema", SchemaEndpoint.Answer).RequireCors(Cors.Configured).LimitPerClient();
        app.MapGet("/health/live", () => Results.Text("live")).AllowPlainHttp();
        app.MapGet("/health/ready", Health.AnswerAsync).AllowPlainHttp();
    }

    /// <summary>Makes requests to these endpoints count against the client's bucket.</summary>
    public static TBuilder LimitPerClient<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(RateLimit.Marker);

    /// <summary>Makes the endpoint accept plain HTTP too. Its requests and responses must hold no secret.</summary>
    public static TBuilder AllowPlainHttp<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new PlainHttpAllowed());
}
