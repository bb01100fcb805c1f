using Integration.Graph.Server.Storage.Seeding;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Storage;

/// <summary>Which branches, activities and other public facts are loaded (<c>Seed:…</c>).</summary>
internal sealed class SeedOptions
{
    public const string Section = "Seed";

    /// <summary>
    /// <c>true</c> or <c>false</c>: whether branches and activities that are assumptions are loaded. Default: <c>true</c> in
    /// Development, <c>false</c> otherwise.
    /// </summary>
    public string? Assumed { get; set; }

    /// <summary>A folder of the operator's own files. A file there takes the place of the shipped file of that name.</summary>
    public string? Folder { get; set; }

    /// <summary>What these settings say to load.</summary>
    public SeedSource Source(IHostEnvironment environment) => SeedSource.Default with
    {
        Own = string.IsNullOrWhiteSpace(Folder) ? null : Path.GetFullPath(Folder, environment.ContentRootPath),
        Assumed = string.IsNullOrWhiteSpace(Assumed) ? environment.IsDevelopment() : bool.Parse(Assumed),
    };
}

/// <summary>Finds what is wrong with the settings; the files themselves are checked when they are loaded.</summary>
internal sealed class SeedOptionsValidator(IHostEnvironment environment) : IValidateOptions<SeedOptions>
{
    public ValidateOptionsResult Validate(string? name, SeedOptions options)
    {
        var problems = new List<string>();
        if (!string.IsNullOrWhiteSpace(options.Assumed) && !bool.TryParse(options.Assumed, out _))
            problems.Add($"Seed:Assumed is '{options.Assumed}'; it must be true or false.");
        if (!string.IsNullOrWhiteSpace(options.Folder)
            && (options.Folder.Contains('\0', StringComparison.Ordinal) || !Directory.Exists(Path.GetFullPath(options.Folder, environment.ContentRootPath))))
            problems.Add($"Seed:Folder is '{options.Folder}', which is no folder; name one with CSV files such as branches.csv, or leave the setting out.");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
