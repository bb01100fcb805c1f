namespace Integration.Graph.Server.Hosting;

/// <summary>Checks settings on the command line. ASP.NET Core's command-line configuration silently accepts unknown ones.</summary>
internal static class SettingArguments
{
    private const string More = " Run with --help for the commands; api/operations/settings.md lists the settings.";

    /// <summary>Returns a message for the first mistake; null if there is none.</summary>
    /// <param name="arguments">The settings, without options of a command.</param>
    /// <param name="options">Names of options to suggest.</param>
    /// <param name="commands">Names of commands to suggest; null after a command.</param>
    public static string? ProblemIn(IReadOnlyList<string> arguments, IReadOnlyList<string> options, IReadOnlyList<string>? commands = null)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            var prefix = argument.StartsWith("--", StringComparison.Ordinal) ? 2 : argument is ['/', ..] ? 1 : 0;
            var end = argument.IndexOf('=', StringComparison.Ordinal);
            if (prefix == 0 && end < 0)
            {
                return argument is ['-', ..] ? $"'{argument}' is no option.{More}"
                    : commands is null ? $"'{argument}' is no setting: write --Name=value.{More}"
                    : commands.Contains(argument) ? $"A command comes before its settings: write {argument} first.{More}"
                    : $"There is no command '{argument}'.{Nearest.DidYouMean(argument, commands)}{More}";
            }

            var name = end < 0 ? argument[prefix..] : argument[prefix..end];
            // Test hosts pass every level of the configuration. A level without a value sets nothing.
            if (end == argument.Length - 1 && KnownSettings.IsSection(name))
            {
                continue;
            }

            if (!KnownSettings.Has(name))
            {
                return $"There is no {(options.Count > 0 ? "option or " : "")}setting '{argument[..prefix]}{name}'.{DidYouMean(name, options)}{More}";
            }

            if (end >= 0)
            {
                continue;
            }

            if (i + 1 == arguments.Count || arguments[i + 1].StartsWith("--", StringComparison.Ordinal))
            {
                return $"The setting '{argument}' lacks its value: write {argument}=value.";
            }

            i++;
        }

        return null;
    }

    // Options are compared with their dashes, and settings also without their section, because people often omit it.
    private static string DidYouMean(string name, IReadOnlyList<string> options) => Nearest.DidYouMean(
        name,
        [
            .. options.Select(x => (x.TrimStart('-'), x)),
            .. KnownSettings.Names.Select(x => (x, "--" + x)),
            .. KnownSettings.Names.Where(x => x.Contains(':', StringComparison.Ordinal)).Select(x => (x[(x.LastIndexOf(':') + 1)..], "--" + x)),
        ]);
}
