using System.Globalization;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Mutations;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.Disclosures;

/// <summary>
/// Whatever is done to a stored ledger is found, and where. Two processes have written one chain of five groups each, one
/// after the other; each test does its damage in a transaction that comes to nothing.
/// </summary>
public sealed class LedgerVerificationTests : IAsyncLifetime
{
    private readonly Dictionary<DatabaseKind, Scene> _scenes = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var scene in _scenes.Values)
            await scene.DisposeAsync();
    }

    [Theory, BothDatabases]
    public async Task What_is_damaged_is_found_and_named(DatabaseKind kind)
    {
        var scene = await WrittenAsync(kind);
        var (old, latest) = await ChainsAsync(scene);
        var second = DisclosureEntry.IdOf(old, 2);

        var whole = await VerifyAsync(scene);
        whole.Breaks.ShouldBeEmpty();
        (whole.Chains, whole.Groups, whole.Entries).ShouldBe((2, 10, 10));

        foreach (var column in new[] { "role", "scope", "caller", "operation", "operation_hash", "persons", "reason_hash" })
            await FindsAsync($"UPDATE disclosure_entries SET {column} = {column} || 'x' WHERE id = {second}", old, 2, "changed");
        await FindsAsync($"UPDATE disclosure_entries SET at = (SELECT MAX(at) FROM disclosure_entries) WHERE id = {second}", old, 2, "changed");
        await FindsAsync($"DELETE FROM disclosure_entries WHERE id = {second}", old, 2, $"entry {second} is missing");
        await FindsAsync($"DELETE FROM disclosure_groups WHERE chain_id = {old} AND number = 2", old, 2, "missing; the next one that is there is group 3");
        await FindsAsync($"DELETE FROM disclosure_groups WHERE chain_id = {old} AND number = 2; DELETE FROM disclosure_entries WHERE id = {second}", old, 2, "missing");
        await FindsAsync($"DELETE FROM disclosure_groups WHERE chain_id = {old} AND number = 1", old, 1, "missing");
        // Two entries, and two groups, in each other's places.
        await FindsAsync(Swap("disclosure_entries", "id", second, second + 1, 99), old, 2, "changed");
        await FindsAsync(Swap("disclosure_groups", "number", 2, 3, 99, $" AND chain_id = {old}"), old, 2, "does not follow");
        await FindsAsync($"UPDATE disclosure_groups SET at = (SELECT MAX(at) FROM disclosure_entries) WHERE chain_id = {old} AND number = 3", old, 3, "changed");
        await FindsAsync($"UPDATE disclosure_groups SET anchor = '' WHERE chain_id = {latest} AND number = 1", latest, 1, "changed");
        await FindsAsync($"UPDATE disclosure_groups SET anchor = NULL WHERE chain_id = {latest} AND number = 1", latest, 1, "");
        // Entries that nobody wrote, and what a group has left behind.
        await FindsAsync(Added(DisclosureEntry.IdOf(latest, 6)), latest, null, "belongs to no group");
        await FindsAsync(Added(7), 0, null, "belongs to no group");
        await FindsAsync($"DELETE FROM disclosure_groups WHERE chain_id = {latest} AND number = 5", latest, null, "the end of the chain is missing");
        // What is cut off cleanly is missed by the chain that came after it.
        await FindsAsync($"DELETE FROM disclosure_groups WHERE chain_id = {old} AND number = 5; DELETE FROM disclosure_entries WHERE id = {second + 3}", old, 5, "cut off");
        await FindsAsync($"DELETE FROM disclosure_groups WHERE chain_id = {old}; DELETE FROM disclosure_entries WHERE id BETWEEN {second - 1} AND {second + 3}", old, null, "the whole chain is missing");

        async Task FindsAsync(string damage, long chain, long? group, string what)
        {
            var found = (await VerifyAsync(scene, db => db.Database.ExecuteSqlRawAsync(damage))).Breaks;
            found.ShouldNotBeEmpty(damage);
            (found[0].Chain, found[0].Group).ShouldBe((chain, group), $"{damage}: {found[0]}");
            found[0].What.ShouldContain(what, customMessage: damage);
        }
    }

    [Theory, BothDatabases]
    public async Task A_chain_that_is_written_anew_with_all_its_hashes_is_found_by_the_one_after_it(DatabaseKind kind)
    {
        var scene = await WrittenAsync(kind);
        var (old, _) = await ChainsAsync(scene);

        var report = await VerifyAsync(scene, async db =>
        {
            var third = DisclosureEntry.IdOf(old, 3);
            await db.Database.ExecuteSqlAsync($"UPDATE disclosure_entries SET caller = 'nobody' WHERE id = {third}");
            var previous = LedgerChain.Nothing;
            foreach (var group in await db.DisclosureGroups.AsNoTracking().Where(x => x.ChainId == old).OrderBy(x => x.Number).ToListAsync())
            {
                var entries = await db.DisclosureEntries.AsNoTracking()
                    .Where(x => x.Id >= group.FirstEntryId && x.Id < group.FirstEntryId + group.Entries).OrderBy(x => x.Id).ToListAsync();
                var forged = new DisclosureGroup
                {
                    ChainId = old,
                    Number = group.Number,
                    At = group.At,
                    FirstEntryId = group.FirstEntryId,
                    Entries = group.Entries,
                    Anchor = group.Anchor,
                    PreviousHash = previous,
                    Hash = [],
                };
                previous = LedgerChain.Hash(forged, entries);
                await db.DisclosureGroups.Where(x => x.ChainId == old && x.Number == group.Number)
                    .ExecuteUpdateAsync(row => row.SetProperty(x => x.PreviousHash, forged.PreviousHash).SetProperty(x => x.Hash, previous));
            }
        });

        var found = report.Breaks.ShouldHaveSingleItem();
        (found.Chain, found.Group).ShouldBe((old, 5));
        found.What.ShouldContain("written anew");
    }

    [Theory, BothDatabases]
    public async Task The_end_of_the_newest_chain_is_missed_by_who_wrote_it_down(DatabaseKind kind)
    {
        var scene = await WrittenAsync(kind);
        var (_, latest) = await ChainsAsync(scene);
        var hash = Convert.ToHexStringLower(await scene.DoAsync(db =>
            db.DisclosureGroups.Where(x => x.ChainId == latest && x.Number == 5).Select(x => x.Hash).SingleAsync()));
        ChainEnd[] end = [new(latest, 5, hash)];
        var fifth = DisclosureEntry.IdOf(latest, 5);
        async Task CutAsync(GraphContext db)
        {
            await db.DisclosureGroups.Where(x => x.ChainId == latest && x.Number == 5).ExecuteDeleteAsync();
            await db.DisclosureEntries.Where(x => x.Id == fifth).ExecuteDeleteAsync();
        }

        (await VerifyAsync(scene, expected: end)).Breaks.ShouldBeEmpty();
        (await VerifyAsync(scene, CutAsync)).Breaks.ShouldBeEmpty();
        (await VerifyAsync(scene, CutAsync, end)).Breaks.ShouldHaveSingleItem().What.ShouldContain("cut off");
    }

    [Theory, BothDatabases]
    public async Task The_command_says_what_it_found_and_ends_with_a_code(DatabaseKind kind)
    {
        var scene = await WrittenAsync(kind);
        var (old, _) = await ChainsAsync(scene);
        string[] settings = [.. scene.Database.Settings.SelectMany(x => new[] { "--" + x.Key, x.Value! })];

        (await RunAsync(settings)).ShouldBe((0, "2 chains, 10 groups and 10 entries: the ledger is whole."));
        var (code, text) = await RunAsync(["--expect", $"{old}:5:{new string('a', 64)}", .. settings]);
        code.ShouldBe(1);
        text.ShouldStartWith($"Chain {old}, group 5: it is not the group that was there when it was written down outside the database");
        text.ShouldEndWith("the ledger is broken.");
        (await RunAsync(["--expect", "five", .. settings])).Code.ShouldBe(2);

        static async Task<(int Code, string Text)> RunAsync(string[] arguments)
        {
            await using var output = new StringWriter(CultureInfo.InvariantCulture);
            var code = await VerifyLedgerCommand.RunAsync(["verify-ledger", .. arguments], output, output);
            return (code, output.ToString().Trim());
        }
    }

    private static string Swap(string table, string key, long one, long other, long between, string and = "") =>
        $"UPDATE {table} SET {key} = {between} WHERE {key} = {one}{and}; UPDATE {table} SET {key} = {one} WHERE {key} = {other}{and}; "
        + $"UPDATE {table} SET {key} = {other} WHERE {key} = {between}{and}";

    private static string Added(long id) =>
        $"INSERT INTO disclosure_entries (id, at, role, scope, caller, operation, operation_hash, persons, reason_hash) SELECT {id}, MAX(at), 'VOLUNTEER', '', '', '', '', '', '' FROM disclosure_entries";

    private static async Task<LedgerReport> VerifyAsync(Scene scene, Func<GraphContext, Task>? damage = null, ChainEnd[]? expected = null)
    {
        await using var db = scene.Database.CreateContext();
        await using var transaction = await db.Database.BeginTransactionAsync();
        if (damage is not null)
            await damage(db);
        return await new LedgerVerification(db).RunAsync(expected ?? []);
    }

    /// <summary>The chain that was written first, and the other one.</summary>
    private static async Task<(long Old, long Latest)> ChainsAsync(Scene scene)
    {
        var first = await scene.DoAsync(db => db.DisclosureGroups.AsNoTracking().Where(x => x.Number == 1).ToListAsync());
        return (first.Single(x => x.Anchor!.Length == 0).ChainId, first.Single(x => x.Anchor!.Length > 0).ChainId);
    }

    private async Task<Scene> WrittenAsync(DatabaseKind kind)
    {
        if (_scenes.TryGetValue(kind, out var known))
            return known;
        var scene = await Scene.CreateAsync(kind);
        _scenes.Add(kind, scene);
        var id = await scene.RegisterAsync();
        for (var chain = 0; chain < 2; chain++)
        {
            using var ledger = new LedgerOf(scene);
            for (var group = 0; group < 5; group++)
            {
                scene.Clock.Now += TimeSpan.FromSeconds(1);
                (await ledger.AnswerAsync(SharedFields.Phone, id)).ShouldBeTrue();
            }
        }

        return scene;
    }
}
