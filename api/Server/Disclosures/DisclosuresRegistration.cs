using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Disclosures;

/// <summary>Registers the ledger of disclosures.</summary>
internal static class DisclosuresRegistration
{
    /// <summary>Adds <see cref="Ledger"/>, and the log of its anchors. Requires the storage.</summary>
    public static void AddDisclosures(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddScoped<DisclosedPersons>();
        services.AddOptionsWithValidateOnStart<LedgerOptions, LedgerOptionsValidator>().Bind(builder.Configuration.GetSection(LedgerOptions.Section));
        services.AddSingleton<LedgerAnchorLog>();
        services.AddHostedService(provider => provider.GetRequiredService<LedgerAnchorLog>());
        services.AddSingleton<IPostConfigureOptions<LoggerFilterOptions>, LedgerAnchorLog.Always>();
        services.AddSingleton<LedgerWriter>();
        services.AddSingleton<Ledger>();
        services.AddHostedService(provider => provider.GetRequiredService<Ledger>());
    }
}
