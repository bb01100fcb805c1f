using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Hosting;

/// <summary>Checks the settings of every registered feature, so that an operator can correct all of them at once.</summary>
internal static class SettingsCheck
{
    /// <summary>Returns a message for each wrong setting.</summary>
    public static IReadOnlyList<string> ProblemsIn(IServiceProvider services)
    {
        try
        {
            services.GetService<IStartupValidator>()?.Validate();
            return [];
        }
        catch (Exception exception) when (Messages(exception) is not null)
        {
            return Messages(exception)!;
        }
    }

    // Null if the exception has another cause.
    private static List<string>? Messages(Exception exception)
    {
        var all = exception is AggregateException several ? several.InnerExceptions.ToList() : [exception];
        var problems = all.SelectMany(x => x switch
        {
            OptionsValidationException invalid => invalid.Failures,
            // For example a text instead of a number. The message names the setting, the value and the type.
            InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } => [x.Message],
            _ => [null!],
        }).ToList();
        return problems.Contains(null!) ? null : problems;
    }
}
