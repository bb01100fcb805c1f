using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
using Integration.Graph.Server.Tests.Mutations;
using Integration.Graph.Server.Tests.Subscriptions;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.Disclosures;

/// <summary>
/// Persons lose recipients one after another: they withdraw, move, are returned by the branch, narrow their grants, or their
/// match ends. Each loss directly follows an event to subscribers. Meanwhile several connections read the persons
/// continuously and subscriptions are open. <c>FULL=1</c> makes the test longer.
/// </summary>
public sealed class WithdrawalRaceTests(SubscriptionClients clients)
{
    private const int Outcomes = 5;

    /// <summary>Two persons for each outcome: one whose data was read before the loss, and one whose data was not.</summary>
    private static readonly int Persons = Environment.GetEnvironmentVariable("FULL") == "1" ? 20 : 2 * Outcomes;
    private static readonly Role[] Sides = [Role.Municipality, Role.BranchCoordinator, Role.Volunteer];

    // Transport, side, subscription.
    private static readonly (string Transport, int Side, string Field)[] Streams =
    [
        ("ws", 0, "handoverNoticeReceived"), ("sse", 0, "consentChanged"), ("ws", 0, "referralAssigned"),
        ("sse", 1, "referralAssigned"), ("ws", 1, "consentChanged"),
    ];

