using System.CommandLine;
using System.Data.Common;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server.Hosting;

/// <summary>Creates and runs commands on the database named in the settings. A server may use the database at the same time.</summary>
internal static class DatabaseCommand
{
    private const string SettingsName = "settings";

    /// <summary>Creates a command that takes the server's settings as its other arguments.</summary>
    public static Command Create(string name, string description, params IEnumerable<Option> options)
    {
        var command = new Command(name, description) { Settings() };
        foreach (var option in options)
        {
            command.Options.Add(option);
        }

        return command;
    }

    /// <summary>Creates the command-line argument for settings.</summary>
    public static Argument<string[]> Settings() => new(SettingsName)
    {
        Arity = ArgumentArity.ZeroOrMore,
        Description = "Settings, as --Name=value: --urls http://localhost:5081, --Database:Provider=PostgreSQL ... api/operations/settings.md lists them.",
    };

    /// <summary>Returns the settings of a command line, in the given order.</summary>
    public static string[] SettingsIn(ParseResult parsed) =>
        parsed.CommandResult.Command.Arguments.Any(x => x.Name == SettingsName) ? parsed.GetValue<string[]>(SettingsName) ?? [] : [];

    /// <summary>
    /// Runs the command with the server's database services. Reports failures outside of the program in one line each.
    /// </summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="work">The command itself: takes the services and returns the exit code.</param>
    /// <param name="add">Adds the services that the command needs besides the storage.</param>
    /// <param name="change">Overrides settings with the values of the command's options.</param>
    public static async Task<int> RunAsync(
        ParseResult parsed, Func<IServiceProvider, Task<int>> work, Action<IServiceCollection>? add = null, Action<IConfiguration>? change = null)
    {
        var error = parsed.InvocationConfiguration.Error;
        try
        {
            var builder = ServerBuilder.Create(SettingsIn(parsed));
            change?.Invoke(builder.Configuration);
            builder.AddStorage();
            add?.Invoke(builder.Services);
            await using var app = builder.Build();
            if (SettingsCheck.ProblemsIn(app.Services) is not { Count: > 0 } wrong)
            {
                return await work(app.Services);
            }

            await error.WriteLineAsync("The settings are wrong:\n- " + string.Join("\n- ", wrong));
            return ExitCode.WrongUse;
        }
        catch (Exception exception) when (exception is StorageException or UnfinishedException)
        {
            await error.WriteLineAsync(exception.Message);
        }
        catch (Exception exception) when (exception is DbException || exception.InnerException is DbException)
        {
            await error.WriteLineAsync($"The database cannot be used: {(exception as DbException ?? exception.InnerException)!.Message} See Database:Provider and Database:ConnectionString.");
        }

        return ExitCode.Failed;
    }
}
