namespace Integration.Graph.Server.Hosting;

/// <summary>
/// Creates the application builder of the server and of the commands. Settings do not depend on the working directory.
/// </summary>
internal static class ServerBuilder
{
    private const string DefaultUrl = "http://localhost:5080";

    /// <summary>
    /// Reads <c>appsettings.json</c> beside the program, the environment, and the command line. <c>--contentRoot</c> names another
    /// folder than the program's.
    /// </summary>
    /// <param name="arguments">Settings of the command line, without a command.</param>
    public static WebApplicationBuilder Create(string[] arguments)
    {
        var given = new ConfigurationBuilder().AddEnvironmentVariables("DOTNET_").AddEnvironmentVariables("ASPNETCORE_").AddCommandLine(arguments).Build();
        var builder = Read(new WebApplicationOptions
        {
            Args = arguments,
            ContentRootPath = given[HostDefaults.ContentRootKey] is { Length: > 0 } chosen ? Path.GetFullPath(chosen) : AppContext.BaseDirectory,
        });
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        if (!HasAddress(builder.Configuration))
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        builder.AddHosting();
        return builder;
    }

    private static WebApplicationBuilder Read(WebApplicationOptions options)
    {
        try
        {
            return WebApplication.CreateBuilder(options);
        }
        catch (InvalidDataException unreadable)
        {
            // Nothing has started yet, and nothing can start without settings.
            Console.Error.WriteLine($"The settings cannot be read. {unreadable.Message} {unreadable.InnerException?.InnerException?.Message}".TrimEnd());
            Environment.Exit(ExitCode.WrongUse);
            throw;
        }
    }

    // Each of these settings of the framework chooses addresses.
    private static bool HasAddress(ConfigurationManager configuration) =>
        new[] { WebHostDefaults.ServerUrlsKey, WebHostDefaults.HttpPortsKey, WebHostDefaults.HttpsPortsKey }.Any(key => !string.IsNullOrEmpty(configuration[key]))
        || configuration.GetSection("Kestrel:Endpoints").GetChildren().Any();
}
