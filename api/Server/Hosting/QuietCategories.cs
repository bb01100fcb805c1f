namespace Integration.Graph.Server.Hosting;

/// <summary>
/// Log categories with a fixed lowest level, because their messages hold SQL, its parameters or expressions with values. Settings
/// cannot lower the level, neither by a rule for the category nor by a level for all categories of a log provider.
/// </summary>
internal static class QuietCategories
{
    /// <summary>Each category with the lowest level that is logged.</summary>
    private static readonly (string Category, LogLevel Level)[] All =
    [
        // Failures are also thrown, and the caller reports them once.
        ("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.None),
        ("Npgsql.Command", LogLevel.None),
        ("Microsoft.EntityFrameworkCore.ChangeTracking", LogLevel.Warning),
        ("Microsoft.EntityFrameworkCore.Query", LogLevel.Warning),
        ("Microsoft.EntityFrameworkCore.Update", LogLevel.Warning),
    ];

    // Logs an exception that stops the start with its stack trace. StartFailure reports it in one line instead.
    private const string Host = "Microsoft.Extensions.Hosting.Internal.Host";

    // Logs that the server is shutting down, even if it has not started.
    private const string Lifetime = "Microsoft.Hosting.Lifetime";

    /// <summary>Adds the rules, which come after those of the settings.</summary>
    public static void Apply(LoggerFilterOptions options, StartState start)
    {
        var rules = options.Rules;
        // Rules with longer names would take precedence over the ones below.
        foreach (var loud in rules.Where(rule => All.Any(one => rule.CategoryName?.Length > one.Category.Length && rule.CategoryName.StartsWith(one.Category, StringComparison.OrdinalIgnoreCase))).ToList())
        {
            rules.Remove(loud);
        }

        foreach (var provider in rules.Select(rule => rule.ProviderName).Append(null).Distinct().ToList())
        {
            foreach (var (category, least) in All)
            {
                rules.Add(new LoggerFilterRule(provider, category, (LogLevel)Math.Max((int)least, (int)Configured(provider, category)), null));
            }

            var (host, lifetime) = (Configured(provider, Host), Configured(provider, Lifetime));
            rules.Add(new LoggerFilterRule(provider, Host, null, (_, _, level) => start.HasStarted && level >= host));
            rules.Add(new LoggerFilterRule(provider, Lifetime, null, (_, _, level) => !start.HasFailed && level >= lifetime));
        }

        // The framework's precedence: a provider's rule before a general one, then the longest category, then the last rule.
        LogLevel Configured(string? provider, string category) => rules
            .Where(rule => (rule.ProviderName is null || rule.ProviderName == provider) && (rule.CategoryName is null || category.StartsWith(rule.CategoryName, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(rule => rule.ProviderName is not null).ThenBy(rule => rule.CategoryName?.Length ?? 0)
            .LastOrDefault()?.LogLevel ?? options.MinLevel;
    }
}

/// <summary>State of the server's start.</summary>
internal sealed class StartState
{
    private volatile bool _hasStarted;
    private volatile bool _hasFailed;

    public bool HasStarted
    {
        get => _hasStarted;
        set => _hasStarted = value;
    }

    public bool HasFailed
    {
        get => _hasFailed;
        set => _hasFailed = value;
    }
}
