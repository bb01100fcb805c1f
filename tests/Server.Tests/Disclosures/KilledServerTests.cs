using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Mutations;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.Disclosures;

/// <summary>The server's own process, killed while it answers: whatever a client has received is in the ledger.</summary>
public sealed class KilledServerTests
{
    private const int Kills = 3;
    private const int Connections = 6;

    [Theory, BothDatabases]
    public async Task An_answer_that_a_client_has_is_in_the_ledger_at_whatever_moment_the_server_is_killed(DatabaseKind kind)
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}");
        var random = new Random(seed);
        await using var scene = await Scene.CreateAsync(kind);
        for (var i = 0; i < 5; i++)
        {
            var id = await scene.ReferredAsync();
            // The process has the real clock.
            await scene.DoAsync(db => db.Consents.Where(x => x.RefugeeId == id).ExecuteUpdateAsync(row => row.SetProperty(x => x.ValidUntil, new DateTime(2099, 1, 1, 0, 0, 0, DateTimeKind.Utc))));
        }

        var received = new ConcurrentBag<string>();
        for (var kill = 0; kill < Kills; kill++)
        {
            var (process, address) = await StartAsync(scene.Database);
            using var running = process;
            try
            {
                using var client = new HttpClient { BaseAddress = address };
                using var signIn = await client.PostAsJsonAsync("/dev/token", new { role = "MUNICIPALITY", municipality = TestCountry.North });
                client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
                    "Bearer", (await signIn.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString());
                var before = received.Count;
                var readers = Enumerable.Range(0, Connections).Select(i => Task.Run(() => ReadAsync(client, $"K{kill}_{i}", received))).ToList();
                while (received.Count < before + Connections && !readers.Exists(x => x.IsCompleted))
                    await Task.Delay(1);
                await Task.Delay(random.Next(200));
                process.Kill();
                await process.WaitForExitAsync();
                await Task.WhenAll(readers);
            }
            finally
            {
                process.Kill();
            }
        }

        await using var db = scene.Database.CreateContext();
        var stored = await db.DisclosureEntries.Select(x => x.Operation).ToHashSetAsync();
        received.Where(x => !stored.Contains(x)).ShouldBeEmpty($"Seed {seed}");
        var report = await new LedgerVerification(db).RunAsync([]);
        report.Breaks.ShouldBeEmpty($"Seed {seed}");
        report.Chains.ShouldBe(Kills);
    }

    private static async Task ReadAsync(HttpClient client, string name, ConcurrentBag<string> received)
    {
        for (var n = 0; ; n++)
        {
            try
            {
                var operation = $"{name}_{n}";
                using var answer = await client.PostAsJsonAsync("/graphql", new { query = $"query {operation} {{ refugees(first: 50) {{ nodes {{ reference name {{ given }} phone }} }} }}" });
                (await answer.Content.ReadAsStringAsync()).ShouldContain("+45");
                received.Add(operation);
            }
            catch (HttpRequestException)
            {
                // Killed.
                return;
            }
        }
    }

    private static async Task<(Process Process, Uri Address)> StartAsync(TestDatabase database)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(GraphContext).Assembly.Location, "--urls", "http://127.0.0.1:0", "--environment", "Development",
            "--Demo:Refugees", "0", "--Coverage:Schedule", "never", "--RateLimit:RequestsPerSecond", "100000", "--RateLimit:Burst", "100000",
            .. database.Settings.SelectMany(x => new[] { "--" + x.Key, x.Value! })])
        {
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardOutput = true,
        };
        const string Listening = "Now listening on: ";
        var process = Process.Start(start)!;
        var said = new List<string>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            said.Add(line);
            if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
            {
                // It must not wait for somebody to read what else it says.
                _ = process.StandardOutput.ReadToEndAsync();
                return (process, new Uri(line[(at + Listening.Length)..].Trim()));
            }
        }

        throw new InvalidOperationException("The server did not start: " + string.Join('\n', said));
    }
}
