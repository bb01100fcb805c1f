using System.Globalization;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.DeletionRequests;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Rights;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Mutations;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.Disclosures;

/// <summary>
/// Verification finds and locates any damage to a stored ledger. Two processes have each written a chain of five groups, one
/// after the other. Each test damages the ledger in a transaction that is rolled back.
/// </summary>
public sealed class LedgerVerificationTests : IAsyncLifetime
{
    private readonly Dictionary<DatabaseKind, Scene> _scenes = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var scene in _scenes.Values)
        {
            await scene.DisposeAsync();
        }
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
        {
            await FindsAsync($"UPDATE disclosure_entries SET {column} = {column} || 'x' WHERE id = {second}", old, 2, "changed");
        }

        await FindsAsync($"UPDATE disclosure_entries SET at = (SELECT MAX(at) FROM disclosure_entries) WHERE id = {second}", old, 2, "changed");
        await FindsAsync($"DELETE FROM disclosure_entries WHERE id = {second}", old, 2, $"entry {second} is missing");
        await FindsAsync($"DELETE FROM disclosure_groups WHERE chain_id = {old} AND number = 2", old, 2, "missing; the next stored group is group 3");
        await FindsAsync($"DELETE FROM disclosure_groups WHERE chain_id = {old} AND number = 2; DELETE FROM disclosure_entries WHERE id = {second}", old, 2, "missing");
        await FindsAsync($"DELETE FROM disclosure_groups WHERE chain_id = {old} AND number = 1", old, 1, "missing");
        // Two entries, and two groups, exchanged.
        await FindsAsync(Swap("disclosure_entries", "id", second, second + 1, 99), old, 2, "changed");
        await FindsAsync(Swap("disclosure_groups", "number", 2, 3, 99, $" AND chain_id = {old}"), old, 2, "does not follow");
        await FindsAsync($"UPDATE disclosure_groups SET at = (SELECT MAX(at) FROM disclosure_entries) WHERE chain_id = {old} AND number = 3", old, 3, "changed");
        await FindsAsync($"UPDATE disclosure_groups SET anchor = '' WHERE chain_id = {latest} AND number = 1", latest, 1, "changed");
        await FindsAsync($"UPDATE disclosure_groups SET anchor = NULL WHERE chain_id = {latest} AND number = 1", latest, 1, "");
        // The hash does not tell these apart: a missing anchor is hashed like an empty one.
        await FindsAsync($"UPDATE disclosure_groups SET anchor = NULL WHERE chain_id = {old} AND number = 1", old, 1, "the first group of a chain must have an anchor, and no other group may have one");
        await FindsAsync($"UPDATE disclosure_groups SET anchor = '' WHERE chain_id = {old} AND number = 2", old, 2, "the first group of a chain must have an anchor, and no other group may have one");
        // Forged entries, and entries left by a removed group.
        await FindsAsync(Added(DisclosureEntry.IdOf(latest, 6)), latest, null, "belongs to no group");
        await FindsAsync(Added(7), 0, null, "belongs to no group");
        await FindsAsync($"DELETE FROM disclosure_groups WHERE chain_id = {latest} AND number = 5", latest, null, "the end of the chain is missing");
        // A cleanly removed end of a chain is detected by the later chain, which contains its anchor.
        await FindsAsync($"DELETE FROM disclosure_groups WHERE chain_id = {old} AND number = 5; DELETE FROM disclosure_entries WHERE id = {second + 3}", old, 5, "was removed");
        await FindsAsync($"DELETE FROM disclosure_groups WHERE chain_id = {old}; DELETE FROM disclosure_entries WHERE id BETWEEN {second - 1} AND {second + 3}", old, null, "the whole chain is missing");

        async Task FindsAsync(string damage, long? chain, long? group, string what)
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
        found.What.ShouldContain("was rewritten");
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
        (await VerifyAsync(scene, CutAsync, end)).Breaks.ShouldHaveSingleItem().What.ShouldContain("was removed");
    }

    /// <summary>Manipulations by which a person with write access to the database could try to hide a disclosure.</summary>
    [Theory, BothDatabases]
    public async Task What_is_removed_or_changed_beside_the_chains_is_found_and_named(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var (reference, other) = await UsedAsync(scene);
        var hash = Convert.ToHexStringLower(await scene.DoAsync(db => db.DisclosureGroups.OrderBy(x => x.Number).Select(x => x.Hash).LastAsync()));
        var (chain, groups) = await scene.DoAsync(async db => (await db.DisclosureGroups.Select(x => x.ChainId).Distinct().SingleAsync(), await db.DisclosureGroups.CountAsync()));
        ChainEnd[] anchor = [new(chain, groups, hash)];
        var whole = await VerifyAsync(scene, expected: anchor);
        whole.Breaks.ShouldBeEmpty();
        whole.IsCompared.ShouldBeTrue();

        // Removes the last groups with their entries and all traces. Only the anchor outside the database detects it.
        var tail = $"DELETE FROM disclosure_entries WHERE id >= (SELECT first_entry_id FROM disclosure_groups WHERE number = {groups}); DELETE FROM disclosure_groups WHERE number = {groups};";
        await FindsAsync(tail, $"The holding of ADDRESS of {other} by MUNICIPALITY 9901 has been added: no entry records that the field was disclosed.");
        tail += $"DELETE FROM disclosure_holdings WHERE reference = '{other}' AND field = 3;";
        (await VerifyAsync(scene, db => db.Database.ExecuteSqlRawAsync(tail))).Breaks.ShouldBeEmpty();
        await FindsAsync(tail, $"Chain {chain}, group {groups}: the group is missing, although it existed when its anchor was recorded outside the database: the end of the chain was removed.", anchor);
        await FindsAsync(tail, $"Chain {chain}, group {groups}: the group is missing", [new(chain, groups, "")]);
        // Removes all entries; all groups and entries; then every trace of a ledger.
        await FindsAsync("DELETE FROM disclosure_entries", $"Chain {chain}, group 1: entry {DisclosureEntry.IdOf(chain, 1)} is missing.");
        var all = "DELETE FROM disclosure_entries; DELETE FROM disclosure_groups;";
        await FindsAsync(all, "Whole chains are missing or were added: the stored count is 1, but the ledger has 0.");
        all += "DELETE FROM storage_marks WHERE name = 'ledger-chains';";
        await FindsAsync(all, "The stored count of chains is missing.");
        all += "INSERT INTO storage_marks (name, value) VALUES ('ledger-chains', '0');";
        await FindsAsync(all, "There is no chain, although fields were disclosed");
        await FindsAsync(all + "DELETE FROM disclosure_holdings;", "There is no chain, although fields were disclosed");
        // Each of the three alone.
        string[] traces = ["DELETE FROM disclosure_holdings;", "DELETE FROM deletion_requests;", "DELETE FROM subject_accesses;"];
        foreach (var left in traces)
        {
            await FindsAsync(all + string.Concat(traces.Except([left])), "There is no chain, although fields were disclosed");
        }

        all += string.Concat(traces);
        (await VerifyAsync(scene, db => db.Database.ExecuteSqlRawAsync(all))).Breaks.ShouldBeEmpty();
        await FindsAsync(all, $"Chain {chain}: the whole chain is missing", anchor);
        await FindsAsync("UPDATE storage_marks SET value = '2' WHERE name = 'ledger-chains'", "Whole chains are missing or were added: the stored count is 2, but the ledger has 1.");
        await FindsAsync("UPDATE storage_marks SET value = '0' WHERE name = 'ledger-chains'", "Whole chains are missing or were added: the stored count is 0, but the ledger has 1.");

        // Holdings: all of them, and single ones.
        var phone = $"WHERE reference = '{reference}' AND field = 2";
        var named = $"The holding of PHONE of {reference} by MUNICIPALITY 9901 ";
        await FindsAsync("DELETE FROM disclosure_holdings", named + "is missing: entries record that the field was disclosed.");
        await FindsAsync($"DELETE FROM disclosure_holdings {phone}", named + "is missing");
        await FindsAsync($"UPDATE disclosure_holdings SET field = 5 {phone}", named + "is missing");
        await FindsAsync($"UPDATE disclosure_holdings SET field = 5 {phone}", $"The holding of NATIONALITY of {reference} by MUNICIPALITY 9901 has been added");
        await FindsAsync($"UPDATE disclosure_holdings SET scope = '9902' {phone}", $"The holding of PHONE of {reference} by MUNICIPALITY 9902 has been added");
        await FindsAsync($"UPDATE disclosure_holdings SET consent_version = 9 {phone}", named + "has been changed: no entry has its instant and consent version.");
        await FindsAsync($"UPDATE disclosure_holdings SET since = (SELECT MAX(at) FROM disclosure_entries) {phone}", named + "has been changed");
        await FindsAsync($"UPDATE disclosure_holdings SET since = (SELECT MIN(at) FROM disclosure_entries) {phone}", named + "has been changed: no entry has its instant and consent version.");
        await FindsAsync($"UPDATE disclosure_holdings SET since = (SELECT MAX(at) FROM disclosure_entries WHERE persons LIKE '{reference}:2:%') {phone}", named + "has been changed: the field was disclosed earlier than it says.");
        await FindsAsync($"UPDATE disclosure_holdings SET field = 99 {phone}", $"A holding of {reference} by MUNICIPALITY 9901 is of an unknown field.");
        await FindsAsync($"UPDATE disclosure_holdings SET ended_at = (SELECT MAX(at) FROM disclosure_entries) {phone}", named + "has been changed: it has ended, but no deletion was confirmed at that time.");
        // A field that was disclosed again after its deletion was confirmed.
        await FindsAsync($"UPDATE disclosure_holdings SET since = (SELECT at FROM disclosure_entries WHERE persons LIKE '{other}:3:%') WHERE reference = '{other}' AND field = 2",
            $"The holding of PHONE of {other} by MUNICIPALITY 9901 has been changed: it has not ended, although its deletion was confirmed.");
        await FindsAsync($"UPDATE disclosure_holdings SET since = (SELECT at FROM disclosure_entries WHERE persons LIKE '{other}:3:%'), ended_at = (SELECT confirmed_at FROM deletion_requests WHERE reference = '{other}') WHERE reference = '{other}' AND field = 2",
            $"The holding of PHONE of {other} by MUNICIPALITY 9901 has been changed: it has ended, but the field was disclosed again.");
        var name = $"WHERE reference = '{other}' AND field = 1";
        await FindsAsync($"UPDATE disclosure_holdings SET ended_at = NULL {name}", $"The holding of NAME of {other} by MUNICIPALITY 9901 has been changed: it has not ended, although its deletion was confirmed.");
        await FindsAsync($"DELETE FROM deletion_requests WHERE reference = '{other}'", $"The holding of NAME of {other} by MUNICIPALITY 9901 has been changed: it has ended, but no deletion was confirmed at that time.");

        // Reasons.
        var opening = await scene.DoAsync(db => db.DisclosureEntries.Where(x => x.ReasonHash != "").OrderBy(x => x.Id).Select(x => x.Id).FirstAsync());
        foreach (var change in new[] { "reason = 'another'", "reason = NULL", "reason_salt = 'x'" })
        {
            await FindsAsync($"UPDATE subject_accesses SET {change}", $"The reason for opening {reference} has been changed: its hash is not the one in entry {opening}.");
        }

        await FindsAsync("DELETE FROM subject_accesses", $"The reason for opening {reference} is missing: entry {opening} has its hash, and the person has not been erased.");
        await FindsAsync("UPDATE subject_accesses SET officer = 'another'", $"An officer has opened {reference}, but no entry records it.");
        (await VerifyAsync(scene, async db =>
        {
            await db.Refugees.Where(x => x.Reference == reference).ExecuteDeleteAsync();
            db.Add(new ErasedRefugee { Reference = reference, ErasedAt = scene.Clock.Now, ErasedBy = "", Cause = ErasureCause.Request });
            await db.SaveChangesAsync();
        })).Breaks.ShouldBeEmpty();

        async Task FindsAsync(string damage, string what, ChainEnd[]? expected = null)
        {
            var found = (await VerifyAsync(scene, db => db.Database.ExecuteSqlRawAsync(damage), expected)).Breaks;
            found.Select(x => x.ToString()).ShouldContain(x => x.StartsWith(what, StringComparison.Ordinal), $"{damage}: {string.Join('\n', found)}");
        }
    }

    /// <summary>Memory and output stay small, however much is missing.</summary>
    [Fact]
    public async Task Of_many_wrong_holdings_some_are_named_and_the_others_counted()
    {
        await using var scene = await Scene.CreateAsync(DatabaseKind.Sqlite);
        var ids = new List<long>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add(await scene.RegisterAsync());
        }

        using (var ledger = new LedgerOf(scene))
        {
            (await ledger.AnswerAsync(SharedFields.All, [.. ids])).ShouldBeTrue();
        }

        var found = (await VerifyAsync(scene, db => db.Holdings.ExecuteDeleteAsync())).Breaks;

        found.Count.ShouldBe(LedgerHoldings.MostNamed + 1);
        found[^1].What.ShouldBe("15 more holdings are wrong.");
    }

    /// <summary>
    /// Writes one chain. The phone of one person is disclosed twice. Phone and name of the other are disclosed, both
    /// deletions are confirmed, and the phone is disclosed again; the address last.
    /// </summary>
    private static async Task<(string Reference, string Other)> UsedAsync(Scene scene)
    {
        var (id, another) = (await scene.RegisterAsync(), await scene.RegisterAsync());
        var (reference, other) = ((await scene.LoadAsync(id)).Reference, (await scene.LoadAsync(another)).Reference);
        using var ledger = new LedgerOf(scene);
        var officer = new Caller(Role.DataProtectionOfficer, "", 0, "officer", null);
        var access = new SubjectAccess { Id = 7, RefugeeId = id, Officer = "officer", Reason = "asked", ReasonSalt = SubjectAccess.NewSalt(), OpenedAt = scene.Clock.Now, ClosesAt = scene.Clock.Now };
        await scene.DoAsync(db =>
        {
            db.Add(access);
            return db.SaveChangesAsync();
        });
        await ledger.Ledger.OpenAsync(officer, "openSubjectAccess", reference, access);
        await PassAsync(SharedFields.Phone, id);
        await PassAsync(SharedFields.Phone, id);
        await PassAsync(SharedFields.Phone | SharedFields.Name, another);
        scene.Clock.Pass(TimeSpan.FromHours(1));
        await scene.DoAsync(async db =>
        {
            var request = new DeletionRequest
            {
                Id = 8,
                Reference = other,
                Role = Role.Municipality,
                Scope = TestCountry.North,
                Fields = SharedFields.Phone | SharedFields.Name,
                Reason = LossReason.Withdrawn,
                RequestedAt = scene.Clock.Now,
                ConfirmedAt = scene.Clock.Now,
                ConfirmedBy = "caseworker",
            };
            db.Add(request);
            await db.SaveChangesAsync();
            await Holdings.ForgetAsync(db, new Recipient(Role.Municipality, TestCountry.North), other, request.Fields, scene.Clock.Now, default);
        });
        await PassAsync(SharedFields.Phone, another);
        await PassAsync(SharedFields.Address, another);
        return (reference, other);

        async Task PassAsync(SharedFields fields, long person)
        {
            scene.Clock.Pass(TimeSpan.FromHours(1));
            (await ledger.AnswerAsync(fields, person)).ShouldBeTrue();
        }
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
        text.ShouldStartWith($"Chain {old}, group 5: the group is not the one that existed when its anchor was recorded outside the database");
        text.ShouldEndWith("the ledger is broken.");
        var (_, latest) = await ChainsAsync(scene);
        (await RunAsync(["--expect", $"{old}:5", "--expect", $"{latest}:5", .. settings])).Code.ShouldBe(0);
        (await RunAsync(["--expect", $"{old}:5", "--expect", $"{latest}:6", .. settings])).Text.ShouldStartWith($"Chain {latest}, group 6: the group is missing");
        foreach (var end in new[] { "five", $"{old}:5:abc", $"{old}:5:{new string('g', 64)}", $"{old}" })
        {
            (await RunAsync(["--expect", end, .. settings])).ShouldBe((2, "--expect takes CHAIN:GROUP:HASH as in the server's log, or CHAIN:GROUP as in its metric."));
        }

        await using var small = await Scene.CreateAsync(kind);
        using (var ledger = new LedgerOf(small))
        {
            (await ledger.AnswerAsync(SharedFields.Phone, await small.RegisterAsync())).ShouldBeTrue();
        }

        (await RunAsync([.. small.Database.Settings.SelectMany(x => new[] { "--" + x.Key, x.Value! })])).ShouldBe((0, "1 chain, 1 group and 1 entry: the ledger is whole."));
        await using var unused = await Scene.CreateAsync(kind);
        (await RunAsync([.. unused.Database.Settings.SelectMany(x => new[] { "--" + x.Key, x.Value! })])).ShouldBe((0, "0 chains, 0 groups and 0 entries: the ledger is whole."));

        static async Task<(int Code, string Text)> RunAsync(string[] arguments)
        {
            await using var output = new StringWriter(CultureInfo.InvariantCulture);
            var code = await CommandLine.RunAsync(["verify-ledger", .. arguments], output, output);
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
        {
            await damage(db);
        }

        return await new LedgerVerification(db).RunAsync(expected ?? []);
    }

    /// <summary>Returns the chain that was written first, and the other one.</summary>
    private static async Task<(long Old, long Latest)> ChainsAsync(Scene scene)
    {
        var first = await scene.DoAsync(db => db.DisclosureGroups.AsNoTracking().Where(x => x.Number == 1).ToListAsync());
        return (first.Single(x => x.Anchor!.Length == 0).ChainId, first.Single(x => x.Anchor!.Length > 0).ChainId);
    }

    private async Task<Scene> WrittenAsync(DatabaseKind kind)
    {
        if (_scenes.TryGetValue(kind, out var known))
        {
            return known;
        }

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
