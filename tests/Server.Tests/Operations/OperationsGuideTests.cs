using System.Diagnostics;
using System.Text.RegularExpressions;
using Integration.Graph.Server.Hosting;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Rights;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
using Integration.Graph.Tests;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Integration.Graph.Server.Tests.Operations;

/// <summary>The commands in the operators' guide work as described.</summary>
public sealed class OperationsGuideTests : IDisposable
{
    private static readonly string Guide = Path.Combine(Readme.Repository, "api", "operations");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("integration-graph-operations-");

    private string Data => Path.Combine(_folder.FullName, "data");

    private string Backups => Path.Combine(_folder.FullName, "backups");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task After_a_restore_on_SQLite_the_erasures_since_the_backup_are_repeated()
    {
        DebianPackage.Program("sqlite3", () => File.Exists("/usr/bin/sqlite3") ? "/usr/bin/sqlite3" : null);
        var file = Path.Combine(Directory.CreateDirectory(Data).FullName, "integration-graph.db");
        await using (var filled = await TestDatabase.CreateAsync(DatabaseKind.Sqlite))
        {
            File.Copy(new SqliteConnectionStringBuilder(filled.Options.ConnectionString).DataSource, file);
        }

        var place = new DatabaseOptions { Provider = DatabaseOptions.Sqlite, ConnectionString = $"Data Source={file};Foreign Keys=True" };
        string reference;
        await using (var before = await ServerHost.StartAsync(TestDatabase.At(place)))
        {
            var registered = await before.QueryAsync(
                await before.TokenAsync(Role.CentreWorker, "center-sandholm"),
                "mutation { registerRefugee(input: { givenName: \"Amal\", familyName: \"Haddad\", dateOfBirth: \"1990-05-17\", nationality: \"SY\" }) { refugee { reference } } }");
            reference = registered["registerRefugee.refugee.reference"].GetString()!;
            await RunAsync(place, "backup on SQLite");
            var officer = await before.TokenAsync(Role.DataProtectionOfficer);
            (await before.QueryAsync(officer, "mutation($r: String!) { openSubjectAccess(input: { reference: $r, reason: \"Asked\" }) { errors { __typename } } }", new { r = reference })).Errors.ShouldBeEmpty();
            (await before.QueryAsync(officer, "mutation($r: String!) { eraseRefugee(input: { reference: $r }) { errors { __typename } } }", new { r = reference })).Errors.ShouldBeEmpty();
            (await before.DoAsync(db => db.Refugees.CountAsync())).ShouldBe(0);
        }

        (await RunAsync(place, "restore on SQLite")).ShouldContain("the ledger is whole.");

        File.ReadAllLines(Path.Combine(Backups, "erase-again.txt")).ShouldBe([reference]);
        await using var after = await ServerHost.StartAsync(TestDatabase.At(place));
        (await after.DoAsync(db => db.Refugees.CountAsync())).ShouldBe(1);
        var answers = await RunAsync(place, "erase again", ("graph", after.Client.BaseAddress!.ToString().TrimEnd('/')), ("token", await after.TokenAsync(Role.DataProtectionOfficer)));
        answers.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(["""{"data":{"openSubjectAccess":{"errors":null}}}""", """{"data":{"eraseRefugee":{"errors":null}}}"""]);
        (await after.DoAsync(db => db.Refugees.CountAsync())).ShouldBe(0);
        (await RunAsync(place, "upgrade")).ShouldContain("The database is up to date.");
    }

