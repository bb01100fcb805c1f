using Integration.Graph.Server.Hosting;
using Integration.Graph.Server.Storage;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Secrets;

/// <summary>Registers the services for the server's secrets.</summary>
internal static class SecretsRegistration
{
    /// <summary>
    /// Adds <see cref="ServerSecrets"/> and its settings, and <see cref="SharedKeys"/>, which is filled at start.
    /// </summary>
    public static void AddSecrets(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptionsWithValidateOnStart<SecretsOptions, SecretsOptionsValidator>()
            .Bind(builder.Configuration.GetSection(SecretsOptions.Section))
            .PostConfigure<IServiceProvider>((options, provider) => FillIn(options, provider, builder.Configuration, builder.Environment));
        services.AddSingleton<ServerSecrets>();
        services.AddSingleton<SharedKeys>();
    }

    // Development has a default folder, so that nothing needs to be set. Elsewhere there is no default: the folder would be
    // beside the
    // database, and a backup of both protects nothing.
    private static void FillIn(SecretsOptions options, IServiceProvider provider, IConfiguration configuration, IHostEnvironment environment)
    {
        if (options.Chosen().Count == 0 && environment.IsDevelopment())
        {
            options.Folder = Path.Combine(DataFolder(provider), "keys");
        }

        if (!string.IsNullOrWhiteSpace(options.Folder))
        {
            options.Folder = configuration.PathOf(environment, options.Folder);
        }

        if (!string.IsNullOrWhiteSpace(options.Certificate))
        {
            options.Certificate = configuration.PathOf(environment, options.Certificate);
        }
    }

    // Beside the database if the database is a file.
    private static string DataFolder(IServiceProvider provider)
    {
        try
        {
            if (provider.GetRequiredService<IOptions<DatabaseOptions>>().Value.Folder is { } folder)
            {
                return folder;
            }
        }
        catch (OptionsValidationException)
        {
            // The start reports problems in the database's settings.
        }
        return "data";
    }
}
