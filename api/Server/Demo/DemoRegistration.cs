namespace Integration.Graph.Server.Demo;

/// <summary>Registers the demonstration world.</summary>
internal static class DemoRegistration
{
    /// <summary>Adds the settings of the demonstration world.</summary>
    public static void AddDemo(this IHostApplicationBuilder builder) =>
        builder.Services.AddOptionsWithValidateOnStart<DemoOptions, DemoOptionsValidator>().Bind(builder.Configuration.GetSection(DemoOptions.Section));
}