    [Fact]
    public async Task A_restore_on_PostgreSQL_lists_the_references_to_erase_again()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.PostgreSql);
        await RunAsync(database.Options, "backup on PostgreSQL");
        await using (var since = database.CreateContext())
        {
            since.Add(new ErasedRefugee { Reference = "RK-7Q4M-2XKD", ErasedAt = DateTime.UtcNow, Cause = ErasureCause.Request, ErasedBy = "officer" });
            await since.SaveChangesAsync();
        }

        (await RunAsync(database.Options, "restore on PostgreSQL")).ShouldContain("The database is up to date.");

        File.ReadAllLines(Path.Combine(Backups, "erase-again.txt")).ShouldBe(["RK-7Q4M-2XKD"]);
        await using var db = database.CreateContext();
        (await db.ErasedRefugees.CountAsync()).ShouldBe(0);
        (await db.Municipalities.CountAsync()).ShouldBe(98);
    }

    [Fact]
    public void Every_setting_that_the_files_name_exists()
    {
        var named = Directory.GetFiles(Guide).Where(file => Path.GetFileName(file) != "settings.md").SelectMany(file => Regex.Matches(File.ReadAllText(file), @"\b([A-Z][a-z][A-Za-z]*(?:(?:__|:)[A-Z][a-z][A-Za-z]*)+)\b").Select(x => x.Groups[1].Value.Replace("__", ":", StringComparison.Ordinal))).Distinct().ToList();

        named.Count.ShouldBeGreaterThan(8);
        named.Where(x => !KnownSettings.Has(x)).ShouldBeEmpty();
    }

    /// <summary>In Prometheus a metric's name has underscores instead of dots, and ends with its unit.</summary>
    [Fact]
    public void Every_alert_goes_by_a_metric_of_the_server_and_is_explained()
    {
        var rules = File.ReadAllText(Path.Combine(Guide, "alerts.yaml"));
        var code = string.Concat(Directory.EnumerateFiles(Path.Combine(Readme.Repository, "api"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText));
        var own = Regex.Matches(code, "\"((?:graphql|integration_graph)\\.[a-z_.]+)\"").Select(x => x.Groups[1].Value.Replace('.', '_')).ToHashSet();

        var metrics = Regex.Matches(rules, @"\b[a-z]+(?:_[a-z]+)+(?=\{)").Select(x => Regex.Replace(x.Value, "_(seconds|total)?_?(bucket|count|total)?$", "")).Distinct().ToList();
        metrics.Count.ShouldBeGreaterThanOrEqualTo(3);
        // The only metric of the framework; ObservabilityTests checks that it is exported.
        metrics.Where(x => x != "http_server_request_duration" && !own.Contains(x)).ShouldBeEmpty();
        var guide = File.ReadAllText(Path.Combine(Guide, "README.md"));
        foreach (Match alert in Regex.Matches(rules, "alert: (\\w+)"))
        {
            guide.ShouldContain($"| `{alert.Groups[1].Value}` |");
        }
    }

    /// <summary>systemd verifies the unit if it is installed. The security settings are checked everywhere.</summary>
    [Fact]
    public void The_unit_is_valid_and_runs_the_program_with_few_rights()
    {
        var unit = File.ReadAllText(Path.Combine(Guide, "integration-graph.service"));
        foreach (var line in new[] { "DynamicUser=true", "StateDirectory=integration-graph", "ProtectSystem=strict", "NoNewPrivileges=true", "RestartPreventExitStatus=2", "CapabilityBoundingSet=" })
        {
            unit.Split('\n').ShouldContain(line);
        }

        if (!File.Exists("/usr/bin/systemd-analyze"))
        {
            return;
        }

        var copy = Path.Combine(_folder.FullName, "integration-graph.service");
        File.WriteAllText(copy, Regex.Replace(unit, "(?m)^ExecStart=.*$", "ExecStart=/bin/true"));

        var (code, output) = DebianPackage.Run("/usr/bin/systemd-analyze", ["verify", copy]);

        output.Split('\n').Where(x => x.Contains("integration-graph.service", StringComparison.Ordinal)).ShouldBeEmpty();
        code.ShouldBe(0, output);
    }

    /// <summary>Runs a block of the guide with the folders and database of this test.</summary>
    private async Task<string> RunAsync(DatabaseOptions options, string block, params (string Name, string Value)[] variables)
    {
        Directory.CreateDirectory(Backups);
        var text = File.ReadAllText(Path.Combine(Guide, "README.md"));
        var start = text.IndexOf($"```sh\n# {block}\n", StringComparison.Ordinal);
        start.ShouldBeGreaterThan(0, block);
        var commands = text[(start + "```sh\n".Length)..text.IndexOf("\n```", start, StringComparison.Ordinal)];
        // A script that starts the program of this build.
        var program = Path.Combine(_folder.FullName, "program");
        File.WriteAllText(program, $"#!/bin/sh\nexec dotnet '{typeof(GraphContext).Assembly.Location}' \"$@\"\n");
        DebianPackage.Run("chmod", ["0700", program]).Code.ShouldBe(0);

        var bash = new ProcessStartInfo("bash", ["-c", "set -euo pipefail\n" + commands]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        foreach (var (name, value) in variables.Concat([("program", program), ("data", Data), ("backups", Backups), ("database", Address(options)),
            ("Database__Provider", options.Provider), ("Database__ConnectionString", options.ConnectionString!)]))
        {
            bash.Environment[name] = value;
        }

        using var process = Process.Start(bash)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, output + await errors);
        return output;
    }

    private static string Address(DatabaseOptions options)
    {
        if (!options.IsPostgreSql)
        {
            return "";
        }

        var place = new NpgsqlConnectionStringBuilder(options.ConnectionString);
        return $"postgresql://{place.Username}@{place.Host}:{place.Port}/{place.Database}";
    }
}
