using Integration.Graph.Server.Activities;
using Integration.Graph.Server.Branches;
using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.ReferenceData;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Volunteers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Tests.ReferenceData;

/// <summary>Loading and keeping of documented, assumed and entered rows.</summary>
public sealed class SeedOriginTests
{
    private const string OwnBranches = """
        slug,name,municipality_code,town,postal_code,latitude,longitude,capacity,origin,source
        odense,Røde Kors Odense By,0461,Odense C,5000,55.4,10.4,5,,
        ny,Røde Kors Ny,0461,Odense C,5000,55.4,10.4,5,ASSUMED,a guess of ours
        """;

    private const string OwnActivities = """
        key,branch,centre,activity_type,title,weekday,opens_on,closes_on,origin,source
        odense-cafe,odense,,cafe,Café,,2025-01-01,,ENTERED,
        """;

    [Fact]
    public void Every_shipped_row_is_documented_or_assumed_and_says_by_what()
    {
        var data = SeedData.Read(SeedSource.Default);

        data.Branches.Entities.ShouldAllBe(x => x.Origin == Origin.Documented ? x.Source!.StartsWith("http") : x.Origin == Origin.Assumed && x.Source == "seed-data/README.md");
        data.Activities.Entities.ShouldAllBe(x => x.Origin == Origin.Documented ? x.Source!.StartsWith("http") : x.Origin == Origin.Assumed && x.Source == "seed-data/README.md");
        data.Branches.Entities.Count(x => x.Origin == Origin.Documented).ShouldBe(71);
        // Only the existence of these activities is documented, neither type nor weekday.
        data.Activities.Entities.Where(x => x.Origin == Origin.Documented)
            .ShouldAllBe(x => x.ActivityTypeKey == ActivityType.Unspecified && x.Weekday == null && x.BranchId != null);
        data.Activities.Entities.Where(x => x.Origin == Origin.Assumed).ShouldAllBe(x => x.ActivityTypeKey != ActivityType.Unspecified);
        SeedData.Read(SeedSource.Default with { Assumed = false }).Activities.Rows.Count.ShouldBe(23);
    }

    [Theory, BothDatabases]
    public async Task Assumptions_that_were_loaded_go_when_they_are_no_longer_wanted_unless_something_refers_to_them(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        var (changed, opened) = (Ids.Stable("activity:ballerup-paperwork-help"), Ids.New());
        await using (var context = database.CreateContext())
        {
            // The same changes as a coordinator's: see ActivityMutations.
            var activity = await context.Activities.SingleAsync(x => x.Id == changed);
            (activity.Title, activity.Version, activity.Origin, activity.Source) = ("Hjælp", 2, Origin.Entered, null);
            context.Add(new Activity { Id = opened, BranchId = Ids.OfBranch("hvidovre"), ActivityTypeKey = "cafe", Title = "Café", OpensOn = new(2025, 1, 1) });
            await context.Branches.Where(x => x.Slug == "ballerup" || x.Slug == "hvidovre").ExecuteUpdateAsync(row => row.SetProperty(x => x.Origin, Origin.Entered));
            context.Add(new Volunteer { Id = Ids.New(), BranchId = Ids.OfBranch("taastrup"), GivenName = "A", FamilyName = "B", Languages = "dan" });
            await context.SaveChangesAsync();
        }

        var log = await StartAsync(database, Environments.Production, []);

        await using var after = database.CreateContext();
        (await after.Branches.AsNoTracking().Where(x => x.Origin != Origin.Documented).OrderBy(x => x.Slug).ToListAsync()).Select(x => (x.Slug, x.Origin))
            .ShouldBe([("ballerup", Origin.Entered), ("hvidovre", Origin.Entered), ("taastrup", Origin.Assumed)]);
        (await after.Branches.CountAsync()).ShouldBe(71 + 3);
        (await after.Activities.Where(x => x.Origin != Origin.Documented).Select(x => x.Id).ToListAsync()).ShouldBe([changed, opened], ignoreOrder: true);
        (await after.Activities.CountAsync(x => x.Origin == Origin.Documented)).ShouldBe(23);
        // A warning names the assumptions that stay.
        log.Lines.ShouldHaveSingleItem().ShouldStartWith("Warning: Seed:Assumed is false, but 1 branches and 0 activities that are assumptions stay");

        // In Development the assumptions are loaded again. Rows that a coordinator has confirmed remain entered.
        (await StartAsync(database, Environments.Development, new() { ["Demo:Refugees"] = "0" })).Lines.ShouldBeEmpty();
        (await after.Branches.CountAsync()).ShouldBe(220);
        (await after.Branches.AsNoTracking().SingleAsync(x => x.Slug == "hvidovre")).ShouldSatisfyAllConditions(x => x.Origin.ShouldBe(Origin.Entered), x => x.Source.ShouldBeNull());
        (await after.Branches.CountAsync(x => x.Origin == Origin.Assumed)).ShouldBe(147);
    }

