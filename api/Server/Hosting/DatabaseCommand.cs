using System.CommandLine;
using System.Data.Common;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Storage;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Hosting;

/// <summary>A command that works on the database which the settings name, beside a server that may be running.</summary>
internal static class DatabaseCommand
{
    private const string SettingsName = "settings";

    /// <summary>A command whose other arguments are settings, as the server takes them.</summary>
    public static Command Create(string name, string description, params IEnumerable<Option> options)
    {
        var command = new Command(name, description) { Settings() };
        foreach (var option in options)
            command.Options.Add(option);
        return command;
    }

    /// <summary>The arguments that are settings.</summary>
    public static Argument<string[]> Settings() => new(SettingsName)
    {
        Arity = ArgumentArity.ZeroOrMore,
        Description = "Settings, as --Name=value: --urls http://localhost:5081, --Database:Provider=PostgreSQL ... api/operations/settings.md lists them.",
    };

    /// <summary>The settings of a command line, in its order.</summary>
    public static string[] SettingsIn(ParseResult parsed) =>
        parsed.CommandResult.Command.Arguments.Any(x => x.Name == SettingsName) ? parsed.GetValue<string[]>(SettingsName) ?? [] : [];

    /// <summary>Does the work with the server's services for the database. What can go wrong outside of the program is reported in one line.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="work">Gets the services, and returns the exit code.</param>
    /// <param name="add">Adds what the command needs besides the storage.</param>
    /// <param name="change">Sets what an option of the command says in place of a setting.</param>
    public static async Task<int> RunAsync(
        ParseResult parsed, Func<IServiceProvider, Task<int>> work, Action<IServiceCollection>? add = null, Action<IConfiguration>? change = null)
    {
        var error = parsed.InvocationConfiguration.Error;
        try
        {
            var builder = ServerBuilder.Create(SettingsIn(parsed));
            change?.Invoke(builder.Configuration);
            builder.Services.AddStorage(builder.Configuration, builder.Environment);
            add?.Invoke(builder.Services);
            await using var app = builder.Build();
            return await work(app.Services);
        }
        catch (OptionsValidationException wrong)
        {
            await error.WriteLineAsync("The settings are wrong:\n- " + string.Join("\n- ", wrong.Failures));
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
