using System.Globalization;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Tests.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Integration.Graph.Server.Tests.Storage;

/// <summary>The command <c>migrate</c>, and a server on a database of another version.</summary>
public sealed class DatabaseMigratorTests
{
    private const string Newer = "29990101000000_Newer";

    [Theory, BothDatabases]
    public async Task The_command_lists_what_is_pending_and_then_applies_it(DatabaseKind kind)
    {
        await using var database = TestDatabase.Empty(kind);
        await using var context = database.CreateContext();
        var all = context.Database.GetMigrations().ToList();

        (await MigrateAsync(database, "--dry-run")).ShouldBe((0, string.Join('\n', [.. all, $"{all.Count} migrations pending."])));
        (await context.Database.CanConnectAsync()).ShouldBeFalse("A dry run creates no database.");
        (await MigrateAsync(database)).ShouldBe((0, string.Join('\n', [.. all, $"{all.Count} migrations applied."])));
        (await MigrateAsync(database)).ShouldBe((0, "The database is up to date."));
        (await MigrateAsync(database, "--dry-run")).ShouldBe((0, "The database is up to date."));
        // Nothing else is loaded: the server loads the reference data.
        (await context.Municipalities.CountAsync()).ShouldBe(0);
    }

    [Theory, BothDatabases]
    public async Task A_database_of_a_newer_version_is_refused_with_the_version_that_it_needs(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var context = database.CreateContext();
        await context.Database.ExecuteSqlAsync($"""INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ({Newer}, '10.0.0')""");
        await context.StorageMarks.Where(x => x.Name == "program-version").ExecuteDeleteAsync();
        context.Add(new StorageMark { Name = "program-version", Value = "99.1.0" });
        await context.SaveChangesAsync();

        var (code, text) = await MigrateAsync(database);
        (await MigrateAsync(database, "--dry-run")).ShouldBe((code, text));
        var server = await Should.ThrowAsync<StorageException>(() => StartAsync(database));

        code.ShouldBe(1);
        text.ShouldBe($"The database is of a newer version of the program: it has the migration(s) {Newer}, which this version ({DatabaseMigrator.ProgramVersion}) does not have. "
            + "Run version 99.1.0 or a newer one, or restore the backup from before the upgrade.");
        server.Message.ShouldBe(text);
    }

    [Theory, BothDatabases]
    public async Task A_server_that_is_not_to_migrate_refuses_to_start_until_the_command_has_run(DatabaseKind kind)
    {
        await using var database = TestDatabase.Empty(kind);

        var refused = await Should.ThrowAsync<StorageException>(() => StartAsync(database, ("Database:Migrate", "false")));
        await MigrateAsync(database);
        await StartAsync(database, ("Database:Migrate", "false"));

        refused.Message.ShouldContain("20260101000000_Initial");
        refused.Message.ShouldEndWith("and Database:Migrate is false. Make a backup, run the command migrate, and start the server again.");
        await using var context = database.CreateContext();
        (await context.Municipalities.CountAsync()).ShouldBe(98);
    }

    [Fact]
    public async Task A_database_out_of_reach_is_one_line()
    {
        var (code, text) = await RunAsync("migrate", "--Database:Provider=PostgreSQL", "--Database:ConnectionString=Host=127.0.0.1;Port=1;Database=graph;Username=a;Password=geheim");

        code.ShouldBe(1);
        text.ShouldStartWith("The database cannot be used: ");
        text.ShouldNotContain("geheim");
        text.Split('\n').Length.ShouldBe(1);
    }

    private static Task<(int Code, string Text)> MigrateAsync(TestDatabase database, params string[] options) =>
        RunAsync(["migrate", .. options, .. database.Settings.Select(x => $"--{x.Key}={x.Value}")]);

    private static async Task<(int Code, string Text)> RunAsync(params string[] arguments)
    {
        await using var output = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var code = await CommandLine.RunAsync(arguments, output, output);
        return (code, output.ToString().Trim());
    }

    private static async Task StartAsync(TestDatabase database, params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>(database.Settings);
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        await using var services = StorageInitializerTests.Services(Microsoft.Extensions.Hosting.Environments.Production, Path.GetTempPath(), all);
        await services.GetRequiredService<StorageInitializer>().InitializeAsync();
    }
}
