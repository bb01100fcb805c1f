using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Identity;

/// <summary>Limits on refused tokens per address (<c>RateLimit:…</c>).</summary>
internal sealed class BadTokenOptions
{
    public const string Section = "RateLimit";

    /// <summary>
    /// Refused tokens that an address may send in a burst. Beyond that, its unknown tokens are refused without being checked.
    /// </summary>
    public int BadTokens { get; set; } = 100;

    /// <summary>Number of attempts that an address regains per minute.</summary>
    public int BadTokensPerMinute { get; set; } = 60;

    /// <summary>Interval at which the number of refused tokens is logged, if there were any.</summary>
    public TimeSpan BadTokenReport { get; set; } = TimeSpan.FromMinutes(1);
}

/// <summary>Checks the settings and reports every problem.</summary>
internal sealed class BadTokenOptionsValidator : IValidateOptions<BadTokenOptions>
{
    private static readonly TimeSpan LongestReport = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, BadTokenOptions options)
    {
        var problems = new List<string>();
        if (options.BadTokens < 1)
        {
            problems.Add($"RateLimit:BadTokens is {options.BadTokens}; it must be 1 or more.");
        }

        if (options.BadTokensPerMinute < 1)
        {
            problems.Add($"RateLimit:BadTokensPerMinute is {options.BadTokensPerMinute}; it must be 1 or more.");
        }

        if (options.BadTokenReport < TimeSpan.FromSeconds(1) || options.BadTokenReport > LongestReport)
        {
            problems.Add($"RateLimit:BadTokenReport is {options.BadTokenReport}; it must be 00:00:01 to 1.00:00:00.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
