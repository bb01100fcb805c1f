using System.Buffers.Text;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Integration.Graph.Engine.Planning.Rows;
using Integration.Graph.Server.Secrets;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Tests.Secrets;

/// <summary>The database holds secrets that only a key outside the database decrypts.</summary>
public sealed partial class ServerSecretsTests : IAsyncLifetime
{
    private const string Name = "cursors";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("integration-graph-secrets-");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Theory, BothDatabases]
    public async Task A_dump_of_all_tables_opens_no_cursor(DatabaseKind kind)
    {
        await using var host = await ServerHost.StartAsync(await TestDatabase.CreateAsync(kind));
        // The key with which the running server encrypts cursors. Everything else about a cursor is public.
        var key = host.Services.GetRequiredService<SharedKeys>().Cursors;
        using var sealer = new CursorSealer(key);
        var cursor = sealer.Seal(["Amal"], "context");

        var dump = await DumpAsync(host.Database);

        Opens(key, cursor).ShouldBeTrue();
        dump.Count.ShouldBeGreaterThan(1000);
        dump.ShouldContain(text => text.Contains("<encryptedSecret", StringComparison.Ordinal));
        // No cell contains the key, in any encoding or as part of a longer text, and nothing in a cell works as the key.
        var candidates = dump.SelectMany(Candidates).ToList();
        candidates.Count.ShouldBeGreaterThan(100);
        candidates.Select(Convert.ToHexString).ShouldNotContain(Convert.ToHexString(key));
        candidates.ShouldAllBe(candidate => !Opens(candidate, cursor));
        // The server's own code with another outside key cannot decrypt the secrets either.
        await Should.ThrowAsync<StorageException>(() => Secrets(host.Database, new() { Key = OtherKey() }).KeyAsync(Name));
    }

    [Fact]
    public async Task Processes_on_one_database_have_the_same_cursors_also_if_they_start_at_once_on_an_empty_one()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.PostgreSql);
        var folder = new SecretsOptions { Folder = Path.Combine(_folder.FullName, "shared") };

        var keys = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Secrets(database, folder).KeyAsync(Name))));

        keys.Select(Convert.ToHexString).Distinct().ShouldHaveSingleItem();
        keys[0].Length.ShouldBe(32);
        (await Secrets(database, folder).KeyAsync("another")).ShouldNotBe(keys[0]);
    }

    [Fact]
    public async Task Two_servers_answer_each_others_cursors()
    {
        const string Page = "query($after: String) { branches(first: 1, after: $after, order: [{ slug: ASC }]) { nodes { slug } pageInfo { endCursor } } }";
        await using var first = await ServerHost.StartAsync(await TestDatabase.CreateAsync(DatabaseKind.PostgreSql));
        await using var second = await ServerHost.StartAsync(TestDatabase.At(first.Database.Options));

        var cursor = (await first.QueryAsync(null, Page))["branches.pageInfo.endCursor"].GetString();

        (await second.QueryAsync(null, Page))["branches.pageInfo.endCursor"].GetString().ShouldBe(cursor);
        (await second.QueryAsync(null, Page, new { after = cursor })).Data.GetProperty("branches").GetProperty("nodes").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task A_key_in_a_folder_is_made_once_and_only_its_owner_reads_it()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        var options = new SecretsOptions { Folder = Path.Combine(_folder.FullName, "keys") };
        var key = await Secrets(database, options).KeyAsync(Name);

        var file = Directory.GetFiles(options.Folder).ShouldHaveSingleItem();
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.GetUnixFileMode(options.Folder).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        (await Secrets(database, options).KeyAsync(Name)).ShouldBe(key);
        // If the file is missing, the server creates no new one, because it could not decrypt the secrets.
        File.Delete(file);
        var lost = await Should.ThrowAsync<StorageException>(() => Secrets(database, options).KeyAsync(Name));
        lost.Message.ShouldContain($"a key file integration-graph.key in {options.Folder} (Secrets:Folder) is missing or cannot decrypt them");
        File.Exists(file).ShouldBeFalse();
        File.WriteAllText(file, "no key");
        (await Should.ThrowAsync<StorageException>(() => Secrets(database, options).KeyAsync(Name))).Message.ShouldStartWith($"{file} does not contain a key");
    }

    [Fact]
    public async Task A_certificate_opens_what_it_has_protected_and_another_one_does_not()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        var mine = new SecretsOptions { Certificate = WriteCertificate("mine.pfx", "first password"), CertificatePassword = "first password" };
        var other = new SecretsOptions { Certificate = WriteCertificate("other.pfx", "second password"), CertificatePassword = "second password" };
        var key = await Secrets(database, mine).KeyAsync(Name);

        (await Secrets(database, mine).KeyAsync(Name)).ShouldBe(key);
        var before = await DumpAsync(database);
        var wrong = await Should.ThrowAsync<StorageException>(() => Secrets(database, other).KeyAsync(Name));
        wrong.Message.ShouldContain($"the certificate {other.Certificate} (Secrets:Certificate) is missing or cannot decrypt them");
        wrong.Message.ShouldContain("Restore the certificate");
        wrong.Message.ShouldNotContain("password");
        // The failed attempt does not change the key ring, so the right certificate still works.
        (await DumpAsync(database)).ShouldBe(before);
        (await Secrets(database, mine).KeyAsync(Name)).ShouldBe(key);
    }

    [Fact]
    public async Task After_a_loss_the_statements_of_the_message_lead_to_a_new_key()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        var key = await Secrets(database, new() { Key = OtherKey() }).KeyAsync(Name);
        var now = new SecretsOptions { Key = OtherKey() };

        var lost = await Should.ThrowAsync<StorageException>(() => Secrets(database, now).KeyAsync(Name));
        await using var db = database.CreateContext();
        var statements = Statement().Matches(lost.Message).Select(match => match.Value).ToList();
        statements.Count.ShouldBe(2);
        foreach (var statement in statements)
        {
            await db.Database.ExecuteSqlRawAsync(statement);
        }

        var fresh = await Secrets(database, now).KeyAsync(Name);
        fresh.ShouldNotBe(key);
        (await Secrets(database, now).KeyAsync(Name)).ShouldBe(fresh);
    }

    [Theory]
    [InlineData("expired")]
    [InlineData("revoked")]
    public async Task The_secret_survives_the_end_of_the_key_that_protects_it(string end)
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        var options = new SecretsOptions { Key = OtherKey() };
        var key = await Secrets(database, options).KeyAsync(Name);
        await using (var db = database.CreateContext())
        {
            var stored = await db.DataProtectionKeys.SingleAsync();
            var now = DateTimeOffset.UtcNow;
            if (end == "expired")
            {
                db.Remove(stored);
                db.Add(new DataProtectionKey
                {
                    Name = stored.Name,
                    Xml = Dates().Replace(stored.Xml, match => $"<{match.Groups[1].Value}>{now.AddDays(match.Groups[1].Value == "expirationDate" ? -1 : -91):O}<"),
                });
                await db.SaveChangesAsync();
            }
            else
            {
                db.Add(new DataProtectionKey
                {
                    Name = "revocation-all",
                    Xml = $"""<revocation version="1"><revocationDate>{now.AddSeconds(1):O}</revocationDate><key id="*" /><reason>test</reason></revocation>""",
                });
                await db.SaveChangesAsync();
                await Task.Delay(1500, TestContext.Current.CancellationToken);
            }
        }
        var before = await MarkAsync(database);

        (await Secrets(database, options).KeyAsync(Name)).ShouldBe(key);

        // A new key of the ring protects the secret from now on.
        (await MarkAsync(database)).ShouldNotBe(before);
        (await Secrets(database, options).KeyAsync(Name)).ShouldBe(key);
    }

    [Theory, BothDatabases]
    public async Task The_unprotected_key_of_an_older_version_is_deleted(DatabaseKind kind)
    {
        await using var database = TestDatabase.Empty(kind);
        await using var db = database.CreateContext();
        await db.Database.MigrateAsync("20261127100000_RepeatedAnswers", TestContext.Current.CancellationToken);
        var plain = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        db.StorageMarks.AddRange(new StorageMark { Name = "secret:cursors", Value = plain }, new StorageMark { Name = "seed", Value = "1" });
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);

        await db.Database.MigrateAsync(TestContext.Current.CancellationToken);

        (await db.StorageMarks.AsNoTracking().Select(mark => mark.Name).ToListAsync(TestContext.Current.CancellationToken)).ShouldBe(["seed", "ledger-chains"], ignoreOrder: true);
        Convert.ToBase64String(await Secrets(database, new() { Key = OtherKey() }).KeyAsync(Name)).ShouldNotBe(plain);
    }

    [Fact]
    public void Outside_Development_the_key_outside_must_be_named()
    {
        var problem = ProblemsOf(new()).ShouldHaveSingleItem();
        problem.ShouldStartWith("Secrets:Folder, Secrets:Certificate and Secrets:Key are missing.");
        problem.ShouldContain("openssl rand -base64 32");
    }

    [Fact]
    public void Settings_that_cannot_be_meant_are_refused()
    {
        var file = WriteCertificate("some.pfx", "geheim-7");
        var curve = Path.Combine(_folder.FullName, "curve.pfx");
        using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256))
        using (var certificate = new CertificateRequest("CN=curve", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1)))
        {
            File.WriteAllBytes(curve, certificate.Export(X509ContentType.Pfx));
        }

        foreach (var (options, problem) in new (SecretsOptions, string)[]
        {
            (new() { Key = OtherKey(), Folder = "/some" }, "Secrets:Folder and Secrets:Key are set, but only one key can protect the secrets."),
            (new() { Key = "c2hvcnQ=" }, "Secrets:Key is not 32 bytes in Base64."),
            (new() { Key = "no key" }, "Secrets:Key is not 32 bytes in Base64."),
            (new() { Folder = file }, $"Secrets:Folder is '{file}', which is a file."),
            (new() { Certificate = file, CertificatePassword = "other" }, $"Secrets:Certificate is '{file}', which cannot be opened: "),
            (new() { Certificate = "/no/such.pfx" }, "Secrets:Certificate is '/no/such.pfx', which cannot be opened: "),
            (new() { Certificate = curve }, $"Secrets:Certificate is '{curve}', whose certificate has no RSA private key."),
            (new() { Key = OtherKey(), CertificatePassword = "geheim-7" }, "Secrets:CertificatePassword is set without Secrets:Certificate."),
        })
        {
            ProblemsOf(options).ShouldHaveSingleItem().ShouldStartWith(problem);
            ProblemsOf(options).ShouldAllBe(text => !text.Contains(options.CertificatePassword ?? "\0", StringComparison.Ordinal)
                && (options.Key == null || !text.Contains(options.Key, StringComparison.Ordinal)));
        }
        ProblemsOf(new() { Certificate = file, CertificatePassword = "geheim-7" }).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Development", "keys")]
    [InlineData("Production", null)]
    public async Task In_Development_the_default_is_a_folder_beside_the_database(string environment, string? expected)
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Configuration.AddInMemoryCollection(database.Settings);
        builder.AddStorage();
        builder.AddSecrets();
        await using var app = builder.Build();
        if (expected is null)
        {
            Should.Throw<OptionsValidationException>(() => app.Services.GetRequiredService<IOptions<SecretsOptions>>().Value);
        }
        else
        {
            app.Services.GetRequiredService<IOptions<SecretsOptions>>().Value.Folder.ShouldBe(
                Path.Combine(Path.GetDirectoryName(new SqliteConnectionStringBuilder(database.Options.ConnectionString).DataSource)!, expected));
        }
    }

    [Fact]
    public async Task A_server_with_another_key_does_not_start_and_says_why_once()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await Secrets(database, new() { Key = OtherKey() }).KeyAsync(Name);

        // The key comes from the environment, as on an operator's machine.
        var start = new ProcessStartInfo("dotnet", [typeof(global::Program).Assembly.Location, "--environment", "Development",
            "--Urls", "http://127.0.0.1:0", "--Demo:Refugees", "0", "--Coverage:Schedule", "never",
            "--Database:Provider", database.Options.Provider, "--Database:ConnectionString", database.Options.ConnectionString!])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["Secrets__Key"] = OtherKey();
        using var server = Process.Start(start)!;
        var log = server.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = await server.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await server.WaitForExitAsync(TestContext.Current.CancellationToken);

        server.ExitCode.ShouldBe(1, await log);
        errors.ShouldStartWith("The server cannot start. The secrets in the database were protected with a key that this server does not have: the key in Secrets:Key");
        errors.Trim().Split('\n').ShouldHaveSingleItem();
    }

    private static List<string> ProblemsOf(SecretsOptions options) => [.. new SecretsOptionsValidator().Validate(null, options).Failures ?? []];

    private static string OtherKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private static ServerSecrets Secrets(TestDatabase database, SecretsOptions options) => new(new Contexts(database), Options.Create(options));

    private static async Task<string> MarkAsync(TestDatabase database)
    {
        await using var db = database.CreateContext();
        return (await db.StorageMarks.SingleAsync(mark => mark.Name == ServerSecrets.MarkOf(Name))).Value;
    }

    private string WriteCertificate(string name, string password)
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=secrets", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddYears(1));
        var file = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(file, certificate.Export(X509ContentType.Pfx, password));
        return file;
    }

    /// <summary>Returns every cell of every table as text.</summary>
    private static async Task<List<string>> DumpAsync(TestDatabase database)
    {
        await using var db = database.CreateContext();
        var connection = db.Database.GetDbConnection();
        await connection.OpenAsync();
        var names = database.Kind == DatabaseKind.Sqlite
            ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
            : "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename";
        var cells = new List<string>();
        foreach (var (table, _) in await RowsAsync(connection, names))
        {
            foreach (var (first, rest) in await RowsAsync(connection, $"SELECT * FROM \"{table}\""))
            {
                cells.AddRange([first, .. rest]);
            }
        }

        return cells;
    }

    private static async Task<List<(string First, string[] Others)>> RowsAsync(System.Data.Common.DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<(string, string[])>();
        while (await reader.ReadAsync())
        {
            var cells = Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i) is byte[] bytes
                ? Convert.ToBase64String(bytes)
                : Convert.ToString(reader.GetValue(i), System.Globalization.CultureInfo.InvariantCulture) ?? "").ToArray();
            rows.Add((cells[0], cells[1..]));
        }
        return rows;
    }

    /// <summary>Returns every possible 32-byte key: each part of a text that is Base64 or hexadecimal.</summary>
    private static IEnumerable<byte[]> Candidates(string text)
    {
        foreach (Match match in Encoded().Matches(text))
        {
            var word = match.Value.TrimEnd('=').Replace('+', '-').Replace('/', '_');
            List<byte[]> readings = [];
            if (word.Length % 4 != 1)
            {
                readings.Add(Base64Url.DecodeFromChars(word.AsSpan(0, word.Length - (Base64Url.IsValid(word) ? 0 : word.Length % 4))));
            }

            if (word.Length % 2 == 0 && word.All(char.IsAsciiHexDigit))
            {
                readings.Add(Convert.FromHexString(word));
            }

            foreach (var bytes in readings)
            {
                for (var at = 0; at + 32 <= bytes.Length; at++)
                {
                    yield return bytes[at..(at + 32)];
                }
            }
        }
    }

    private static bool Opens(byte[] key, string cursor)
    {
        using var sealer = new CursorSealer(key);
        return sealer.Open(cursor, [typeof(string)], "context") is not null;
    }

    [GeneratedRegex("[A-Za-z0-9+/_-]{43,}=*")]
    private static partial Regex Encoded();

    [GeneratedRegex("<(creationDate|activationDate|expirationDate)>[^<]*<")]
    private static partial Regex Dates();

    [GeneratedRegex("DELETE FROM [^;]*;")]
    private static partial Regex Statement();

    private sealed class Contexts(TestDatabase database) : IDbContextFactory<GraphContext>
    {
        public GraphContext CreateDbContext() => database.CreateContext();
    }
}
