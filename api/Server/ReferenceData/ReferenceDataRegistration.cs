using Integration.Graph.Server.Hosting;

namespace Integration.Graph.Server.ReferenceData;

/// <summary>Registers the reference data.</summary>
internal static class ReferenceDataRegistration
{
    /// <summary>Adds the settings of the seed data, and the tables that requests read.</summary>
    public static void AddReferenceData(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptionsWithValidateOnStart<SeedOptions, SeedOptionsValidator>()
            .Bind(builder.Configuration.GetSection(SeedOptions.Section))
            .PostConfigure(options => options.Folder =
                string.IsNullOrWhiteSpace(options.Folder) ? options.Folder : builder.Configuration.PathOf(builder.Environment, options.Folder));
        services.AddSingleton<DataNotice>();
        services.AddSingleton<ReferenceTablesSource>();
        services.AddTransient(provider => provider.GetRequiredService<ReferenceTablesSource>().Current);
    }
}
