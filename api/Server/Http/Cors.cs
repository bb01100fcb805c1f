using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Http;

/// <summary>Settings of the origins whose pages may send requests from a browser (<c>Cors:…</c>).</summary>
internal sealed class CorsSettings
{
    public const string Section = "Cors";

    /// <summary>Permitted origins, for example <c>https://front.example.dk</c>. Empty permits none.</summary>
    public IList<string> Origins { get; set; } = [];
}

/// <summary>Validates <see cref="CorsSettings"/>.</summary>
internal sealed class CorsSettingsValidator : IValidateOptions<CorsSettings>
{
    public ValidateOptionsResult Validate(string? name, CorsSettings options)
    {
        var problems = options.Origins.Where(origin => !IsOrigin(origin))
            .Select(origin => $"Cors:Origins has '{origin}'; an origin is a scheme, a host and perhaps a port, such as https://front.example.dk.")
            .ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" && uri.GetLeftPart(UriPartial.Authority) == text;
}

/// <summary>Cross-origin policy of the GraphQL endpoint and of its schema.</summary>
internal static class Cors
{
    /// <summary>The policy's name, for <c>RequireCors</c>.</summary>
    public const string Configured = "configured";

    public static void Add(IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptionsWithValidateOnStart<CorsSettings, CorsSettingsValidator>().Bind(builder.Configuration.GetSection(CorsSettings.Section));
        services.AddCors();
        // The page itself sends the token. There is no cookie, so no credentials are permitted.
        services.AddOptions<CorsOptions>().Configure<IOptions<CorsSettings>>((cors, settings) => cors.AddPolicy(Configured, policy => policy
            .WithOrigins([.. settings.Value.Origins])
            .WithMethods("GET", "POST")
            .WithHeaders("Authorization", "Content-Type", "Accept", "Acting-Role", "Idempotency-Key", "GraphQL-Cost")
            .WithExposedHeaders("WWW-Authenticate", "Retry-After")
            .SetPreflightMaxAge(TimeSpan.FromHours(1))));
    }
}
