using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Integration.Graph.Server.Hosting;
using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server;

/// <summary>
/// The command line: <c>COMMAND [options] [settings]</c>, or settings alone for a server. Settings have the forms of ASP.NET Core's
/// command-line configuration: <c>--Name=value</c>, <c>--Name value</c>, <c>/Name value</c>, <c>Name=value</c>.
/// </summary>
internal static class CommandLine
{
    private static readonly string[] HelpOrVersion = ["--help", "-h", "-?", "/h", "/?", "--version"];

    /// <summary>
    /// Whether the arguments are for a command and not for a server. A mistake counts as a command, so that no server starts.
    /// </summary>
    public static bool IsMeant(string[] arguments) => !IsSettingsOnly(arguments) || SettingArguments.ProblemIn(arguments, []) is not null;

    /// <summary>Runs the command, and writes mistakes in the command line to <paramref name="error"/>.</summary>
    /// <returns>See <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error)
    {
        var root = Root();
        // The server's --help and --version may come after settings; a command's come after its name.
        var parsed = root.Parse(arguments is [var first, ..] && IsSetting(first) ? [.. arguments.Where(HelpOrVersion.Contains).Take(1)] : arguments,
            new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is not (HelpAction or PrintVersion) && ProblemIn(parsed, root, arguments) is { } problem)
        {
            await error.WriteLineAsync(problem);
            return ExitCode.WrongUse;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
    }

    private static RootCommand Root()
    {
        var root = new RootCommand(
            "Integration.Graph: serves the GraphQL API, the query page and the statistics site, or runs a command. "
            + "Exit codes: 0 success, 1 failure or a check found problems, 2 wrong command line or settings.")
        {
            DatabaseCommand.Settings(),
            SchemaCommand.Create(),
            SharingTableCommand.Create(),
            MigrateCommand.Create(),
            VerifyLedgerCommand.Create(),
            RetentionCommand.Create(),
            SeedCommand.Create(),
        };
        root.Options.OfType<VersionOption>().Single().Action = new PrintVersion();
        root.SetAction(_ => ExitCode.Done);
        return root;
    }

    private static string? ProblemIn(ParseResult parsed, RootCommand root, string[] arguments)
    {
        var command = parsed.CommandResult.Command;
        if (command == root)
        {
            return SettingArguments.ProblemIn(arguments, [], [.. root.Subcommands.Select(x => x.Name)]);
        }

        var options = command.Options.Where(x => x is not HelpOption).ToList();
        if (parsed.UnmatchedTokens is [var unknown, ..])
        {
            return $"'{unknown}' is no option of {command.Name}.{Nearest.DidYouMean(unknown, [.. options.Select(x => x.Name), .. command.Subcommands.Select(x => x.Name)])} Write: {Usage(command, options)}";
        }

        if (parsed.Errors is [var wrong, ..])
        {
            return $"{wrong.Message} Write: {Usage(command, options)}";
        }

        return SettingArguments.ProblemIn(DatabaseCommand.SettingsIn(parsed), [.. options.Select(x => x.Name)]);
    }

    private static string Usage(Command command, List<Option> options) => Name(command)
        + string.Concat(command.Subcommands.Select(x => " " + x.Name))
        + string.Concat(options.Select(x => x.ValueType == typeof(bool) ? $" [{x.Name}]" : $" [{x.Name} {x.HelpName}]"))
        + (command.Arguments.Count == 0 ? "." : " [settings].");

    // With the commands above it: seed check.
    private static string Name(Command command) =>
        string.Join(' ', command.Parents.OfType<Command>().Where(x => x is not RootCommand).Append(command).Select(x => x.Name));

    private static bool IsSettingsOnly(string[] arguments) => arguments is [] || (IsSetting(arguments[0]) && !arguments.Any(HelpOrVersion.Contains));

    private static bool IsSetting(string argument) => argument is ['-' or '/', ..] || argument.Contains('=', StringComparison.Ordinal);

    /// <summary>
    /// Prints the version of this program. The library's own action prints that of the hosting program, for example a test runner.
    /// </summary>
    private sealed class PrintVersion : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine(DatabaseMigrator.ProgramVersion);
            return ExitCode.Done;
        }
    }
}
