using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Volunteers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Integration.Graph.Server.Tests.ReferenceData;

/// <summary><c>seed check</c> on the command line.</summary>
public sealed class SeedCommandTests
{
    private const string Development = "--environment=Development";

    [Theory, BothDatabases]
    public async Task It_says_what_the_next_start_would_change_and_changes_nothing(DatabaseKind kind)
    {
        using var seed = new SeedFolder();
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var context = database.CreateContext();
        context.Add(new Volunteer { Id = Ids.New(), BranchId = Ids.OfBranch("taastrup"), GivenName = "A", FamilyName = "B", Languages = "dan" });
        await context.SaveChangesAsync();
        seed.Replace("branches.csv", "odense,", x => x.Replace("Røde Kors Odense", "Røde Kors Odense By"));
        seed.Remove("branches.csv", "dragoer,");
        seed.Remove("branches.csv", "taastrup,");
        seed.Remove("activities.csv", "taastrup-");
        seed.Append("activities.csv", "odense-outing,odense,,outing,Udflugter fra Odense,,2025-01-01,,ENTERED,");
        var before = await StateAsync(context);

        var (code, output, error) = await RunAsync(database, "--folder", seed.Path, Development);

        (code, error).ShouldBe((0, ""));
        output.ShouldContain("; assumptions are loaded (Seed:Assumed).\n");
        output.ShouldContain("branches.csv: 1 changed, 1 removed, 1 kept\n  changed: odense (Røde Kors Odense By)\n  removed: dragoer (Røde Kors Dragør)\n  kept: taastrup (Røde Kors Taastrup)\n");
        output.ShouldContain("activities.csv: 1 added, ");
        output.ShouldContain("  added: odense-outing (Udflugter fra Odense)\n");
        output.ShouldContain("  removed: taastrup-");
        output.ShouldNotContain("regions.csv: ");
        output.ShouldEndWith("Nothing has been changed; the next start makes these changes.\n");
        (await StateAsync(context)).ShouldBe(before);
        (await RunAsync(database, Development)).Output.ShouldEndWith("The next start changes nothing.\n");
        // Outside Development, every assumption would be removed except the branch that has a volunteer.
        (await RunAsync(database)).Output.ShouldContain("branches.csv: 148 removed, 1 kept\n");
    }

    [Theory, BothDatabases]
    public async Task A_database_that_is_empty_is_not_made(DatabaseKind kind)
    {
        await using var database = TestDatabase.Empty(kind);

        var (code, output, _) = await RunAsync(database);

        code.ShouldBe(0);
        output.ShouldEndWith("The database is empty or does not exist: the next start adds 71 branches, 23 activities and the rest.\n");
        await using var context = database.CreateContext();
        (await context.Database.CanConnectAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task Files_with_problems_have_an_exit_code_of_their_own_and_every_problem_is_told()
    {
        using var seed = new SeedFolder();
        await using var database = TestDatabase.Empty(DatabaseKind.Sqlite);
        var first = seed.Replace("branches.csv", "odense,", x => x.Replace(",DOCUMENTED,", ",PROVEN,"));
        var second = seed.Replace("activities.csv", "odense-language", x => x.Replace(",language_training,", ",dancing,"));

        var (code, output, error) = await RunAsync(database, "--folder", seed.Path);

        (code, output).ShouldBe((1, ""));
        error.ShouldStartWith("The seed data has 2 problem(s):\n");
        error.ShouldContain($"branches.csv, line {first}: origin 'PROVEN' is not one of");
        error.ShouldContain($"activities.csv, line {second}: activity_type 'dancing' is not in activity_types.csv");
    }

    [Fact]
    public async Task What_cannot_be_checked_has_an_exit_code_of_its_own()
    {
        await using var database = TestDatabase.Empty(DatabaseKind.Sqlite);

        (await RunAsync(database, "--folder", "/no/such/folder")).ShouldSatisfyAllConditions(x => x.Code.ShouldBe(2), x => x.Error.ShouldContain("Seed:Folder is '/no/such/folder'"));
        using var error = new StringWriter();
        (await CommandLine.RunAsync(["seed", "cheek"], error, error)).ShouldBe(2);
        error.ToString().ShouldContain("Did you mean check? Write: seed check.");

        await using var context = database.CreateContext();
        await context.GetService<IMigrator>().MigrateAsync("20261127100000_RepeatedAnswers");
        (await RunAsync(database)).ShouldSatisfyAllConditions(x => x.Code.ShouldBe(1), x => x.Error.ShouldContain("of an older version of the program"));
    }

    private static async Task<(int, int, int, string)> StateAsync(GraphContext context) => (
        await context.Branches.CountAsync(), await context.Activities.CountAsync(), await context.ActivityTypes.CountAsync(),
        string.Join('\n', (await context.StorageMarks.AsNoTracking().ToListAsync()).OrderBy(x => x.Name, StringComparer.Ordinal).Select(x => x.Name + x.Value)));

    private static async Task<(int Code, string Output, string Error)> RunAsync(TestDatabase database, params string[] options)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        CommandLine.IsMeant(["seed", "check"]).ShouldBeTrue();
        var code = await CommandLine.RunAsync(["seed", "check", .. options, .. database.Settings.Select(x => $"--{x.Key}={x.Value}")], output, error);
        return (code, output.ToString(), error.ToString());
    }
}