    [Theory]
    [InlineData("Development", null, true, false)]
    [InlineData("Development", "false", false, false)]
    [InlineData("Production", null, false, false)]
    [InlineData("Production", "true", true, true)]
    public async Task Assumptions_are_loaded_in_Development_and_elsewhere_only_if_that_is_asked_for_and_not_without_a_warning(
        string environment, string? assumed, bool loaded, bool warned)
    {
        await using var database = TestDatabase.Empty(DatabaseKind.Sqlite);

        var log = await StartAsync(database, environment, new() { ["Seed:Assumed"] = assumed, ["Demo:Refugees"] = environment == "Development" ? "20" : null });

        await using var context = database.CreateContext();
        (await context.Branches.CountAsync()).ShouldBe(loaded ? 220 : 71);
        (await context.Activities.CountAsync()).ShouldBe(loaded ? 243 + 23 : 23);
        log.Lines.Count.ShouldBe(warned ? 1 : 0);
        if (warned)
        {
            log.Lines.Single().ShouldStartWith("Warning: Seed:Assumed is true in the environment Production: 149 branches and 243 activities are assumptions.");
        }
    }

    [Fact]
    public async Task A_demonstration_world_that_is_started_outside_Development_is_warned_of()
    {
        await using var database = TestDatabase.Empty(DatabaseKind.Sqlite);
        await StartAsync(database, Environments.Development, new() { ["Demo:Refugees"] = "10", ["Seed:Assumed"] = "false" });

        (await StartAsync(database, Environments.Production, [])).Lines.ShouldHaveSingleItem().ShouldStartWith("Warning: The database contains, or has contained, invented persons of a demonstration world");
    }

    [Theory, BothDatabases]
    public async Task The_operators_files_take_the_place_of_the_shipped_ones(DatabaseKind kind)
    {
        using var folder = new OwnFolder(("branches.csv", OwnBranches), ("activities.csv", OwnActivities));
        await using var database = TestDatabase.Empty(kind);

        (await StartAsync(database, Environments.Production, new() { ["Seed:Folder"] = folder.Path })).Lines.ShouldBeEmpty();

        await using var context = database.CreateContext();
        // A row without an origin counts as entered. Assumed rows are not loaded.
        var branch = await context.Branches.SingleAsync();
        (branch.Slug, branch.Name, branch.Origin, branch.Source).ShouldBe(("odense", "Røde Kors Odense By", Origin.Entered, null));
        (await context.Activities.SingleAsync()).Id.ShouldBe(Ids.Stable("activity:odense-cafe"));
        (await context.Municipalities.CountAsync()).ShouldBe(98);

        // Without the folder the shipped branches are loaded again.
        await StartAsync(database, Environments.Production, []);
        (await context.Branches.AsNoTracking().CountAsync()).ShouldBe(71);
        (await context.Branches.AsNoTracking().SingleAsync(x => x.Slug == "odense")).Origin.ShouldBe(Origin.Documented);
    }

    [Fact]
    public async Task The_operators_files_are_checked_like_the_shipped_ones_and_every_problem_is_told_at_once()
    {
        using var folder = new OwnFolder(
            ("branches.csv", OwnBranches.Replace(",0461,", ",0999,").Replace("ASSUMED,a guess of ours", "GUESSED,")), ("branch.csv", "slug"));
        await using var database = TestDatabase.Empty(DatabaseKind.Sqlite);

        var message = (await Should.ThrowAsync<SeedDataException>(
            () => StartAsync(database, Environments.Production, new() { ["Seed:Folder"] = folder.Path }))).Message;

        var branches = Path.Combine(folder.Path, "branches.csv");
        message.ShouldContain($"{branches}, line 2: municipality_code '0999' is not in municipalities.csv");
        message.ShouldContain($"{branches}, line 3: origin 'GUESSED' is not one of DOCUMENTED, ASSUMED, ENTERED, nothing");
        message.ShouldContain($"{Path.Combine(folder.Path, "branch.csv")}: this file is not one of the seed files; these are regions.csv");
        // One line for the file, not one for each activity of a missing branch.
        message.ShouldContain($"activities.csv: the shipped file does not fit {branches} (first: activities.csv, line 2: branch 'hovedstaden' is not in branches.csv); put a file of this name into {folder.Path}");
        message.ShouldNotContain("line 4");
    }

    [Fact]
    public void Settings_that_are_none_are_refused()
    {
        using var services = Services(TestDatabase.Empty(DatabaseKind.Sqlite), Environments.Production, new() { ["Seed:Assumed"] = "perhaps", ["Seed:Folder"] = "/no/such/folder" }, new Log());

        var failures = Should.Throw<OptionsValidationException>(() => services.GetRequiredService<IOptions<SeedOptions>>().Value).Failures;

        failures.ShouldContain("Seed:Assumed is 'perhaps'; it must be true or false.");
        failures.ShouldContain(x => x.StartsWith("Seed:Folder is '/no/such/folder', which is not a folder"));
    }

