using Integration.Graph.Engine.Execution;
using Integration.Graph.Server.Identity;

namespace Integration.Graph.Server.Delivery;

/// <summary>Registers the services for subscriptions.</summary>
internal static class DeliveryRegistration
{
    /// <summary>Adds the event feed, and the authentication of long-lived connections.</summary>
    public static IServiceCollection AddDelivery(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptionsWithValidateOnStart<DeliveryOptions, DeliveryOptionsValidator>()
            .Bind(configuration.GetSection(DeliveryOptions.Section));
        services.AddSingleton<IConnectionAuthenticator, TokenConnections>();
        services.AddSingleton<ChangeFeed>();
        services.AddHostedService(provider => provider.GetRequiredService<ChangeFeed>());
        return services;
    }
}
