using Integration.Graph.Server.Hosting;
using Integration.Graph.Server.Jobs;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Coverage;

/// <summary>When the coverage report is made and where the statistics site is published (<c>Coverage:…</c>).</summary>
internal sealed class CoverageOptions
{
    public const string Section = "Coverage";

    /// <summary>When a report is made. See <see cref="JobSchedule"/>.</summary>
    public string Schedule { get; set; } = "03:30";

    /// <summary>The folder that the site's versions are kept in. Default: <c>site</c> in the data folder.</summary>
    public string Output { get; set; } = "";
}

/// <summary>Finds everything that is wrong with the settings.</summary>
internal sealed class CoverageOptionsValidator : IValidateOptions<CoverageOptions>
{
    public ValidateOptionsResult Validate(string? name, CoverageOptions options)
    {
        var problems = new List<string>();
        if (JobSchedule.ProblemOf("Coverage:Schedule", options.Schedule) is { } problem)
            problems.Add(problem);
        if (options.Output.Contains('\0', StringComparison.Ordinal))
            problems.Add("Coverage:Output is no path of a folder.");
        else if (File.Exists(options.Output))
            problems.Add($"Coverage:Output is '{options.Output}', which is a file; it must be a folder, which is made if it is missing.");
        // A process that publishes nothing may read what another one has published.
        else if (problems.Count == 0 && !JobSchedule.IsNever(options.Schedule) && DataFolder.ProblemOf(options.Output, "Coverage:Output or Data:Folder") is { } unwritable)
            problems.Add(unwritable);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
