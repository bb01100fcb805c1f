using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.ReferenceData;

/// <summary>Settings of the seed data: branches, activities and other public facts (<c>Seed:…</c>).</summary>
internal sealed class SeedOptions
{
    public const string Section = "Seed";

    /// <summary>
    /// <c>true</c> or <c>false</c>: whether to load branches and activities that are assumptions. Default: <c>true</c> in
    /// Development, <c>false</c> otherwise.
    /// </summary>
    public string? Assumed { get; set; }

    /// <summary>Folder with the operator's own files. A file there replaces the shipped file of the same name.</summary>
    public string? Folder { get; set; }

    /// <summary>Returns the source that these settings select.</summary>
    public SeedSource Source(IHostEnvironment environment) => SeedSource.Default with
    {
        Own = string.IsNullOrWhiteSpace(Folder) ? null : Path.GetFullPath(Folder, environment.ContentRootPath),
        Assumed = string.IsNullOrWhiteSpace(Assumed) ? environment.IsDevelopment() : bool.Parse(Assumed),
    };
}

/// <summary>Checks the settings. The files themselves are checked when they are loaded.</summary>
internal sealed class SeedOptionsValidator(IHostEnvironment environment) : IValidateOptions<SeedOptions>
{
    public ValidateOptionsResult Validate(string? name, SeedOptions options)
    {
        var problems = new List<string>();
        if (!string.IsNullOrWhiteSpace(options.Assumed) && !bool.TryParse(options.Assumed, out _))
        {
            problems.Add($"Seed:Assumed is '{options.Assumed}'; it must be true or false.");
        }

        if (!string.IsNullOrWhiteSpace(options.Folder)
            && (options.Folder.Contains('\0', StringComparison.Ordinal) || !Directory.Exists(Path.GetFullPath(options.Folder, environment.ContentRootPath))))
        {
            problems.Add($"Seed:Folder is '{options.Folder}', which is not a folder. Name a folder with CSV files such as branches.csv, or leave the setting out.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
