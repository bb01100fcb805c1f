using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Hosting;

/// <summary>Settings of the folder for the server's files (<c>Data:…</c>).</summary>
internal sealed class DataOptions
{
    public const string Section = "Data";

    /// <summary>
    /// Path of the folder, relative to the program's folder. Relative paths in other settings are relative to this folder.
    /// </summary>
    public string Folder { get; set; } = "";
}

/// <summary>Validates <see cref="DataOptions"/>.</summary>
internal sealed class DataOptionsValidator : IValidateOptions<DataOptions>
{
    public ValidateOptionsResult Validate(string? name, DataOptions options) =>
        options.Folder.Contains('\0', StringComparison.Ordinal) ? ValidateOptionsResult.Fail("Data:Folder is not a valid path.")
        : File.Exists(options.Folder) ? ValidateOptionsResult.Fail($"Data:Folder is '{options.Folder}', which is a file; it must be a folder, which is created if it is missing.")
        : ValidateOptionsResult.Success;
}

/// <summary>The data folder, and the paths of other settings inside it.</summary>
internal static class DataFolder
{
    private const string ProjectFile = "Server.csproj";

    /// <summary>
    /// Full path of <c>Data:Folder</c>. Default: in Development <c>data</c> beside the program (for a build inside the source
    /// tree, beside the sources), otherwise <c>/var/lib/integration-graph</c>.
    /// </summary>
    public static string Of(IConfiguration configuration, IHostEnvironment environment)
    {
        var beside = BesideProgram(environment.ContentRootPath);
        return configuration[$"{DataOptions.Section}:{nameof(DataOptions.Folder)}"] is { } set && !string.IsNullOrWhiteSpace(set)
            ? Full(set, beside)
            : environment.IsDevelopment() ? Path.Combine(beside, "data") : OfSystem();
    }

    /// <summary>Returns the full path for a path in another setting. A relative path is relative to the data folder.</summary>
    public static string PathOf(this IConfiguration configuration, IHostEnvironment environment, string path) =>
        Full(path, Of(configuration, environment));

    /// <summary>Creates a folder if it is missing, and checks that the server can write into it.</summary>
    /// <param name="folder">The full path.</param>
    /// <param name="settings">The settings that choose another folder, for the message.</param>
    /// <returns>The problem and its remedy; null if there is none.</returns>
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
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    // A text that is not a path is reported by the validator of its setting.
    private static string Full(string path, string folder) => path.Contains('\0', StringComparison.Ordinal) ? path : Path.GetFullPath(path, folder);

    // `dotnet build` writes below the sources, into a folder that may be deleted at any time.
    private static string BesideProgram(string folder)
    {
        for (var above = new DirectoryInfo(folder); above.Parent is { } parent; above = parent)
        {
            if (above.Name == "bin" && File.Exists(Path.Combine(parent.FullName, ProjectFile)))
            {
                return parent.FullName;
            }
        }

        return folder;
    }

    private static string OfSystem() => Path.Combine(
        OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData) : "/var/lib", "integration-graph");
}