    [Theory, BothDatabases]
    public async Task Nothing_sent_after_a_loss_has_the_field_and_everything_sent_before_is_in_the_ledger_with_a_deletion_request(DatabaseKind kind)
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}");
        var scene = await Scene.CreateAsync(kind);
        await scene.DoAsync(db => db.Branches.Where(x => x.Id == TestCountry.NorthA).ExecuteUpdateAsync(row => row.SetProperty(x => x.Capacity, 100)));
        // The test makes most changes directly in the database, like another process.
        await using var host = await ServerHost.StartAsync(scene.Database, scene.Clock, ("Subscriptions:PollInterval", "00:00:00.01"));
        var volunteer = await scene.RegisterVolunteerAsync(TestCountry.NorthA, new("Vol", "Unteer", ActivityTypes: [TestCountry.Family], Capacity: 20));
        var people = new List<(long Id, string Reference)>();
        for (var i = 0; i <= Persons; i++)
        {
            var id = await scene.RegisterAsync();
            await scene.PlaceAsync(id);
            await scene.AskAsync(id, wishes: [TestCountry.Family]);
            if (IsRead(i))
            {
                await ConsentAsync(i, id);
            }

            people.Add((id, (await scene.LoadAsync(id)).Reference));
        }

        var centre = await host.TokenAsync(Role.CentreWorker, "test-centre");
        string[] tokens = [await host.TokenAsync(Sides[0], TestCountry.North), await host.TokenAsync(Sides[1], "test-north-a"), await host.TokenAsync(Sides[2], $"{volunteer}")];
        var streams = Streams.Select((stream, i) => clients.Subscribe(stream.Transport, host.Client.BaseAddress!, tokens[stream.Side],
            $"subscription S{i} {{ {stream.Field} {{ refugee {{ reference phone }} }} }}")).ToList();
        await Centre.ListeningAsync(host, Streams.Length);
        var hearing = streams.Select(stream => HearAsync(stream, people[Persons].Reference)).ToList();

        // For each side: the persons whose phone it has lost, and the persons that it no longer sees.
        ImmutableHashSet<string>[] lost = [[], [], []];
        ImmutableHashSet<string>[] gone = [[], [], []];
        var answers = new ConcurrentDictionary<string, HashSet<string>>();
        var stored = new Dictionary<(string Reference, int Side), int>();
        using var over = new CancellationTokenSource();
        var reading = Enumerable.Range(0, 6).Select(i => Task.Run(() => ReadAsync(i, i / 2))).ToList();

        for (var i = 0; i < Persons; i++)
        {
            while (answers.Count < (i + 1) * 6 && reading.TrueForAll(x => !x.IsFaulted))
            {
                await Task.Delay(2);
            }

            var (id, reference) = people[i];
            await (IsRead(i) ? scene.UpdateAsync(new(id, Phone: new($"+45000001{i:D2}"))) : ConsentAsync(i, id));
            await Task.Delay(random.Next(40));
            var isHidden = await LoseAsync(i);
            foreach (var side in LosersOf(i))
            {
                lost[side] = lost[side].Add(reference);
                if (isHidden)
                {
                    gone[side] = gone[side].Add(reference);
                }

                stored.Add((reference, side), await EntriesAsync(reference, side));
            }

            // Later events about the person do not contain the phone.
            if (!isHidden)
            {
                await scene.ChangeAsync(id, 2, Granting(SharedField.Name, SharedField.Age));
            }
        }

        await scene.ConsentAsync(people[Persons].Id);
        var heard = await Task.WhenAll(hearing);
        await over.CancelAsync();
        await Task.WhenAll(reading);

        // Entries stored when the change committed are the last ones: the field was not disclosed afterwards.
        foreach (var ((reference, side), before) in stored)
        {
            (await EntriesAsync(reference, side)).ShouldBe(before, $"person {people.FindIndex(x => x.Reference == reference)}, {Sides[side]}, seed {seed}");
        }

        var entries = (await host.DoAsync(db => db.EntriesAsync())).FindAll(x => x.Operation.Length > 0);
        var left = entries.ToLookup(x => x.Operation, x => DisclosedPerson.Read(x.Persons).Select(y => y.Reference).ToHashSet());
        answers.Count.ShouldBeGreaterThan(Persons);
        foreach (var (operation, carried) in answers.Where(x => x.Value.Count > 0))
        {
            left[operation].ShouldHaveSingleItem().ShouldBe(carried, ignoreOrder: true, operation);
        }

        for (var i = 0; i < Streams.Length; i++)
        {
            var told = heard[i].Where(x => x.Phone is not null).Select(x => x.Reference).ToList();
            told.Count.ShouldBeGreaterThan(1, $"{Streams[i]}: no event before the loss, seed {seed}");
            told.ShouldBe(left[$"S{i}"].SelectMany(x => x), ignoreOrder: true, $"{Streams[i]}, seed {seed}");
        }

        // Subscribers that still see a person with narrowed grants receive version 3.
        foreach (var i in new[] { 1, 4 })
        {
            heard[i].Where(x => x is { Phone: null, Reference: not "" }).Select(x => x.Reference).Distinct()
                .ShouldBe(people.Where((_, place) => place < Persons && IsNarrowed(place)).Select(x => x.Reference), ignoreOrder: true, $"{Streams[i]}, seed {seed}");
        }

        var held = (await host.DoAsync(db => db.Holdings.AsNoTracking().Where(x => x.Field == SharedField.Phone).ToListAsync())).Select(x => (x.Reference, x.Role, x.Scope)).ToHashSet();
        var asked = (await host.DoAsync(db => db.DeletionRequests.AsNoTracking().Where(x => x.ConfirmedAt == null && x.CancelledAt == null).ToListAsync()))
            .Select(x => (x.Reference, x.Role, x.Scope, x.Fields)).ToList();
        asked.ShouldBeUnique();
        var received = entries.SelectMany(entry => DisclosedPerson.Read(entry.Persons).Select(x => (x.Reference, Role: RoleNames.Parse(entry.Role)!.Value, entry.Scope))).ToHashSet();
        received.ShouldBeSubsetOf(held);
        received.Where(x => lost[Array.IndexOf(Sides, x.Role)].Contains(x.Reference)).Select(x => (x.Reference, x.Role, x.Scope, SharedFields.Phone))
            .ShouldBe(asked, ignoreOrder: true, $"seed {seed}");
        await using var db = host.Database.CreateContext();
        (await new LedgerVerification(db).RunAsync([])).Breaks.ShouldBeEmpty();

        // Returns whether the person becomes invisible.
        async Task<bool> LoseAsync(int i)
        {
            var (id, reference) = people[i];
            switch (i % Outcomes)
            {
                case 0:
                    (await host.QueryAsync(centre, "mutation($r: String!) { withdrawConsent(input: { reference: $r }) { errors { __typename } } }", new { r = reference })).Errors.ShouldBeEmpty();
                    return true;
                case 1:
                    await scene.PlaceAsync(id, TestCountry.South);
                    return true;
                case 2:
                    await scene.ReturnAsync((await scene.LoadAsync(id)).ReferralId!.Value, TestCountry.NorthA);
                    return true;
                case 3:
                    await scene.ChangeAsync(id, 1, Granting(SharedField.Name));
                    return false;
                default:
                    await scene.EndAsync((await scene.LoadAsync(id)).Referrals.Single().Matches.Single().Id, Scene.Volunteer(volunteer));
                    return true;
            }
        }

        // Gives the consent, and matches the volunteer if the person's outcome is a loss for volunteers.
        async Task ConsentAsync(int i, long id)
        {
            await scene.ConsentAsync(id);
            if (!LosersOf(i).Contains(2))
            {
                return;
            }

            var referral = (await scene.LoadAsync(id)).ReferralId!.Value;
            await scene.AcceptAsync(referral, TestCountry.NorthA);
            await scene.ConfirmAsync(await scene.ProposeAsync(referral, volunteer, TestCountry.NorthA), volunteer);
        }

        Task<int> EntriesAsync(string reference, int side)
        {
            var role = Sides[side].InTokens();
            return host.DoAsync(db => db.Set<Disclosure>().CountAsync(x => x.Operation != "" && x.Reference == reference && x.Role == role));
        }

        async Task ReadAsync(int reader, int side)
        {
            for (var n = 0; !over.IsCancellationRequested; n++)
            {
                var (unknown, unseen) = (Volatile.Read(ref lost[side]), Volatile.Read(ref gone[side]));
                var operation = $"R{reader}_{n}";
                var answer = await host.QueryAsync(tokens[side], $"query {operation} {{ refugees(first: 100) {{ nodes {{ reference phone }} }} }}");
                // A response that was outdated too often says so and contains no data.
                if (answer.Codes.Contains("ANSWER_OUTDATED"))
                {
                    continue;
                }

                var rows = answer["refugees.nodes"].EnumerateArray().Select(Person).ToList();
                var carried = rows.Where(x => x.Phone is not null).Select(x => x.Reference).ToHashSet();
                carried.Intersect(unknown).ShouldBeEmpty(operation);
                rows.Select(x => x.Reference).Intersect(unseen).ShouldBeEmpty(operation);
                answers[operation] = carried;
            }
        }
    }

    /// <summary>
    /// In every second group of persons, the consent exists from the beginning, so their data is read before the loss. The
    /// others consent right before it.
    /// </summary>
    private static bool IsRead(int person) => person < Persons && person / Outcomes % 2 == 0;

    /// <summary>
    /// The sides that lose the person. After a return by the branch, the municipality still sees the person. After the end of
    /// a match, the branch does too.
    /// </summary>
    private static int[] LosersOf(int person) => (person % Outcomes) switch
    {
        2 => [1],
        4 => [2],
        _ => [0, 1, 2],
    };

    private static bool IsNarrowed(int person) => person % Outcomes == 3;

    private static IReadOnlyList<ConsentGrantInput> Granting(params SharedField[] fields) =>
        [.. Enum.GetValues<RecipientClass>().SelectMany(recipient => Scene.GrantsOf(recipient, fields))];

    /// <summary>Returns all events up to the first one about a given person.</summary>
    private static async Task<List<(string Reference, string? Phone)>> HearAsync(Subscription stream, string last)
    {
        var heard = new List<(string Reference, string? Phone)>();
        do
        {
            heard.Add(Person((await stream.NextAsync()).GetProperty("refugee")));
        }
        while (heard[^1].Reference != last);
        return heard;
    }

    /// <summary>A municipality keeps a notice, although it no longer sees the person.</summary>
    private static (string Reference, string? Phone) Person(JsonElement refugee) =>
        refugee.ValueKind == JsonValueKind.Null ? ("", null) : (refugee.GetProperty("reference").GetString()!, refugee.GetProperty("phone").GetString());
}
