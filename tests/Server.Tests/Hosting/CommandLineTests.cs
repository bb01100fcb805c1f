using Integration.Graph.Server.Hosting;

namespace Integration.Graph.Server.Tests.Hosting;

/// <summary>An unknown command or setting is refused with the closest known name.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("verify-leger", "There is no command 'verify-leger'. Did you mean verify-ledger?")]
    [InlineData("serve", "There is no command 'serve'.")]
    [InlineData("--Databse:Provider=PostgreSQL", "There is no setting '--Databse:Provider'. Did you mean --Database:Provider?")]
    [InlineData("--Databse:Provider PostgreSQL", "There is no setting '--Databse:Provider'. Did you mean --Database:Provider?")]
    [InlineData("/Databse:Provider=PostgreSQL", "There is no setting '/Databse:Provider'. Did you mean --Database:Provider?")]
    [InlineData("Databse:Provider=PostgreSQL", "There is no setting 'Databse:Provider'. Did you mean --Database:Provider?")]
    [InlineData("--url http://localhost:1", "There is no setting '--url'. Did you mean --urls?")]
    [InlineData("--Provider=PostgreSQL", "There is no setting '--Provider'. Did you mean --Database:Provider?")]
    [InlineData("--RateLimit=5", "There is no setting '--RateLimit'.")]
    [InlineData("--urls", "The setting '--urls' lacks its value: write --urls=value.")]
    [InlineData("--urls --environment Production", "The setting '--urls' lacks its value: write --urls=value.")]
    [InlineData("--urls http://localhost:1 more", "There is no command 'more'.")]
    [InlineData("--urls http://localhost:1 migrate", "A command comes before its settings: write migrate first.")]
    [InlineData("-p 80", "'-p' is no option.")]
    [InlineData("retention --dryrun", "There is no option or setting '--dryrun'. Did you mean --dry-run?")]
    [InlineData("migrate --dry-run --Databse:Provider=PostgreSQL", "There is no option or setting '--Databse:Provider'. Did you mean --Database:Provider?")]
    [InlineData("migrate now", "'now' is no setting: write --Name=value.")]
    [InlineData("schema --rol MUNICIPALITY", "'--rol' is no option of schema. Did you mean --role? Write: schema [--role ROLE].")]
    [InlineData("verify-ledger --expect", "Write: verify-ledger [--expect CHAIN:GROUP:HASH] [settings].")]
    [InlineData("verify-ledger --expect 1", "--expect takes CHAIN:GROUP:HASH")]
    [InlineData("schema --role", "Write: schema [--role ROLE].")]
    [InlineData("schema --role NOBODY", "There is no role 'NOBODY'.")]
    [InlineData("sharing-table now", "'now' is no option of sharing-table. Write: sharing-table.")]
    [InlineData("seed", "Write: seed check.")]
    [InlineData("seed chek", "'chek' is no option of seed. Did you mean check? Write: seed check.")]
    [InlineData("seed check --folder", "Write: seed check [--folder FOLDER] [settings].")]
    public async Task A_mistake_is_refused_with_what_was_meant(string arguments, string expected)
    {
        CommandLine.IsMeant(arguments.Split(' ')).ShouldBeTrue();

        var (exit, output, error) = await RunAsync(arguments.Split(' '));

        exit.ShouldBe(2);
        output.ShouldBeEmpty();
        error.ShouldContain(expected);
        error.Trim().Split('\n').Length.ShouldBe(1, error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--urls http://localhost:1")]
    [InlineData("--urls=http://localhost:1")]
    [InlineData("/urls http://localhost:1")]
    [InlineData("urls=http://localhost:1")]
    [InlineData("--urls schema")]
    [InlineData("--database:provider=PostgreSQL --Logging:LogLevel:Default Debug")]
    [InlineData("--GraphQL:MaxCostByView:ADMINISTRATOR=5 --Cors:Origins:0=https://a.dk --GraphQL:Subscriptions:MaxConnections=5")]
    [InlineData("--RateLimit= --Kestrel:Endpoints= --GraphQL:Subscriptions=")]
    [InlineData("--Kestrel:Endpoints:Https:Url=https://localhost:1 --environment Development")]
    public void Settings_alone_start_a_server(string arguments) =>
        CommandLine.IsMeant(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ShouldBeFalse();

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("--urls http://localhost:1 --help")]
    public async Task Help_names_every_command(string arguments)
    {
        var (exit, output, error) = await RunAsync(arguments.Split(' '));

        exit.ShouldBe(0, error);
        foreach (var command in new[] { "schema", "sharing-table", "migrate", "verify-ledger", "retention", "--version", "--Name=value" })
        {
            output.ShouldContain(command);
        }
    }

    [Theory]
    [InlineData("migrate --Database:Migrate=maybe", "Failed to convert configuration value 'maybe' at 'Database:Migrate' to type 'System.Boolean'.")]
    [InlineData("migrate --dry-run --Demo:Refugees=many", "Demo:Refugees")]
    [InlineData("retention --Database:Provider=Oracle --Demo:Refugees=-1", "Database:Provider is 'Oracle'")]
    [InlineData("verify-ledger --Database:Provider=PostgreSQL", "Database:ConnectionString contains no Host")]
    [InlineData("seed check --folder /nonexistent", "Seed:Folder is '/nonexistent', which is not a folder.")]
    public async Task A_wrong_setting_of_a_command_is_wrong_use(string arguments, string expected)
    {
        var (exit, output, error) = await RunAsync([.. arguments.Split(' '), $"--Data:Folder={Path.GetTempPath()}"]);

        exit.ShouldBe(2, error);
        output.ShouldBeEmpty();
        error.ShouldContain(expected);
        error.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("migrate")]
    [InlineData("migrate --dry-run")]
    [InlineData("verify-ledger")]
    [InlineData("retention")]
    [InlineData("retention --dry-run")]
    public async Task A_database_that_cannot_be_reached_is_a_failure(string arguments)
    {
        var (exit, output, error) = await RunAsync(
            [.. arguments.Split(' '), "--Database:Provider=PostgreSQL", "--Database:ConnectionString=Host=127.0.0.1;Port=1;Database=none", $"--Data:Folder={Path.GetTempPath()}"]);

        exit.ShouldBe(1, error);
        output.ShouldBeEmpty();
        error.ShouldStartWith("The database cannot be used: Failed to connect to 127.0.0.1:1");
        error.Trim().Split('\n').Length.ShouldBe(1, error);
    }

    [Theory]
    [InlineData("schema")]
    [InlineData("sharing-table")]
    [InlineData("migrate")]
    [InlineData("verify-ledger")]
    [InlineData("retention")]
    [InlineData("seed")]
    [InlineData("seed check")]
    public async Task Every_command_has_help(string command)
    {
        var (exit, output, error) = await RunAsync([.. command.Split(' '), "--help"]);

        (exit, error).ShouldBe((0, ""));
        output.ShouldContain($" {command} ");
    }

    [Fact]
    public async Task A_command_has_help_of_its_own()
    {
        var (exit, output, _) = await RunAsync("migrate", "--help");

        exit.ShouldBe(0);
        output.ShouldContain("--dry-run");
        output.ShouldContain("Lists the pending migrations and changes nothing.");
    }

    [Fact]
    public async Task Version_is_the_programs_own()
    {
        var (exit, output, _) = await RunAsync("--version");

        exit.ShouldBe(0);
        output.Trim().ShouldMatch(@"^\d+\.\d+\.\d+(\+[0-9a-f]{40})?$");
    }

    /// <summary>Every documented setting is accepted on the command line, and every accepted setting is documented.</summary>
    [Fact]
    public void The_documented_settings_are_the_known_ones()
    {
        var rows = Readme.Settings.SkipWhile(x => x != "## All settings").Skip(1).TakeWhile(x => !x.StartsWith('#')).Where(x => x.StartsWith("| `", StringComparison.Ordinal)).Select(x => x.Split('|')[1]).ToList();
        var described = rows.SelectMany(NamesIn).Where(x => !x.StartsWith("ASPNETCORE_", StringComparison.Ordinal)).ToList();

        described.Count.ShouldBeGreaterThan(40);
        described.Where(x => !KnownSettings.Has(x)).ShouldBeEmpty("Give the options class a constant Section, or name it in KnownSettings.");
        KnownSettings.Names.Where(x => x.Contains(':', StringComparison.Ordinal) && !x.StartsWith("hostBuilder", StringComparison.Ordinal))
            .Except(described, StringComparer.OrdinalIgnoreCase).ShouldBeEmpty("Describe it in api/operations/settings.md.");
    }

    // `A:B:C`, `:D` is short for A:B:C and A:B:D.
    private static IEnumerable<string> NamesIn(string cell)
    {
        var section = "";
        foreach (var name in cell.Split('`').Where((_, i) => i % 2 == 1))
        {
            if (name is not [':', ..])
            {
                section = name.Contains(':', StringComparison.Ordinal) ? name[..name.LastIndexOf(':')] : "";
            }

            yield return name is [':', ..] ? section + name : name;
        }
    }

    private static async Task<(int Exit, string Output, string Error)> RunAsync(params string[] arguments)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var exit = await CommandLine.RunAsync(arguments, output, error);
        return (exit, output.ToString(), error.ToString());
    }
}
