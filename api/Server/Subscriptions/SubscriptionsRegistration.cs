using Integration.Graph.Engine.Execution;
using Integration.Graph.Server.Identity;

namespace Integration.Graph.Server.Subscriptions;

/// <summary>Registers the services of subscriptions.</summary>
internal static class SubscriptionsRegistration
{
    /// <summary>Adds the event feed, and the authentication of long-lived connections.</summary>
    public static void AddSubscriptions(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptionsWithValidateOnStart<ChangeFeedOptions, ChangeFeedOptionsValidator>()
            .Bind(builder.Configuration.GetSection(ChangeFeedOptions.Section));
        services.AddSingleton<IConnectionAuthenticator, TokenConnections>();
        services.AddSingleton<ChangeFeed>();
        services.AddHostedService(provider => provider.GetRequiredService<ChangeFeed>());
    }
}
