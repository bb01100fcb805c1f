using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Subscriptions;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Http;
using Integration.Graph.Server.Tests.Mutations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Integration.Graph.Server.Tests.Sharing.NonInterference;

/// <summary>
/// Every personal value is unique, and every role requests everything in every possible way. No value that the rules withhold
/// may occur in any byte that leaves the server: responses, headers, errors, events, pages, logs and traces. New fields and
/// endpoints are covered automatically. <c>SEED=n</c> repeats a run, <c>FULL=1</c> makes it larger.
/// </summary>
public sealed class CanaryTests
{
    private const string Introspection = "{ __schema { types { name description fields { name description args { name defaultValue } } inputFields { name } enumValues { name } } directives { name } } }";

    private readonly ConcurrentQueue<string> _leaks = new();

    /// <summary>
    /// References of persons that a caller has registered during the test. The next world removes them, but the ledger keeps
    /// their references, which the officer sees.
    /// </summary>
    private readonly HashSet<string> _registered = [];

    // Responses do not depend on the database, but spans do: Npgsql adds its own. So only two roles run on PostgreSQL.
    [Theory]
    [BothDatabases]
    public async Task No_withheld_value_is_in_any_byte_that_leaves(DatabaseKind kind)
    {
        var isLarge = Environment.GetEnvironmentVariable("FULL") == "1";
        var isWhole = kind == DatabaseKind.Sqlite || isLarge;
        Asker?[] askers = isLarge ? [.. Asker.All, null]
            : isWhole ? [.. Asker.OfEachRole, null]
            : [.. Asker.OfEachRole.Where(asker => asker.Role is Role.Municipality or Role.DataProtectionOfficer)];
        var seed = Seed();
        var random = new Random(seed);
        var canaries = new Canaries(new WorldGenerator(random).World());
        using var log = new Everything();
        // The listener receives the spans of the whole process. Only spans of this test's requests count.
        using var asking = new Activity(nameof(CanaryTests)) { ActivityTraceFlags = ActivityTraceFlags.Recorded }.Start();
        using var traces = Listen(log, asking.TraceId);
        await using var collector = await Collector.StartAsync();
        await using (var server = await WorldServer.StartAsync(kind, canaries.World, log, canaries.PrepareAsync, 100, ("Telemetry:Endpoint", collector.Address), ("OTEL_METRIC_EXPORT_INTERVAL", "1000")))
        {
            using var metrics = Measure(log, server.Host.Services.GetRequiredService<IMeterFactory>());
            foreach (var asker in askers)
            {
                var token = await server.TokenAsync(asker);
                await ReadAsync(server, canaries, asker, token, random, kind == DatabaseKind.Sqlite ? 4 : 2);
                await BrowseAsync(server, canaries, asker, token);
                if (asker is not null && isWhole)
                {
                    await ChangeAsync(server, canaries, asker, token!, random, 1);
                }
            }

            if (isWhole)
            {
                await ListenAsync(server, canaries);
            }
        }

        // Exported spans and metrics identify no person, not even by a reference.
        var exported = collector.Sent;
        exported.ShouldContain(kind == DatabaseKind.Sqlite ? "graphql.operation" : "db.client.operation.duration");
        foreach (var canary in Canaries.In(exported))
        {
            _leaks.Enqueue($"exported: {canary}");
        }
        // Logs and traces may contain references, but no other data of a person.
        foreach (var line in log.Lines.Distinct().Where(line => Canaries.In(line).Any(canary => !IsReference(canary))))
        {
            _leaks.Enqueue($"logged: {line}");
        }

        log.Lines.Count.ShouldBeGreaterThan(100);
        log.Lines.Count(line => line.StartsWith("span ", StringComparison.Ordinal) && line.Contains("graphql.operation", StringComparison.Ordinal)).ShouldBeGreaterThan(20);
        _leaks.ShouldBeEmpty($"seed {seed}");
    }

