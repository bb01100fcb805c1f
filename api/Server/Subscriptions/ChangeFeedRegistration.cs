using Integration.Graph.Engine.Execution;
using Integration.Graph.Server.Identity;

namespace Integration.Graph.Server.Subscriptions;

/// <summary>Registers the services for subscriptions.</summary>
internal static class ChangeFeedRegistration
{
    /// <summary>Adds the event feed, and the authentication of long-lived connections.</summary>
    public static IServiceCollection AddChangeFeed(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptionsWithValidateOnStart<ChangeFeedOptions, ChangeFeedOptionsValidator>()
            .Bind(configuration.GetSection(ChangeFeedOptions.Section));
        services.AddSingleton<IConnectionAuthenticator, TokenConnections>();
        services.AddSingleton<ChangeFeed>();
        services.AddHostedService(provider => provider.GetRequiredService<ChangeFeed>());
        return services;
    }
}
