namespace Integration.Graph.Server.Hosting;

/// <summary>Registers what the server and the commands need before anything else.</summary>
internal static class HostingRegistration
{
    /// <summary>Adds the data folder, the state of the start, and the lowest levels of the log.</summary>
    public static void AddHosting(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptionsWithValidateOnStart<DataOptions, DataOptionsValidator>()
            .Bind(builder.Configuration.GetSection(DataOptions.Section))
            .PostConfigure(options => options.Folder = DataFolder.Of(builder.Configuration, builder.Environment));
        builder.Services.AddSingleton<StartState>();
        builder.Services.AddOptions<LoggerFilterOptions>().PostConfigure<StartState>(QuietCategories.Apply);
    }
}