    private async Task ReadAsync(WorldServer server, Canaries canaries, Asker? asker, string? token, Random random, int count)
    {
        var view = WorldServer.ViewOf(asker).Schema;
        var allowed = AllowedTo(asker, canaries);
        var generator = new OperationGenerator(view, WorldServer.Full, random, Pool(canaries.World));
        var seen = new HashSet<string>();
        foreach (var root in view.Query.Fields.Where(f => !f.Arguments.Any(a => a.IsRequired)))
        {
            var answer = await server.AskAsync(token, $"{{ {generator.Everything(root, 4)} }}");
            seen.UnionWith(Check(asker, allowed, "", answer));
        }

        // Ensures that responses are not empty. The references that an officer sees in the ledger depend on earlier requests.
        var isOfficer = asker?.Role == Role.DataProtectionOfficer;
        seen.Where(canary => !isOfficer || !IsReference(canary)).Order().ShouldBe(allowed.Where(canary => !isOfficer || !IsReference(canary)).Order(), $"{asker}");
        if (isOfficer)
        {
            seen.Count(canary => !IsReference(canary)).ShouldBeGreaterThan(0);
        }

        var operations = Enumerable.Range(0, count).Select(_ => generator.Query().Document).ToList();
        foreach (var document in operations.Concat(operations.Select(document => Broken(document, random))).Append(Introspection))
        {
            var variables = random.Next(8) == 0 ? new Dictionary<string, string?> { ["yes"] = "maybe", ["ck0"] = "not-a-cursor" } : null;
            Check(asker, allowed, document, await server.AskAsync(token, document, variables));
        }
    }

