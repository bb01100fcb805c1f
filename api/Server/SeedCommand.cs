using System.CommandLine;
using System.Data.Common;
using System.Globalization;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Storage.Seeding;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Server;

/// <summary>
/// <c>seed check [--folder FOLDER] [settings]</c> on the command line: checks the seed data, says what the next start would
/// change in the database that the settings name, and changes nothing. A server may be running.
/// </summary>
internal static class SeedCommand
{
    private const string Name = "seed";
    private const int Sound = 0;
    private const int Unsound = 1;
    private const int WrongUse = 2;

    /// <summary>Whether the command line asks for this and not for a server.</summary>
    public static bool IsMeant(string[] arguments) => arguments is [Name, ..];

    /// <summary>Checks, and says what would change.</summary>
    /// <returns>The exit code: 0; 1 if the files have problems; 2 if it could not be checked.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error)
    {
        var folder = new Option<string?>("--folder") { Description = "The operator's folder, in place of Seed:Folder." };
        var check = new Command("check", "Checks the seed data and says what the next start would change.") { folder };
        check.TreatUnmatchedTokensAsErrors = false;
        var parsed = new RootCommand { new Command(Name, "The seed data.") { check } }.Parse(arguments);
        if (parsed.Errors.Count > 0 || parsed.CommandResult.Command != check)
        {
            await error.WriteLineAsync($"{string.Join(' ', parsed.Errors.Select(x => x.Message))} Write: seed check [--folder FOLDER] [settings].".TrimStart());
            return WrongUse;
        }

        try
        {
            // What is left are settings, as the server takes them.
            var builder = WebApplication.CreateBuilder([.. parsed.UnmatchedTokens]);
            if (parsed.GetValue(folder) is { } own)
                builder.Configuration[$"{SeedOptions.Section}:{nameof(SeedOptions.Folder)}"] = Path.GetFullPath(own);
            builder.Services.AddStorage(builder.Configuration, builder.Environment);
            await using var app = builder.Build();
            var source = app.Services.GetRequiredService<IOptions<SeedOptions>>().Value.Source(app.Environment);
            return await CheckAsync(app.Services, source, output, error);
        }
        catch (SeedDataException unsound)
        {
            await error.WriteLineAsync($"The seed data has {unsound.Problems.Count} problem(s):\n" + string.Join('\n', unsound.Problems.Select(x => "- " + x)));
            return Unsound;
        }
        catch (OptionsValidationException wrong)
        {
            await error.WriteLineAsync("The settings are wrong:\n- " + string.Join("\n- ", wrong.Failures));
        }
        catch (Exception exception) when (exception is DbException || exception.InnerException is DbException)
        {
            await error.WriteLineAsync($"The database cannot be used: {(exception as DbException ?? exception.InnerException)!.Message} See Database:Provider and Database:ConnectionString.");
        }

        return WrongUse;
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
            return Sound;
        }

        if ((await context.Database.GetPendingMigrationsAsync()).Any())
        {
            await error.WriteLineAsync("The database is of an older version of the program. Start the server once, so that it migrates the database, and check again.");
            return WrongUse;
        }

        await ReportAsync(await new ReferenceDataLoader(context).PreviewAsync(data), output);
        return Sound;
    }

    private static async Task ReportAsync(IReadOnlyList<SeedChange> changes, TextWriter output)
    {
        foreach (var file in SeedSource.Files)
        {
            var found = changes.Where(x => x.File == file).ToList();
            if (found.Count == 0)
                continue;
            await output.WriteLineAsync($"{file}: " + string.Join(", ", found.GroupBy(x => x.Kind).OrderBy(x => x.Key)
                .Select(x => string.Create(CultureInfo.InvariantCulture, $"{x.Count()} {Word(x.Key)}"))));
            foreach (var change in found.OrderBy(x => x.Kind).ThenBy(x => x.Key, StringComparer.Ordinal))
                await output.WriteLineAsync($"  {Word(change.Kind)}: {change.Key}{(change.Name is null ? "" : $" ({change.Name})")}");
        }

        await output.WriteLineAsync(changes.Any(x => x.Kind != SeedChangeKind.Kept) ? "Nothing has been changed: the next start does." : "The next start changes nothing.");
    }

    private static string Word(SeedChangeKind kind) => kind switch
    {
        SeedChangeKind.Added => "added",
        SeedChangeKind.Changed => "changed",
        SeedChangeKind.Removed => "removed",
        _ => "kept",
    };
}
