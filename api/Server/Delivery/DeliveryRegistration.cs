using Integration.Graph.Engine.Http;
using Integration.Graph.Server.Identity;

namespace Integration.Graph.Server.Delivery;

/// <summary>How the host takes subscriptions in.</summary>
internal static class DeliveryRegistration
{
    /// <summary>What has happened, for those who listen; and who they are as long as they do.</summary>
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
