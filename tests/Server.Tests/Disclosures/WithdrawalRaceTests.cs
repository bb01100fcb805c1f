using System.Collections.Concurrent;
using System.Collections.Immutable;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
using Integration.Graph.Server.Tests.Mutations;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.Disclosures;

/// <summary>Persons withdraw, move and are given back one after another while several connections read them without a pause.</summary>
public sealed class WithdrawalRaceTests
{
    private const int Persons = 18;

    [Theory, BothDatabases]
    public async Task Nobody_is_in_an_answer_that_was_asked_for_after_the_loss_and_every_answer_is_in_the_ledger_before_it(DatabaseKind kind)
    {
        var scene = await Scene.CreateAsync(kind);
        await scene.DoAsync(db => db.Branches.Where(x => x.Id == TestCountry.NorthA).ExecuteUpdateAsync(row => row.SetProperty(x => x.Capacity, 100)));
        await using var host = await ServerHost.StartAsync(scene.Database, scene.Clock);
        var people = new List<(long Id, string Reference, long Referral)>();
        for (var i = 0; i < Persons; i++)
        {
            var person = await scene.LoadAsync(await scene.ReferredAsync(wishes: [TestCountry.Family]));
            people.Add((person.Id, person.Reference, person.Referral!.Id));
        }

        var centre = await host.TokenAsync(Role.CentreWorker, "test-centre");
        string[] readers =
        [
            await host.TokenAsync(Role.Municipality, TestCountry.North),
            await host.TokenAsync(Role.Municipality, TestCountry.North),
            await host.TokenAsync(Role.BranchCoordinator, "test-north-a"),
            await host.TokenAsync(Role.BranchCoordinator, "test-north-a"),
        ];
        // Who is lost to the municipality, and who to the branch.
        ImmutableHashSet<string>[] gone = [[], []];
        var answers = new ConcurrentDictionary<string, HashSet<string>>();
        var stored = new Dictionary<string, int>();
        using var over = new CancellationTokenSource();
        var reading = readers.Select((token, i) => Task.Run(() => ReadAsync(token, i, i < 2 ? 0 : 1))).ToList();

        for (var i = 0; i < people.Count; i++)
        {
            while (answers.Count < (i + 1) * 6 && reading.TrueForAll(x => !x.IsFaulted))
                await Task.Delay(2);
            var (id, reference, referral) = people[i];
            await ((i % 3) switch
            {
                0 => WithdrawAsync(reference),
                1 => scene.PlaceAsync(id, TestCountry.South),
                _ => scene.ReturnAsync(referral, TestCountry.NorthA),
            });
            if (i % 3 < 2)
                gone[0] = gone[0].Add(reference);
            gone[1] = gone[1].Add(reference);
            stored.Add(reference, await EntriesAsync(reference, i % 3 == 2));
        }

        await Task.Delay(50);
        await over.CancelAsync();
        await Task.WhenAll(reading);

        // What was stored when the step was over is all there will ever be: nothing about the person came after it.
        for (var i = 0; i < people.Count; i++)
            (await EntriesAsync(people[i].Reference, i % 3 == 2)).ShouldBe(stored[people[i].Reference], $"person {i}");
        var entries = await host.DoAsync(db => db.DisclosureEntries.AsNoTracking().Where(x => x.Operation != "").ToListAsync());
        var left = entries.ToDictionary(x => x.Operation, x => DisclosedPerson.Read(x.Persons).Select(y => y.Reference).ToHashSet());
        answers.Count.ShouldBeGreaterThan(Persons);
        foreach (var (operation, carried) in answers.Where(x => x.Value.Count > 0))
            left[operation].ShouldBe(carried, ignoreOrder: true, operation);
        var held = await host.DoAsync(db => db.Holdings.AsNoTracking().Where(x => x.Field == SharedField.Phone).ToListAsync());
        foreach (var entry in entries)
            foreach (var reference in left[entry.Operation])
                held.ShouldContain(x => x.Reference == reference && x.Scope == entry.Scope && x.Role == RoleNames.Parse(entry.Role));
        await using var db = host.Database.CreateContext();
        (await new LedgerVerification(db).RunAsync([])).Breaks.ShouldBeEmpty();

        async Task WithdrawAsync(string reference) =>
            (await host.QueryAsync(centre, "mutation($r: String!) { withdrawConsent(input: { reference: $r }) { errors { __typename } } }", new { r = reference })).Errors.ShouldBeEmpty();

        // Whom a branch gave back is still the municipality's.
        Task<int> EntriesAsync(string reference, bool branchOnly) => host.DoAsync(db =>
            db.DisclosureEntries.CountAsync(x => x.Operation != "" && x.Persons.Contains(reference) && (!branchOnly || x.Role == "BRANCH_COORDINATOR")));

        async Task ReadAsync(string token, int reader, int side)
        {
            for (var n = 0; !over.IsCancellationRequested; n++)
            {
                var before = Volatile.Read(ref gone[side]);
                var operation = $"R{reader}_{n}";
                var answer = await host.QueryAsync(token, $"query {operation} {{ refugees(first: 100) {{ nodes {{ reference phone }} }} }}");
                var carried = answer["refugees.nodes"].EnumerateArray().Select(x => x.GetProperty("reference").GetString()!).ToHashSet();
                carried.Intersect(before).ShouldBeEmpty(operation);
                answers[operation] = carried;
            }
        }
    }
}
