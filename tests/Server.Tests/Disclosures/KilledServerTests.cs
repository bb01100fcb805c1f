using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Rights;
using Integration.Graph.Server.Sharing;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Subscriptions;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Mutations;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.Disclosures;

/// <summary>
/// Kills the server process while it sends responses, events and pages. Every field of a person that a client received must
/// be in the ledger and in the holdings. <c>FULL=1</c> kills it more often.
/// </summary>
public sealed class KilledServerTests
{
    private const int Connections = 4;

    /// <summary>The grants of the persons for the municipality. Each selection returns fields of some persons only.</summary>
    private static readonly SharedField[][] Granted =
    [
        Enum.GetValues<SharedField>(), [SharedField.Name, SharedField.Phone], [SharedField.Age, SharedField.Languages],
        [SharedField.Name, SharedField.Nationality, SharedField.Age], [SharedField.Phone],
    ];

    private static readonly string[] Selections =
        ["name { given } phone", "age", "nationality { code } languages { code }", "phone languages { code } age", "name { family } phone age nationality { code } languages { code }"];

    [Theory, BothDatabases]
    public async Task What_a_client_has_is_in_the_ledger_field_by_field_at_whatever_moment_the_server_is_killed(DatabaseKind kind)
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}");
        var random = new Random(seed);
        // A second kill tests a server that starts with the ledger of a killed one.
        var kills = Environment.GetEnvironmentVariable("FULL") == "1" ? 10 : kind == DatabaseKind.PostgreSql ? 2 : 1;
        await using var scene = await Scene.CreateAsync(kind);
        var people = new List<Refugee>();
        for (var i = 0; i < Granted.Length; i++)
        {
            var id = await scene.ReferredAsync(person: Scene.Person() with { GivenName = $"Given{i}", Phone = $"+450000000{i}" });
            // Every second person has a second consent version. The last person has a single grant.
            await scene.ChangeAsync(id, 1, [.. Scene.GrantsOf(RecipientClass.Municipality, Granted[i])]);
            if (i % 2 == 1)
            {
                await scene.ChangeAsync(id, 2, [.. Scene.GrantsOf(RecipientClass.Municipality, Granted[i]), .. Scene.GrantsOf(RecipientClass.Volunteers, SharedField.Age)]);
            }
            // The process uses the real clock.
            await scene.DoAsync(db => db.Consents.Where(x => x.RefugeeId == id).ExecuteUpdateAsync(row => row.SetProperty(x => x.ValidUntil, new DateTime(2099, 1, 1, 0, 0, 0, DateTimeKind.Utc))));
            await scene.DoAsync(db =>
            {
                db.Add(new SubjectAccess
                {
                    Id = Ids.New(),
                    RefugeeId = id,
                    Officer = "dev:DATA_PROTECTION_OFFICER",
                    Reason = "Asked",
                    ReasonSalt = SubjectAccess.NewSalt(),
                    OpenedAt = DateTime.UtcNow,
                    ClosesAt = DateTime.UtcNow.AddHours(1),
                });
                return db.SaveChangesAsync();
            });
            people.Add(await scene.LoadAsync(id));
        }

        var received = new ConcurrentQueue<Received>();
        for (var kill = 0; kill < kills; kill++)
        {
            var (process, address) = await StartAsync(scene.Database);
            using var running = process;
            using var over = new CancellationTokenSource();
            try
            {
                using var municipality = await SignInAsync(address, new { role = "MUNICIPALITY", municipality = TestCountry.North });
                using var centre = await SignInAsync(address, new { role = "CENTRE_WORKER", centre = "test-centre" });
                using var officer = await SignInAsync(address, new { role = "DATA_PROTECTION_OFFICER" });
                var before = received.Count;
                var round = kill;
                List<Task> readers =
                [
                    .. Enumerable.Range(0, Connections).Select(i => Task.Run(() => UntilKilledAsync(n => ReadAsync(municipality, $"K{round}_{i}_{n}", Selections[(i + n) % Selections.Length])))),
                    Task.Run(() => UntilKilledAsync(_ => HearAsync(municipality, $"E{round}"))),
                    Task.Run(() => UntilKilledAsync(n => PrintAsync(centre, officer, people[n / 2 % people.Count], isReceipt: n % 2 == 0))),
                ];
                var telling = Task.Run(() => TellAsync(over.Token));
                // Waits until each kind of response has arrived once.
                while (readers.TrueForAll(x => !x.IsCompleted) && received.Skip(before).Select(x => x.Operation[0]).Distinct().Count() < 4)
                {
                    await Task.Delay(1);
                }
                // A stream whose events are errors would have ended before this point.
                readers.ShouldAllBe(x => !x.IsCompleted, $"Seed {seed}");
                received.Skip(before).Select(x => x.Operation[0]).Distinct().Count().ShouldBe(4, $"Seed {seed}");
                await Task.Delay(random.Next(200));
                readers.ShouldAllBe(x => !x.IsCompleted, $"Seed {seed}");
                process.Kill();
                await process.WaitForExitAsync();
                await Task.WhenAll(readers);
                await over.CancelAsync();
                await telling;
            }
            finally
            {
                process.Kill();
            }
        }

        await using var db = scene.Database.CreateContext();
        var entries = await db.EntriesAsync();
        var stored = entries.CountBy(x => new Received(x.Role, x.Scope, x.Operation, Lines(DisclosedPerson.Read(x.Persons)))).ToDictionary();
        received.CountBy(x => x).Where(x => stored.GetValueOrDefault(x.Key) < x.Value).Take(10).ShouldBeEmpty($"Seed {seed}");
        // The holdings match the ledger: recipient, field and consent version of everything recorded, and nothing else.
        var held = await db.Holdings.AsNoTracking().Where(x => x.EndedAt == null).ToListAsync();
        held.Select(x => (x.Role.InTokens(), x.Scope, x.Reference, x.Field, x.ConsentVersion)).ShouldBe(
            entries.SelectMany(entry => DisclosedPerson.Read(entry.Persons).SelectMany(person => person.Fields.Each().Select(field => (entry.Role, entry.Scope, person.Reference, field, person.ConsentVersion)))).Distinct(),
            ignoreOrder: true, $"Seed {seed}");
        // The test opened the persons to the officer without ledger entries.
        await db.SubjectAccesses.ExecuteDeleteAsync();
        var report = await new LedgerVerification(db).RunAsync([]);
        report.Breaks.ShouldBeEmpty($"Seed {seed}");
        report.Chains.ShouldBe(kills);

        // A query returns the selected fields that are granted to the municipality. The expectation comes from the response
        // itself.
        async Task<bool> ReadAsync(HttpClient client, string operation, string selection)
        {
            using var answer = await client.PostAsJsonAsync("/graphql", new { query = $"query {operation} {{ refugees(first: 50) {{ nodes {{ reference {selection} }} }} }}" });
            var rows = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("data").GetProperty("refugees").GetProperty("nodes").EnumerateArray().ToList();
            rows.Count.ShouldBe(people.Count);
            Receive("MUNICIPALITY", TestCountry.North, operation, rows);
            return true;
        }

        async Task<bool> HearAsync(HttpClient client, string operation)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
            {
                Content = JsonContent.Create(new { query = $"subscription {operation} {{ handoverNoticeReceived {{ refugee {{ reference name {{ given }} phone age }} }} }}" }),
            };
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
            while (await lines.ReadLineAsync() is { } line)
            {
                // No person changes during the test, so no event is outdated: each has data and no errors.
                if (line.StartsWith("data: {", StringComparison.Ordinal))
                {
                    var answer = JsonSerializer.Deserialize<JsonElement>(line["data: ".Length..]);
                    answer.TryGetProperty("errors", out _).ShouldBeFalse(line);
                    Receive("MUNICIPALITY", TestCountry.North, operation, [answer.GetProperty("data").GetProperty("handoverNoticeReceived").GetProperty("refugee")]);
                }
            }

            return false;
        }

        // The receipt contains the name. The export contains all fields.
        async Task<bool> PrintAsync(HttpClient centre, HttpClient officer, Refugee person, bool isReceipt)
        {
            var id = GlobalId.Encode(nameof(Refugee), person.Id);
            var html = await (isReceipt ? centre : officer).GetStringAsync(isReceipt ? $"/consents/{id}/receipt" : $"/subjects/{id}/export");
            html.ShouldContain(person.GivenName);
            html.Contains(person.Phone![^8..], StringComparison.Ordinal).ShouldBe(!isReceipt);
            var fields = isReceipt ? SharedFields.Name : SharedFields.All;
            received.Enqueue(new Received(
                (isReceipt ? Role.CentreWorker : Role.DataProtectionOfficer).InTokens(), isReceipt ? "test-centre" : "", isReceipt ? "ConsentReceipt" : SubjectExport.Name,
                Lines([new(person.Reference, fields, person.Consent!.Version)])));
            return true;
        }

        void Receive(string role, string scope, string operation, List<JsonElement> rows) =>
            received.Enqueue(new Received(role, scope, operation, Lines(rows.Select(row => new DisclosedPerson(
                row.GetProperty("reference").GetString()!,
                row.EnumerateObject().Where(x => x.Value.ValueKind != JsonValueKind.Null && SharingTable.Shared.ContainsKey(x.Name))
                    .Aggregate(SharedFields.None, (all, x) => all | SharingTable.Shared[x.Name].Bit()),
                people.Single(x => x.Reference == row.GetProperty("reference").GetString()).Consent!.Version)))));

        // Publishes events about all persons repeatedly, like another process.
        async Task TellAsync(CancellationToken stop)
        {
            while (!stop.IsCancellationRequested)
            {
                await scene.DoAsync(db =>
                {
                    db.AddRange(people.Select(x => new ChangeEvent { Kind = ChangeKind.HandoverNoticeMade, SubjectId = x.HandoverNotices[^1].Id, RefugeeId = x.Id, At = DateTime.UtcNow }));
                    return db.SaveChangesAsync(CancellationToken.None);
                });
                await Task.Delay(20, CancellationToken.None);
            }
        }
    }

    /// <summary>Repeats a request until it returns false or the server no longer responds.</summary>
    private static async Task UntilKilledAsync(Func<int, Task<bool>> ask)
    {
        try
        {
            for (var n = 0; await ask(n); n++)
            {
            }
        }
        catch (Exception killed) when (killed is HttpRequestException { StatusCode: null } or IOException)
        {
        }
    }

    private static async Task<HttpClient> SignInAsync(Uri address, object persona)
    {
        var client = new HttpClient { BaseAddress = address };
        using var signIn = await client.PostAsJsonAsync("/dev/token", persona);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer", (await signIn.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString());
        return client;
    }

    /// <summary>One line per person, ordered by reference. Persons with none of the requested fields are left out.</summary>
    private static string Lines(IEnumerable<DisclosedPerson> persons) =>
        string.Join('\n', persons.Where(x => x.Fields != SharedFields.None).Select(x => $"{x.Reference} {x.Fields} by {x.ConsentVersion}").Order(StringComparer.Ordinal));

    /// <summary>What a client received in one response, event or page, in the form of a ledger entry.</summary>
    private sealed record Received(string Role, string Scope, string Operation, string Persons);

    private static async Task<(Process Process, Uri Address)> StartAsync(TestDatabase database)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(GraphContext).Assembly.Location, "--urls", "http://127.0.0.1:0", "--environment", "Development",
            "--Demo:Refugees", "0", "--Coverage:Schedule", "never", "--Subscriptions:PollInterval", "00:00:00.01", "--GraphQL:ExecutionTimeout", "00:05:00", "--RateLimit:RequestsPerSecond", "100000", "--RateLimit:Burst", "100000",
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
                // Drains the remaining output, so that the process does not block on a full pipe.
                _ = process.StandardOutput.ReadToEndAsync();
                return (process, new Uri(line[(at + Listening.Length)..].Trim()));
            }
        }

        throw new InvalidOperationException("The server did not start: " + string.Join('\n', said));
    }
}