    [Theory, BothDatabases]
    public async Task Rows_from_before_there_were_origins_get_theirs(DatabaseKind kind)
    {
        await using var database = TestDatabase.Empty(kind);
        var opened = Ids.New();
        await using (var context = database.CreateContext())
        {
            await context.GetService<IMigrator>().MigrateAsync("20261127100000_RepeatedAnswers");
            await context.Database.ExecuteSqlRawAsync("""
                INSERT INTO regions (code, name_da, name_en) VALUES ('1083', 'Syddanmark', 'South');
                INSERT INTO municipalities (code, name, region_code, population, latitude, longitude, tile_column, tile_row, tile_abbreviation)
                VALUES ('0461', 'Odense', '1083', 1, 55, 10, 1, 1, 'ODE'), ('0153', 'Brøndby', '1083', 1, 55, 10, 2, 1, 'BRB');
                INSERT INTO activity_types (key, name_da, name_en, description_da, description_en, is_integration) VALUES ('cafe', 'C', 'C', 'C', 'C', TRUE);
                """);
            foreach (var (slug, municipality, verified) in new[] { ("odense", "0461", true), ("broendby", "0153", false) })
            {
                await context.Database.ExecuteSqlAsync($"""
                    INSERT INTO branches (id, slug, name, name_key, municipality_code, town, postal_code, latitude, longitude, capacity, verified)
                    VALUES ({Ids.OfBranch(slug)}, {slug}, {slug}, {slug}, {municipality}, 'T', '5000', 55, 10, 1, {verified})
                    """);
            }

            foreach (var (id, version) in new[] { (Ids.Stable("activity:odense-family-camp"), 1), (Ids.Stable("activity:odense-language-training"), 2), (opened, 1) })
            {
                await context.Database.ExecuteSqlAsync($"""
                    INSERT INTO activities (id, activity_type_key, title, branch_id, opens_on, version) VALUES ({id}, 'cafe', 'Café', {Ids.OfBranch("odense")}, {new DateOnly(2020, 1, 1)}, {version})
                    """);
            }

            await context.Database.MigrateAsync();
            (await context.Branches.OrderBy(x => x.Slug).Select(x => x.Origin).ToListAsync()).ShouldBe([Origin.Assumed, Origin.Documented]);
        }

        await StartAsync(database, Environments.Development, new() { ["Demo:Refugees"] = "0" });

        await using var after = database.CreateContext();
        (await after.Branches.SingleAsync(x => x.Slug == "odense")).Source.ShouldNotBeNull().ShouldStartWith("http://odense.drk.dk/");
        // An unchanged activity follows the seed data. An activity that a coordinator changed or opened is entered.
        (await after.Activities.Where(x => x.Title == "Café" && x.BranchId == Ids.OfBranch("odense")).OrderBy(x => x.Version).Select(x => new { x.Id, x.Origin }).ToListAsync())
            .ShouldBe([new { Id = opened, Origin = Origin.Entered }, new { Id = Ids.Stable("activity:odense-language-training"), Origin = Origin.Entered }]);
        (await after.Activities.SingleAsync(x => x.Id == Ids.Stable("activity:odense-family-camp"))).Origin.ShouldBe(Origin.Assumed);
    }

    private static async Task<Log> StartAsync(TestDatabase database, string environment, Dictionary<string, string?> settings)
    {
        var log = new Log();
        await using var services = Services(database, environment, settings, log);
        await services.GetRequiredService<StorageInitializer>().InitializeAsync();
        return log;
    }

    private static ServiceProvider Services(TestDatabase database, string environment, Dictionary<string, string?> settings, Log log)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = environment, ContentRootPath = Path.GetTempPath() });
        builder.Configuration.AddInMemoryCollection(database.Settings).AddInMemoryCollection(settings);
        builder.Logging.AddProvider(log);
        builder.AddStorage();
        return builder.Services.BuildServiceProvider();
    }

    /// <summary>A folder with an operator's files.</summary>
    private sealed class OwnFolder : IDisposable
    {
        public OwnFolder(params (string Name, string Text)[] files)
        {
            foreach (var (name, text) in files)
            {
                File.WriteAllText(System.IO.Path.Combine(Path, name), text + "\n");
            }
        }

        public string Path { get; } = Directory.CreateTempSubdirectory("integration-graph-own-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }

    /// <summary>The storage's log entries of level Warning and above.</summary>
    private sealed class Log : ILoggerProvider, ILogger
    {
        public List<string> Lines { get; } = [];

        // On an empty PostgreSQL database, reading the migration history logs a failure, which the program's settings
        // suppress.
        public ILogger CreateLogger(string categoryName) => categoryName == typeof(StorageInitializer).FullName ? this : NullLogger.Instance;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                Lines.Add($"{logLevel}: {formatter(state, exception)}");
            }
        }

        public void Dispose()
        {
        }
    }
}
