using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Identity;

/// <summary>How a host takes identity in.</summary>
internal static class IdentityExtensions
{
    /// <summary>
    /// Tokens, roles and scopes. What is wrong with the settings is reported when the host starts, together with what is
    /// wrong with others.
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

    /// <summary>Settles the caller of each request that comes after it.</summary>
    public static IApplicationBuilder UseIdentity(this IApplicationBuilder app) =>
        app.UseMiddleware<IdentityMiddleware>();

    /// <summary>Who asks, as <see cref="UseIdentity"/> has settled it.</summary>
    public static Caller GetCaller(this HttpContext context) => context.Features.Get<Caller>()
        ?? throw new InvalidOperationException("UseIdentity must come before what asks for the caller.");
}
