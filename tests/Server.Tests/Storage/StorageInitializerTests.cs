using Integration.Graph.Server.Demo;
using Integration.Graph.Server.Hosting;
using Integration.Graph.Server.ReferenceData;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Tests.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Tests.Storage;

public class StorageInitializerTests
{
    [Theory, BothDatabases]
    public async Task The_first_start_fills_an_empty_database_and_the_second_changes_nothing(DatabaseKind kind)
    {
        await using var database = TestDatabase.Empty(kind);

        await StartAsync(database, refugees: "50");
        var first = await CountAsync(database);
        await StartAsync(database, refugees: "50");

        first.ShouldBe((98, 50, true));
        (await CountAsync(database)).ShouldBe(first);
    }

    [Theory, BothDatabases]
    public async Task A_database_that_persons_were_erased_from_is_not_filled_again(DatabaseKind kind)
    {
        await using var database = TestDatabase.Empty(kind);
        await StartAsync(database, refugees: "10");
        await using (var context = database.CreateContext())
        {
            await context.Refugees.ExecuteDeleteAsync();
        }

        await StartAsync(database, refugees: "10");

        (await CountAsync(database)).Refugees.ShouldBe(0);
    }

    [Fact]
    public async Task Processes_that_start_at_once_on_one_PostgreSQL_take_turns()
    {
        await using var database = TestDatabase.Empty(DatabaseKind.PostgreSql);

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => StartAsync(database, refugees: "20"))));

        (await CountAsync(database)).ShouldBe((98, 20, true));
    }

    [Fact]
    public async Task SQLite_keeps_a_write_ahead_log_on_the_disk_and_checks_references()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var context = database.CreateContext();

        (await context.Database.SqlQuery<string>($"SELECT journal_mode AS Value FROM pragma_journal_mode").SingleAsync()).ShouldBe("wal");
        (await context.Database.SqlQuery<int>($"SELECT foreign_keys AS Value FROM pragma_foreign_keys").SingleAsync()).ShouldBe(1);
        (await context.Database.SqlQuery<int>($"SELECT timeout AS Value FROM pragma_busy_timeout").SingleAsync()).ShouldBe(10000);
        // FULL: otherwise a power cut could undo a confirmed withdrawal.
        (await context.Database.SqlQuery<int>($"SELECT synchronous AS Value FROM pragma_synchronous").SingleAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task The_database_is_a_file_in_the_data_folder_which_is_created()
    {
        var root = Directory.CreateTempSubdirectory("integration-graph-root-").FullName;
        try
        {
            await using (var services = Services(Environments.Production, "/", new() { ["Data:Folder"] = Path.Combine(root, "data") }))
            {
                await services.GetRequiredService<StorageInitializer>().InitializeAsync();
            }

            File.Exists(Path.Combine(root, "data", "integration-graph.db")).ShouldBeTrue();
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(root, recursive: true);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SQLites_files_are_for_the_servers_user_only(bool existed)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const UnixFileMode Owners = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        const UnixFileMode Wide = Owners | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        var root = Directory.CreateTempSubdirectory("integration-graph-root-").FullName;
        var folder = Path.Combine(root, "data", "of-the-server");
        var file = Path.Combine(folder, "graph.db");
        try
        {
            if (existed)
            {
                Directory.CreateDirectory(folder);
                File.SetUnixFileMode(folder, Wide | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);
                File.Create(file).Dispose();
                File.SetUnixFileMode(file, Wide);
            }

            await using (var services = Services(Environments.Production, root, new() { ["Data:Folder"] = root, ["Database:ConnectionString"] = "Data Source=data/of-the-server/graph.db" }))
            {
                await services.GetRequiredService<StorageInitializer>().InitializeAsync();
                await using var context = await services.GetRequiredService<IDbContextFactory<GraphContext>>().CreateDbContextAsync();
                await context.Database.OpenConnectionAsync();
                await context.StorageMarks.ExecuteUpdateAsync(row => row.SetProperty(x => x.Value, x => x.Value));

                foreach (var one in new[] { file, file + "-wal", file + "-shm" })
                {
                    File.GetUnixFileMode(one).ShouldBe(Owners, one);
                }
                // The server restricts a folder that it creates, and does not change existing ones.
                File.GetUnixFileMode(folder).HasFlag(UnixFileMode.OtherRead).ShouldBe(existed);
                (await context.Database.SqlQuery<string>($"SELECT journal_mode AS Value FROM pragma_journal_mode").SingleAsync()).ShouldBe("wal");
            }
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(root, recursive: true);
        }
    }

    [Fact]
    public async Task Every_wrong_setting_is_told_at_once()
    {
        await using var services = Services(Environments.Production, Path.GetTempPath(), new()
        {
            ["Database:Provider"] = "Oracle",
            ["Demo:Refugees"] = "5",
        });

        var problems = (await Should.ThrowAsync<StorageException>(
            () => services.GetRequiredService<StorageInitializer>().InitializeAsync())).Message;

        problems.ShouldStartWith("The settings have 2 problem(s):");
        problems.ShouldContain("Database:Provider is 'Oracle'; it must be Sqlite or PostgreSQL.");
        problems.ShouldContain("Demo:Refugees is 5, but invented persons are allowed in Development only; the environment is Production.");
    }

    [Theory]
    [InlineData("PostgreSQL", "Database=graph", "contains no Host")]
    [InlineData("PostgreSQL", "Host=localhost", "contains no Database")]
    [InlineData("PostgreSQL", "Hast=localhost;Database=graph", "is not a valid PostgreSQL connection string")]
    [InlineData("PostgreSQL", null, "contains no Host")]
    [InlineData("Sqlite", "Host=localhost", "is not a valid SQLite connection string")]
    [InlineData("Sqlite", "Data Source=:memory:", "selects an in-memory database")]
    [InlineData("Sqlite", "Mode=ReadWriteCreate", "contains no file name")]
    [InlineData("Sqlite", "Data Source=x.db;Mode=ReadOnly", "must be able to write")]
    public async Task A_connection_string_of_no_use_is_refused(string provider, string? connectionString, string reason)
    {
        await using var services = Services(Environments.Production, Path.GetTempPath(), new()
        {
            ["Database:Provider"] = provider,
            ["Database:ConnectionString"] = connectionString,
        });

        var exception = Should.Throw<OptionsValidationException>(() => services.GetRequiredService<IOptions<DatabaseOptions>>().Value);

        exception.Failures.ShouldContain(x => x.Contains(reason), exception.Message);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("many")]
    [InlineData("1000001")]
    public async Task A_number_of_persons_that_is_none_is_refused(string refugees)
    {
        await using var services = Services(Environments.Development, Path.GetTempPath(), new() { ["Demo:Refugees"] = refugees });

        Should.Throw<OptionsValidationException>(() => services.GetRequiredService<IOptions<DemoOptions>>().Value)
            .Message.ShouldContain($"Demo:Refugees is '{refugees}'; it must be a whole number from 0 to 1000000.");
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_told_without_its_password()
    {
        await using var services = Services(Environments.Production, Path.GetTempPath(), new()
        {
            ["Database:Provider"] = "PostgreSQL",
            ["Database:ConnectionString"] = "Host=127.0.0.1;Port=1;Database=graph;Username=somebody;Password=geheim",
        });

        var exception = await Should.ThrowAsync<StorageException>(() => services.GetRequiredService<StorageInitializer>().InitializeAsync());

        exception.Message.ShouldStartWith("The database cannot be prepared: ");
        exception.Message.ShouldEndWith("Check Database:Provider and Database:ConnectionString.");
        exception.Message.ShouldNotContain("geheim");
    }

    [Theory]
    [InlineData("Development", null, 2000)]
    [InlineData("Development", "0", 0)]
    [InlineData("Production", null, 0)]
    [InlineData("Production", "0", 0)]
    public async Task Only_Development_has_invented_persons_by_default(string environment, string? refugees, int expected)
    {
        await using var services = Services(environment, Path.GetTempPath(), new() { ["Demo:Refugees"] = refugees });

        services.GetRequiredService<IOptions<DemoOptions>>().Value.Count(services.GetRequiredService<IHostEnvironment>()).ShouldBe(expected);
    }

    private static async Task StartAsync(TestDatabase database, string refugees)
    {
        var settings = new Dictionary<string, string?>(database.Settings) { ["Demo:Refugees"] = refugees };
        await using var services = Services(Environments.Development, Path.GetTempPath(), settings);
        await services.GetRequiredService<StorageInitializer>().InitializeAsync();
        services.GetRequiredService<ReferenceTablesSource>().Current.Municipality("0461").ShouldNotBeNull();
    }

    private static async Task<(int Municipalities, int Refugees, bool Marked)> CountAsync(TestDatabase database)
    {
        await using var context = database.CreateContext();
        return (await context.Municipalities.CountAsync(), await context.Refugees.CountAsync(),
            await context.StorageMarks.AnyAsync(x => x.Name == "demonstration-world"));
    }

    internal static ServiceProvider Services(string environment, string root, Dictionary<string, string?> settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = environment, ContentRootPath = root });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.AddHosting();
        builder.AddStorage();
        return builder.Services.BuildServiceProvider();
    }
}
