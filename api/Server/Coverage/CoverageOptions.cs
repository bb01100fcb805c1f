using Integration.Graph.Server.Hosting;
using Integration.Graph.Server.Jobs;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Coverage;

/// <summary>Settings of the coverage report and the statistics site (<c>Coverage:…</c>).</summary>
internal sealed class CoverageOptions
{
    public const string Section = "Coverage";

    /// <summary>Time at which the report is created. See <see cref="JobSchedule"/>.</summary>
    public string Schedule { get; set; } = "03:30";

    /// <summary>Folder that contains the versions of the site. Default: <c>site</c> in the data folder.</summary>
    public string Output { get; set; } = "";
}

/// <summary>Checks the settings and reports all problems at once.</summary>
internal sealed class CoverageOptionsValidator : IValidateOptions<CoverageOptions>
{
    public ValidateOptionsResult Validate(string? name, CoverageOptions options)
    {
        var problems = new List<string>();
        if (JobSchedule.ProblemOf("Coverage:Schedule", options.Schedule) is { } problem)
        {
            problems.Add(problem);
        }

        if (options.Output.Contains('\0', StringComparison.Ordinal))
        {
            problems.Add("Coverage:Output is not a valid path of a folder.");
        }
        else if (File.Exists(options.Output))
        {
            problems.Add($"Coverage:Output is '{options.Output}', which is a file. Name a folder; it is created if it does not exist.");
        }
        // A process that never publishes can serve the site that another process has published.
        else if (problems.Count == 0 && !JobSchedule.IsNever(options.Schedule) && DataFolder.ProblemOf(options.Output, "Coverage:Output or Data:Folder") is { } unwritable)
        {
            problems.Add(unwritable);
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
