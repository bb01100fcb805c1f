using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Hosting;

/// <summary>Where the server keeps what it writes (<c>Data:…</c>).</summary>
internal sealed class DataOptions
{
    public const string Section = "Data";

    /// <summary>The folder. Every relative path of another setting is relative to it; it is itself relative to the program's folder.</summary>
    public string Folder { get; set; } = "";
}

/// <summary>Finds what is wrong with the setting.</summary>
internal sealed class DataOptionsValidator : IValidateOptions<DataOptions>
{
    public ValidateOptionsResult Validate(string? name, DataOptions options) =>
        options.Folder.Contains('\0', StringComparison.Ordinal) ? ValidateOptionsResult.Fail("Data:Folder is no path of a folder.")
        : File.Exists(options.Folder) ? ValidateOptionsResult.Fail($"Data:Folder is '{options.Folder}', which is a file; it must be a folder, which is created if it is missing.")
        : ValidateOptionsResult.Success;
}

/// <summary>The data folder, and the paths of other settings that lie in it.</summary>
internal static class DataFolder
{
    private const string ProjectFile = "Server.csproj";

    /// <summary>
    /// <c>Data:Folder</c>. Default: in Development <c>data</c> beside the program (beside the sources, for a build that lies
    /// there), elsewhere <c>/var/lib/integration-graph</c>.
    /// </summary>
    public static string Of(IConfiguration configuration, IHostEnvironment environment)
    {
        var beside = BesideProgram(environment.ContentRootPath);
        return configuration[$"{DataOptions.Section}:{nameof(DataOptions.Folder)}"] is { } set && !string.IsNullOrWhiteSpace(set)
            ? Full(set, beside)
            : environment.IsDevelopment() ? Path.Combine(beside, "data") : OfSystem();
    }

    /// <summary>A path of another setting: relative to the data folder, if it is relative.</summary>
    public static string PathOf(this IConfiguration configuration, IHostEnvironment environment, string path) =>
        Full(path, Of(configuration, environment));

    /// <summary>Creates a folder if it is missing, and writes into it.</summary>
    /// <param name="folder">The full path.</param>
    /// <param name="settings">What chooses another folder.</param>
    /// <returns>What is wrong and what to do; null if nothing is.</returns>
    public static string? ProblemOf(string folder, string settings)
    {
        try
        {
            Create(folder);
            using var probe = new FileStream(Path.Combine(folder, $".{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"The folder '{folder}' cannot be written by the user '{Environment.UserName}': {exception.Message} "
                + $"Create it for that user (install -d -m 0700 -o {Environment.UserName} {folder}), or choose another folder with {settings}.";
        }
    }

    private static void Create(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    // The validator of each setting reports what is no path.
    private static string Full(string path, string folder) => path.Contains('\0', StringComparison.Ordinal) ? path : Path.GetFullPath(path, folder);

    // What `dotnet build` makes lies below the sources, in a folder that may be deleted at any time.
    private static string BesideProgram(string folder)
    {
        for (var above = new DirectoryInfo(folder); above.Parent is { } parent; above = parent)
        {
            if (above.Name == "bin" && File.Exists(Path.Combine(parent.FullName, ProjectFile)))
                return parent.FullName;
        }

        return folder;
    }

    private static string OfSystem() => Path.Combine(
        OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData) : "/var/lib", "integration-graph");
}

/// <summary>Adds it to the services.</summary>
internal static class DataFolderRegistration
{
    public static IServiceCollection AddDataFolder(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.AddOptionsWithValidateOnStart<DataOptions, DataOptionsValidator>()
            .Bind(configuration.GetSection(DataOptions.Section))
            .PostConfigure(options => options.Folder = DataFolder.Of(configuration, environment));
        return services;
    }
}
