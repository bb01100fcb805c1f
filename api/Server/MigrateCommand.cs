using System.CommandLine;
using Integration.Graph.Server.Hosting;
using Integration.Graph.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server;

/// <summary>
/// <c>migrate [--dry-run] [settings]</c> on the command line: applies the pending migrations and ends; with <c>--dry-run</c> it only
/// lists them.
/// </summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var dryRun = new Option<bool>("--dry-run") { Description = "Lists the pending migrations and changes nothing." };
        var command = DatabaseCommand.Create("migrate", "Applies the pending migrations to the database, and nothing else.", dryRun);
        command.SetAction((parsed, cancellation) => DatabaseCommand.RunAsync(parsed, services => RunAsync(services, parsed.GetValue(dryRun), parsed.InvocationConfiguration.Output, cancellation)));
        return command;
    }

    private static async Task<int> RunAsync(IServiceProvider services, bool isDry, TextWriter output, CancellationToken cancellation)
    {
        await using var context = await services.GetRequiredService<IDbContextFactory<GraphContext>>().CreateDbContextAsync(cancellation);
        var migrations = isDry ? await DatabaseMigrator.PendingAsync(context, cancellation) : await services.GetRequiredService<DatabaseMigrator>().MigrateAsync(context, cancellation);
        foreach (var migration in migrations)
        {
            await output.WriteLineAsync(migration);
        }

        await output.WriteLineAsync(migrations.Count == 0 ? "The database is up to date." : $"{Number(migrations.Count)} {(isDry ? "pending." : "applied.")}");
        return ExitCode.Done;
    }

    private static string Number(int count) => count == 1 ? "1 migration" : $"{count} migrations";
}
