using System.CommandLine;
using System.Data.Common;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Rights;
using Integration.Graph.Server.Storage;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Server;

/// <summary>
/// <c>retention [--dry-run] [settings]</c> on the command line: erases the persons whose time is over, as the nightly job
/// does, and lists them; with <c>--dry-run</c> it only lists them. A server may be running.
/// </summary>
internal static class RetentionCommand
{
    private const string Name = "retention";
    private const int WrongUse = 2;

    /// <summary>Whether the command line asks for this and not for a server.</summary>
    public static bool IsMeant(string[] arguments) => arguments is [Name, ..];

    /// <summary>Does it, and says of whom.</summary>
    /// <returns>The exit code: 0; 2 if it could not be done.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error)
    {
        var dryRun = new Option<bool>("--dry-run") { Description = "Changes nothing." };
        var command = new Command(Name, "Erases the persons whose time is over, and lists them.") { dryRun };
        command.TreatUnmatchedTokensAsErrors = false;
        var parsed = new RootCommand { command }.Parse(arguments);
        try
        {
            // What is left are settings, as the server takes them.
            var builder = WebApplication.CreateBuilder([.. parsed.UnmatchedTokens]);
            builder.Services.AddStorage(builder.Configuration, builder.Environment);
            builder.Services.AddSingleton<Retention>();
            await using var app = builder.Build();
            var retention = app.Services.GetRequiredService<Retention>();
            var isDry = parsed.GetValue(dryRun);
            var persons = isDry ? await retention.DueAsync() : await retention.RunAsync();
            foreach (var person in persons)
                await output.WriteLineAsync($"{person.Reference} {(person.Cause == ErasureCause.Declined ? "declined, and moved more than 30 days ago" : "nothing has happened for 24 months")}");
            await output.WriteLineAsync($"{persons.Count} persons {(isDry ? "would be" : "have been")} erased.");
            return 0;
        }
        catch (OptionsValidationException wrong)
        {
            await error.WriteLineAsync("The settings are wrong:\n- " + string.Join("\n- ", wrong.Failures));
        }
        catch (UnfinishedException unfinished)
        {
            await error.WriteLineAsync(unfinished.Message);
        }
        catch (Exception exception) when (exception is DbException || exception.InnerException is DbException)
        {
            await error.WriteLineAsync($"The database cannot be used: {(exception as DbException ?? exception.InnerException)!.Message} See Database:Provider and Database:ConnectionString.");
        }

        return WrongUse;
    }
}