    /// <summary>Requests every GET address, with every value that fits in it.</summary>
    private async Task BrowseAsync(WorldServer server, Canaries canaries, Asker? asker, string? token)
    {
        var allowed = AllowedTo(asker, canaries);
        if (asker?.Role == Role.DataProtectionOfficer)
        {
            allowed.UnionWith(canaries.Exported());
        }

        var seen = new HashSet<string>();
        var routes = server.Host.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>() is not { HttpMethods: { Count: > 0 } methods } || methods.Contains("GET"))
            .Select(endpoint => endpoint.RoutePattern).ToList();
        routes.ShouldNotBeEmpty();
        var ids = WorldIds.Of(canaries.World);
        // One person whom the officer has opened, and one who is not opened.
        var people = canaries.World.People.Select((p, i) => (p, i)).Where(one => one.p.Exists).GroupBy(one => one.i % 2, (_, some) => some.First())
            .Select(one => new[] { one.p.Reference, one.p.Id.ToString(CultureInfo.InvariantCulture), ids("refugeeId")[one.i] }).ToList();
        foreach (var route in routes)
        {
            foreach (var value in route.Parameters.Count == 0 ? [""] : people.SelectMany(one => one))
            {
                var path = "/" + string.Join('/', route.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part =>
                    part is Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal ? literal.Content : part.IsParameter ? value : ""))));
                foreach (var query in route.Parameters.Count == 0 ? ["", "?full", "?query=%7Brefugees%7Bnodes%7Breference%20phone%7D%7D%7D"] : new[] { "", "?language=da" })
                {
                    using var request = new HttpRequestMessage(HttpMethod.Get, path + query);
                    seen.UnionWith(Check(asker, allowed, path + query, await server.SendAsync(request, token)));
                }
            }
        }

        if (asker?.Role == Role.DataProtectionOfficer)
        {
            seen.Intersect(canaries.Exported()).ShouldNotBeEmpty();
        }
    }

    /// <summary>Sends every mutation with valid and invalid inputs. Each change is undone before the next.</summary>
    private async Task ChangeAsync(WorldServer server, Canaries canaries, Asker asker, string token, Random random, int count)
    {
        if (WorldServer.ViewOf(asker).Schema is not { Mutation: { } mutations } view)
        {
            return;
        }

        var allowed = AllowedTo(asker, canaries);
        if (asker.Role == Role.DataProtectionOfficer)
        {
            allowed.UnionWith(canaries.Exported());
        }

        if (asker.Role == Role.Volunteer)
        {
            allowed.UnionWith(Canaries.Allowed(asker, canaries.Confirmed()));
        }

        var generator = new OperationGenerator(view, WorldServer.Full, random, Pool(canaries.World));
        foreach (var mutation in mutations.Fields)
        {
            for (var i = 0; i < count; i++)
            {
                var document = generator.Mutation(mutation);
                var answer = await server.AskAsync(token, document);
                // A registered person is new, and opening a person makes the person visible.
                if (mutation.Name == "registerRefugee")
                {
                    _registered.UnionWith(Canaries.In(answer.Body).Where(canary => !canaries.World.People.Any(p => p.Reference.Equals(canary, StringComparison.OrdinalIgnoreCase)) && IsReference(canary)));
                    allowed.UnionWith(_registered);
                }

                if (mutation.Name != "openSubjectAccess")
                {
                    Check(asker, allowed, document, answer);
                }

                if (answer.Body.Contains("\"errors\":null", StringComparison.Ordinal))
                {
                    await server.ReplaceAsync(canaries.World);
                }
            }
        }
    }

    /// <summary>All callers subscribe to everything, then every event happens.</summary>
    private async Task ListenAsync(WorldServer server, Canaries canaries)
    {
        using var stop = new CancellationTokenSource();
        var heard = new ConcurrentDictionary<Asker, int>();
        var streams = new List<Task>();
        foreach (var asker in Asker.All.Where(asker => WorldServer.ViewOf(asker).Schema.Subscription is not null))
        {
            var generator = new OperationGenerator(WorldServer.ViewOf(asker).Schema, WorldServer.Full, new Random(0), Pool(canaries.World));
            var (token, allowed) = (await server.TokenAsync(asker), Canaries.Allowed(asker, canaries.World));
            foreach (var field in WorldServer.ViewOf(asker).Schema.Subscription!.Fields)
            {
                streams.Add(HearAsync(server, token!, generator.Subscription(field), line =>
                {
                    var found = Check(asker, allowed, "", new WholeAnswer(200, "", line));
                    heard.AddOrUpdate(asker, found.Count, (_, before) => before + found.Count);
                }, stop.Token));
            }
        }

        await Subscriptions.Centre.ListeningAsync(server.Host, streams.Count);
        await server.Host.DoAsync(async db =>
        {
            foreach (var person in canaries.World.Existing)
            {
                if (person.HasNotice)
                {
                    db.Add(new ChangeEvent { Kind = ChangeKind.HandoverNoticeMade, SubjectId = WorldStore.NoticeId(person), RefugeeId = person.Id, At = SharingWorld.Now });
                }

                if (person.HasReferral)
                {
                    db.Add(new ChangeEvent { Kind = ChangeKind.ReferralAssigned, SubjectId = WorldStore.ReferralId(person), RefugeeId = person.Id, At = SharingWorld.Now });
                }

                if (person.HasConsent)
                {
                    db.Add(new ChangeEvent { Kind = ChangeKind.ConsentChanged, SubjectId = WorldStore.ConsentId(person, person.ConsentVersion), RefugeeId = person.Id, At = SharingWorld.Now });
                }
            }

            await db.SaveChangesAsync();
        });
        // A subscriber that must receive something has received everything when no event arrives for a while.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var sum = -1;
        while (sum != heard.Values.Sum() || !heard.GetValueOrDefault(new Asker(Role.Municipality, TestCountry.North)).Equals(sum == 0 ? -1 : heard[new Asker(Role.Municipality, TestCountry.North)]))
        {
            sum = heard.Values.Sum();
            await Task.Delay(700, limit.Token);
        }

        heard[new Asker(Role.Municipality, TestCountry.North)].ShouldBeGreaterThan(0);
        heard[new Asker(Role.CentreWorker, "test-centre")].ShouldBeGreaterThan(0);
        await stop.CancelAsync();
        await Task.WhenAll(streams);
    }

    private static async Task HearAsync(WorldServer server, string token, string document, Action<string> hear, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = document }) };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        try
        {
            using var response = await server.Host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(stop));
            while (await reader.ReadLineAsync(stop) is { } line)
            {
                hear(line);
            }
        }
        catch (OperationCanceledException)
        {
            stop.IsCancellationRequested.ShouldBeTrue();
        }
    }

    private static bool IsReference(string canary) => canary.StartsWith("rk-", StringComparison.Ordinal);

    private HashSet<string> AllowedTo(Asker? asker, Canaries canaries)
    {
        var allowed = Canaries.Allowed(asker, canaries.World);
        if (asker?.Role == Role.DataProtectionOfficer)
        {
            allowed.UnionWith(_registered);
        }

        return allowed;
    }

    /// <summary>
    /// Records each canary that the response must not contain. Values that the caller itself has sent are allowed.
    /// </summary>
    private HashSet<string> Check(Asker? asker, HashSet<string> allowed, string request, WholeAnswer answer)
    {
        var found = Canaries.In(answer.Body);
        found.UnionWith(Canaries.In(answer.Headers));
        var leaked = found.Except(allowed).Except(Canaries.In(request)).ToList();
        if (leaked.Count > 0)
        {
            _leaks.Enqueue($"{asker}: {string.Join(' ', leaked)}\n{request}\n{answer.Body[..Math.Min(2000, answer.Body.Length)]}");
        }

        return found;
    }

    /// <summary>Returns the document with an error in it.</summary>
    private static string Broken(string document, Random random)
    {
        var at = random.Next(10, document.Length - 1);
        return random.Next(5) switch
        {
            0 => document[..at],
            1 => document.Remove(at, 1),
            2 => document.Insert(at, "x"),
            3 => document.Replace("first: ", "first: -", StringComparison.Ordinal).Replace("eq: ", "like: ", StringComparison.Ordinal),
            _ => document.Replace(" reference ", " reference(as: 1) reference: id ", StringComparison.Ordinal).Replace("order: [", "order: [{}, ", StringComparison.Ordinal),
        };
    }

    private static ArgumentPool Pool(GeneratedWorld world)
    {
        string[] references = [.. world.People.Select(p => p.Reference)];
        return new ArgumentPool(
            hint => hint switch
            {
                "reference" => references,
                "municipality" => [TestCountry.North, TestCountry.South],
                "language" or "languages" => [TestCountry.Tongue],
                "nationality" => [TestCountry.Country],
                "postalCode" => [TestCountry.PostalCodeInNorth],
                "phone" => ["+4511223344"],
                "email" => ["somebody@test.invalid"],
                "wishes" or "activityTypes" or "activityType" or "knownActivityTypes" => [TestCountry.Family, TestCountry.Cafe],
                "name" or "search" or "given" or "family" => ["canary", "a", "canary1"],
                _ => ["text"],
            },
            WorldIds.Of(world));
    }

    private static ActivityListener Listen(Everything log, ActivityTraceId trace)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> one) => one.TraceId == trace ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = activity => log.Add($"span {activity.DisplayName} {activity.StatusDescription} "
                + string.Join(' ', activity.TagObjects.Concat(activity.Events.SelectMany(e => e.Tags)).Concat(activity.Baggage.Select(b => KeyValuePair.Create(b.Key, (object?)b.Value))).Select(t => $"{t.Key}={t.Value}"))),
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    /// <summary>Records every measurement with all tags, except those of other servers' own meters.</summary>
    private static MeterListener Measure(Everything log, IMeterFactory own)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Scope is null || instrument.Meter.Scope == own)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        var known = new ConcurrentDictionary<string, bool>();
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Note(instrument, tags));
        listener.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Note(instrument, tags));
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Note(instrument, tags));
        listener.Start();
        return listener;

        void Note(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var line = $"{instrument.Name} {string.Join(' ', tags.ToArray().Select(t => $"{t.Key}={t.Value}"))}";
            if (known.TryAdd(line, true))
            {
                log.Add(line);
            }
        }
    }

    private static int Seed()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}");
        return seed;
    }

    /// <summary>Keeps every log entry of every level, with values and exceptions.</summary>
    private sealed class Everything : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public ConcurrentQueue<string> Lines => _lines;

        public void Add(string line) => _lines.Enqueue(line);

        public ILogger CreateLogger(string categoryName) => this;

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue($"{logLevel}: {formatter(state, exception)} {(state is IEnumerable<KeyValuePair<string, object?>> values ? string.Join(' ', values.Select(v => v.Value)) : "")} {exception}");

        public void Dispose()
        {
        }
    }
}
