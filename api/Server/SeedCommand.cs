using System.CommandLine;
using System.Globalization;
using Integration.Graph.Server.Hosting;
using Integration.Graph.Server.ReferenceData;
using Integration.Graph.Server.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Server;

/// <summary>
/// <c>seed check [--folder FOLDER] [settings]</c> on the command line: checks the seed data and lists what the next start would
/// change in the database named in the settings. It changes nothing. A server may be running.
/// </summary>
internal static class SeedCommand
{
    /// <summary>Creates the command. Exit code 0 on success; 1 if the files have problems or could not be compared.</summary>
    public static Command Create()
    {
        var folder = new Option<string?>("--folder") { Description = "The operator's folder, instead of Seed:Folder.", HelpName = "FOLDER" };
        var check = DatabaseCommand.Create("check", "Checks the seed data and lists what the next start would change.", folder);
        check.SetAction((parsed, _) => DatabaseCommand.RunAsync(
            parsed,
            services => RunAsync(services, parsed.InvocationConfiguration),
            change: configuration =>
            {
                if (parsed.GetValue(folder) is { } own)
                {
                    configuration[$"{SeedOptions.Section}:{nameof(SeedOptions.Folder)}"] = Path.GetFullPath(own);
                }
            }));
        return new Command("seed", "Commands for the seed data.") { check };
    }

    private static async Task<int> RunAsync(IServiceProvider services, InvocationConfiguration console)
    {
        try
        {
            var source = services.GetRequiredService<IOptions<SeedOptions>>().Value.Source(services.GetRequiredService<IHostEnvironment>());
            return await CheckAsync(services, source, console.Output, console.Error);
        }
        catch (SeedDataException unsound)
        {
            await console.Error.WriteLineAsync($"The seed data has {unsound.Problems.Count} problem(s):\n" + string.Join('\n', unsound.Problems.Select(x => "- " + x)));
            return ExitCode.Failed;
        }
    }

    private static async Task<int> CheckAsync(IServiceProvider services, SeedSource source, TextWriter output, TextWriter error)
    {
        var data = SeedData.Read(source);
        var own = SeedSource.Files.Where(source.IsOwn).ToList();
        await output.WriteLineAsync($"The seed data has no problems. {(own.Count == 0 ? "All files are the shipped ones" : $"From {source.Own}: {string.Join(", ", own)}")}; "
            + $"assumptions are {(source.Assumed ? "loaded" : "left out")} (Seed:Assumed).");

        await using var context = await services.GetRequiredService<IDbContextFactory<GraphContext>>().CreateDbContextAsync();
        if (!await context.GetService<IRelationalDatabaseCreator>().ExistsAsync() || !(await context.Database.GetAppliedMigrationsAsync()).Any())
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"The database is empty or does not exist: the next start adds {data.Branches.Rows.Count} branches, {data.Activities.Rows.Count} activities and the rest."));
            return ExitCode.Done;
        }

        if ((await context.Database.GetPendingMigrationsAsync()).Any())
        {
            await error.WriteLineAsync("The database is of an older version of the program. Start the server once, so that it migrates the database, and check again.");
            return ExitCode.Failed;
        }

        await ReportAsync(await new ReferenceDataLoader(context).PreviewAsync(data), output);
        return ExitCode.Done;
    }

    private static async Task ReportAsync(IReadOnlyList<SeedChange> changes, TextWriter output)
    {
        foreach (var file in SeedSource.Files)
        {
            var found = changes.Where(x => x.File == file).ToList();
            if (found.Count == 0)
            {
                continue;
            }

            await output.WriteLineAsync($"{file}: " + string.Join(", ", found.GroupBy(x => x.Kind).OrderBy(x => x.Key)
                .Select(x => string.Create(CultureInfo.InvariantCulture, $"{x.Count()} {Word(x.Key)}"))));
            foreach (var change in found.OrderBy(x => x.Kind).ThenBy(x => x.Key, StringComparer.Ordinal))
            {
                await output.WriteLineAsync($"  {Word(change.Kind)}: {change.Key}{(change.Name is null ? "" : $" ({change.Name})")}");
            }
        }

        await output.WriteLineAsync(changes.Any(x => x.Kind != SeedChangeKind.Kept) ? "Nothing has been changed; the next start makes these changes." : "The next start changes nothing.");
    }

    private static string Word(SeedChangeKind kind) => kind switch
    {
        SeedChangeKind.Added => "added",
        SeedChangeKind.Changed => "changed",
        SeedChangeKind.Removed => "removed",
        _ => "kept",
    };
}
