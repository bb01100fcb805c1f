using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Tests.Databases;

namespace Integration.Graph.Server.Tests.Sharing.NonInterference;

/// <summary>
/// Data that a caller may not read does not influence any byte that the caller gets. <c>SEED=n</c> repeats a run,
/// <c>FULL=1</c> makes it larger.
/// </summary>
public sealed class NonInterferenceTests
{
    private static readonly Asker?[] Askers = [.. Asker.All, null];

    [Theory]
    [BothDatabases]
    public async Task Worlds_that_differ_in_what_a_caller_may_not_read_give_the_same_bytes(DatabaseKind kind)
    {
        var isLarge = Environment.GetEnvironmentVariable("FULL") == "1";
        // Translating a new document costs as much as executing it several hundred times. The tests therefore run few
        // documents on many worlds.
        var (wanted, sample, documents) = kind == DatabaseKind.Sqlite ? (isLarge ? 100_000 : 2_500, isLarge ? 40 : 12, isLarge ? 160 : 12) : (isLarge ? 10_000 : 300, 8, isLarge ? 60 : 8);
        var seed = Seed();
        var random = new Random(seed);
        var generator = new WorldGenerator(random);
        var world = generator.World();
        await using var server = await WorldServer.StartAsync(kind, world);
        var operations = new Dictionary<string, List<GeneratedOperation>>();
        var pairs = 0;
        for (var round = 0; pairs < wanted; round++)
        {
            var asker = Askers[round % Askers.Length];
            var view = WorldServer.ViewOf(asker);
            if (!operations.TryGetValue(view.Name, out var all))
            {
                var made = new OperationGenerator(view.Schema, WorldServer.Full, random, Worlds.Pool(world));
                operations.Add(view.Name, all = [.. Enumerable.Range(0, documents).Select(_ => made.Query())]);
            }

            // Half of the persons are kept from the previous world, so that ids in documents remain usable.
            if (round >= Askers.Length)
            {
                for (var i = 0; i < 60; i++)
                {
                    var place = random.Next(world.People.Count);
                    world = world.With(place, generator.Pick(generator.Changes).Apply(world.People[place]));
                }
            }

            await server.ReplaceAsync(world);
            var token = await server.TokenAsync(asker);
            var asked = await FirstAsync(server, token, [.. all.OrderBy(_ => random.Next()).Take(sample)]);
            for (var variant = 0; variant < 3; variant++)
            {
                var steps = new List<(string Change, GeneratedWorld World)>();
                var other = Differently(asker, world, generator, random, steps);
                Readable.Of(asker, other).ShouldBe(Readable.Of(asker, world), $"seed {seed}: the test itself is wrong");
                await server.ReplaceAsync(other);
                var told = new ConcurrentBag<(string Document, Dictionary<string, string?> Variables, WholeAnswer Answer)>();
                await Parallel.ForEachAsync(asked, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (request, _) =>
                {
                    if (await server.AskAsync(token, request.Document, request.Variables) != request.Answer)
                    {
                        told.Add(request);
                    }
                });
                if (told.TryTake(out var one))
                {
                    Assert.Fail($"Seed {seed}, {asker}, on {kind}:\n{await WhatToldAsync(server, token, one, steps)}");
                }

                pairs += asked.Count;
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{pairs} pairs on {kind}");
    }

    /// <summary>Ensures that the comparison is not between empty responses: a change to readable data is visible.</summary>
    [Fact]
    public async Task A_change_of_what_a_caller_may_read_is_seen()
    {
        var seed = Seed();
        var random = new Random(seed);
        var generator = new WorldGenerator(random);
        var first = generator.World();
        await using var server = await WorldServer.StartAsync(DatabaseKind.Sqlite, first);
        var (made, seen) = (new HashSet<string>(), new HashSet<string>());
        foreach (var asker in new Asker[] { new(Role.CentreWorker, "test-centre"), new(Role.Municipality, Mutations.TestCountry.North), new(Role.BranchCoordinator, "test-north-a"), new(Role.DataProtectionOfficer) })
        {
            var view = WorldServer.ViewOf(asker);
            var token = await server.TokenAsync(asker);
            var everything = new OperationGenerator(view.Schema, WorldServer.Full, random, Worlds.Pool(first));
            var documents = view.Schema.Query.Fields.Where(f => f.Name is "refugees" or "referrals" or "consents" or "handoverNotices" or "matches" or "consentNotices").Select(f => $"{{ {everything.Everything(f, 4)} }}").ToList();
            await server.ReplaceAsync(first);
            var before = await AnswersAsync(server, token, documents);
            foreach (var (name, apply) in generator.Changes)
            {
                for (var attempt = 0; attempt < 30 && !seen.Contains(name); attempt++)
                {
                    var place = random.Next(first.People.Count);
                    var other = first.With(place, apply(first.People[place]));
                    if (Readable.Of(asker, other, other.People[place]) == Readable.Of(asker, first, first.People[place]))
                    {
                        continue;
                    }

                    made.Add(name);
                    await server.ReplaceAsync(other);
                    if (!before.SequenceEqual(await AnswersAsync(server, token, documents)))
                    {
                        seen.Add(name);
                    }
                }
            }
        }

        seen.ShouldBe(made, ignoreOrder: true, $"seed {seed}");
        seen.Count.ShouldBeGreaterThan(30, $"seed {seed}");
    }

    private static async Task<List<WholeAnswer>> AnswersAsync(WorldServer server, string? token, List<string> documents)
    {
        var answers = new List<WholeAnswer>();
        foreach (var document in documents)
        {
            answers.Add(await server.AskAsync(token, document));
            answers[^1].Body.ShouldNotContain("\"errors\":[{", Case.Sensitive, string.Join('\n', server.Host.Complaints.TakeLast(1)));
        }

        return answers;
    }

    /// <summary>Sends each document, and follows its pages once. The same requests can then be sent in another world.</summary>
    private static async Task<List<(string Document, Dictionary<string, string?> Variables, WholeAnswer Answer)>> FirstAsync(WorldServer server, string? token, List<GeneratedOperation> operations)
    {
        var asked = new List<(string, Dictionary<string, string?>, WholeAnswer)>();
        foreach (var operation in operations)
        {
            var variables = new Dictionary<string, string?>();
            var answer = await server.AskAsync(token, operation.Document, variables);
            answer.Body.ShouldNotContain("INTERNAL_SERVER_ERROR", Case.Sensitive, $"{operation.Document}\n{string.Join('\n', server.Host.Complaints.TakeLast(1))}");
            asked.Add((operation.Document, variables, answer));
            if (Worlds.Next(operation, answer) is { Count: > 0 } next)
            {
                asked.Add((operation.Document, next, await server.AskAsync(token, operation.Document, next)));
            }
        }

        return asked;
    }

    /// <summary>Finds the change that the caller can detect, and the difference.</summary>
    private static async Task<string> WhatToldAsync(
        WorldServer server, string? token, (string Document, Dictionary<string, string?> Variables, WholeAnswer Answer) request, List<(string Change, GeneratedWorld World)> steps)
    {
        foreach (var (change, world) in steps)
        {
            await server.ReplaceAsync(world);
            var answer = await server.AskAsync(token, request.Document, request.Variables);
            if (answer == request.Answer)
            {
                continue;
            }

            var at = request.Answer.Body.Zip(answer.Body).TakeWhile(both => both.First == both.Second).Count();
            return $"{request.Document}\n{JsonSerializer.Serialize(request.Variables)}\n{change}\n{Around(request.Answer.Body, at)}\n{Around(answer.Body, at)}";
        }

        return $"The response varies within one world.\n{request.Document}\n{JsonSerializer.Serialize(request.Variables)}";
    }

    private static string Around(string text, int at) => text[Math.Max(0, at - 300)..Math.Min(text.Length, at + 200)];

    /// <summary>Makes many small changes. Keeps each change that does not alter what the caller may read.</summary>
    private static GeneratedWorld Differently(Asker? asker, GeneratedWorld world, WorldGenerator generator, Random random, List<(string Change, GeneratedWorld World)> steps)
    {
        for (var attempt = 0; attempt < 70; attempt++)
        {
            var place = random.Next(world.People.Count);
            var (name, apply) = generator.Pick(generator.Changes);
            var before = world.People[place];
            var after = apply(before);
            if (before == after)
            {
                continue;
            }

            var other = world.With(place, after);
            // Members of a household are counted together.
            var concerned = Enumerable.Range(0, world.People.Count).Where(i => i == place || world.People[i].Household is { } household && (household == before.Household || household == after.Household));
            if (concerned.Any(i => Readable.Of(asker, world, world.People[i]) != Readable.Of(asker, other, other.People[i])))
            {
                continue;
            }

            world = other;
            steps.Add(($"{name} of {before}, now {after}", world));
        }

        foreach (var change in new Func<GeneratedWorld, GeneratedWorld>[]
        {
            of => of.WithNoticesExchanged(random.Next(of.People.Count), random.Next(of.People.Count)),
            // All at once, because few persons are minors with a guardian's consent that the caller sees.
            of => of with { People = [.. of.People.Select(p => Unless((a, x) => Readable.Of(a, of, x), p, generator.OnAnotherDay(p)))] },
            of => of with { Caseworkers = [.. of.Caseworkers.Select(c => random.Next(3) == 0 ? generator.Changed(c) : c)] },
            of => of with { Volunteers = [.. of.Volunteers.Select(v => Readable.Of(asker, v).Length > 0 ? v : generator.Volunteer(v.Id, v.Branch))] },
            of => of with { Activations = [.. of.Activations.Select(a => Unless(Readable.Of, a, generator.Changed(a)))] },
            of => of with { Requests = [.. of.Requests.Select(r => Unless(Readable.Of, r, generator.Changed(r, of.People)))] },
        })
        {
            var other = change(world);
            if (Readable.Of(asker, other) == Readable.Of(asker, world))
            {
                steps.Add(("notices, caseworkers, volunteers, activations or deletion requests", world = other));
            }
        }

        return world;

        // Changes one row if the caller may read the same of it afterwards.
        T Unless<T>(Func<Asker?, T, string> read, T row, T changed) => read(asker, row) == read(asker, changed) ? changed : row;
    }

    private static int Seed()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}");
        return seed;
    }
}
