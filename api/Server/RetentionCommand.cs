using System.CommandLine;
using Integration.Graph.Server.Hosting;
using Integration.Graph.Server.Rights;

namespace Integration.Graph.Server;

/// <summary>
/// <c>retention [--dry-run] [settings]</c> on the command line: erases the persons whose retention period has ended, like the
/// nightly job, and lists them; with <c>--dry-run</c> it only lists them. A server may be running.
/// </summary>
internal static class RetentionCommand
{
    public static Command Create()
    {
        var dryRun = new Option<bool>("--dry-run") { Description = "Lists the persons and changes nothing." };
        var command = DatabaseCommand.Create("retention", "Erases the persons whose retention period has ended, and lists them.", dryRun);
        command.SetAction((parsed, _) => DatabaseCommand.RunAsync(
            parsed, services => RunAsync(services.GetRequiredService<Retention>(), parsed.GetValue(dryRun), parsed.InvocationConfiguration.Output), services => services.AddSingleton<Retention>()));
        return command;
    }

    private static async Task<int> RunAsync(Retention retention, bool isDry, TextWriter output)
    {
        var persons = isDry ? await retention.DueAsync() : await retention.RunAsync();
        foreach (var person in persons)
        {
            await output.WriteLineAsync($"{person.Reference} {(person.Cause == ErasureCause.Declined ? "declined, and moved more than 30 days ago" : "has had no event for 24 months")}");
        }

        await output.WriteLineAsync($"{persons.Count} persons {(isDry ? "would be" : "have been")} erased.");
        return ExitCode.Done;
    }
}
