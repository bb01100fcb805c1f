using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Identity;

/// <summary>Registers identity in a host.</summary>
internal static class IdentityExtensions
{
    /// <summary>
    /// Adds the services for tokens, roles and scopes. Problems in the settings are reported when the host starts, together
    /// with those of other settings.
    /// </summary>
    public static IServiceCollection AddIdentity(this IServiceCollection services, IConfiguration configuration)
    {
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
        return services;
    }

    /// <summary>Adds the middleware that determines the caller of each request.</summary>
    public static IApplicationBuilder UseIdentity(this IApplicationBuilder app) =>
        app.UseMiddleware<IdentityMiddleware>();

    /// <summary>Returns the caller that <see cref="UseIdentity"/> has determined.</summary>
    public static Caller GetCaller(this HttpContext context) => context.Features.Get<Caller>()
        ?? throw new InvalidOperationException("UseIdentity must come before middleware that needs the caller.");
}
