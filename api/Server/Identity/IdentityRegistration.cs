using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Identity;

/// <summary>Registers the services of tokens and callers.</summary>
internal static class IdentityRegistration
{
    /// <summary>
    /// Adds the services for tokens, roles and scopes. Problems in the settings are reported when the host starts, together
    /// with those of other settings.
    /// </summary>
    public static void AddIdentity(this IHostApplicationBuilder builder)
    {
        var (services, configuration) = (builder.Services, builder.Configuration);
        services.AddOptionsWithValidateOnStart<AuthenticationSettings, AuthenticationSettingsValidator>()
            .Bind(configuration.GetSection(AuthenticationSettings.Section))
            .Configure(settings => settings.ReadMaps(configuration.GetSection(AuthenticationSettings.Section)));
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<DevelopmentIssuer>();
        services.AddSingleton<OpenIdKeySource>();
        services.AddSingleton<IKeySource>(provider => provider.GetRequiredService<IOptions<AuthenticationSettings>>()
            .Value.UsesDevelopmentIssuer(provider.GetRequiredService<IHostEnvironment>())
                ? provider.GetRequiredService<DevelopmentIssuer>()
                : provider.GetRequiredService<OpenIdKeySource>());
        services.AddSingleton<ClaimRules>();
        services.AddSingleton<ScopeDirectory>();
        services.AddSingleton<TokenValidator>();
        services.AddSingleton<CallerCache>();
        services.AddOptionsWithValidateOnStart<BadTokenOptions, BadTokenOptionsValidator>()
            .Bind(configuration.GetSection(BadTokenOptions.Section));
        services.AddSingleton<BadTokens>();
        services.AddSingleton<BadTokenReport>();
        services.AddHostedService(provider => provider.GetRequiredService<BadTokenReport>());
        services.AddSingleton<ICallerResolver, CallerResolver>();
    }

    /// <summary>Adds the middleware that determines the caller of each request.</summary>
    public static void UseIdentity(this IApplicationBuilder app) => app.UseMiddleware<IdentityMiddleware>();

    /// <summary>
    /// Maps the endpoints of the development issuer, below <c>/dev</c>, if the server is its own issuer.
    /// </summary>
    public static void MapDevelopmentSignIn(this WebApplication app)
    {
        var settings = app.Configuration.GetSection(AuthenticationSettings.Section).Get<AuthenticationSettings>();
        if ((settings ?? new AuthenticationSettings()).UsesDevelopmentIssuer(app.Environment))
        {
            DevelopmentSignIn.Map(app.MapGroup("/dev"));
        }
    }
}
