using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Mutations;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.Disclosures;

/// <summary>
/// A repeated list is stored by reference to its first entry, but counts as a disclosure of each person each time.
/// </summary>
public sealed class RepeatedAnswerTests
{
    private static readonly Recipient North = new(Role.Municipality, TestCountry.North);

    [Theory, BothDatabases]
    public async Task Persons_of_a_list_that_is_read_again_are_named_once_in_a_chain(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var ids = await PersonsAsync(scene);
        var references = await scene.DoAsync(db => db.Refugees.Where(x => ids.Contains(x.Id)).ToDictionaryAsync(x => x.Id, x => x.Reference));
        using var ledger = new LedgerOf(scene);
        using var other = new LedgerOf(scene);

        await ledger.RecordAsync(await ledger.ReadAsync(SharedFields.Phone, ids), operation: "First");
        await ledger.RecordAsync(await ledger.ReadAsync(SharedFields.Phone, ids), operation: "Again");
        await ledger.RecordAsync(await ledger.ReadAsync(SharedFields.Phone | SharedFields.Name, ids), operation: "OtherFields");
        await ledger.RecordAsync(await ledger.ReadAsync(SharedFields.Phone, ids[1..]), operation: "OtherPersons");
        await ledger.RecordAsync(await ledger.ReadAsync(SharedFields.Phone, ids), Scene.CentreWorker, "OtherRecipient");
        await ledger.RecordAsync(await ledger.ReadAsync(SharedFields.Phone, ids), operation: "OnceMore");
        await ledger.RecordAsync(await ledger.ReadAsync(SharedFields.Phone, ids[0]), operation: "Short");
        await ledger.RecordAsync(await ledger.ReadAsync(SharedFields.Phone, ids[0]), operation: "ShortAgain");
        await other.RecordAsync(await other.ReadAsync(SharedFields.Phone, ids), operation: "OtherChain");

        var stored = await scene.DoAsync(db => db.DisclosureEntries.AsNoTracking().ToDictionaryAsync(x => x.Operation, x => (x.Id, x.Persons)));
        stored.Where(x => x.Value.Persons == $"={stored["First"].Id}").Select(x => x.Key).ShouldBe(["Again", "OnceMore"], ignoreOrder: true);
        stored.Count(x => x.Value.Persons.StartsWith('=')).ShouldBe(2);

        // The disclosures read as if each list were stored in full.
        var told = await scene.DoAsync(db => db.Set<Disclosure>().AsNoTracking().ToListAsync());
        told.Select(x => x.Id).ShouldBeUnique();
        told.Select(x => (x.Operation, x.Reference, x.Fields, x.ConsentVersion)).ShouldBe(stored.Keys.SelectMany(operation => ids
            .Where((_, i) => !operation.StartsWith("Short", StringComparison.Ordinal) || i == 0)
            .Where((_, i) => operation != "OtherPersons" || i > 0)
            .Select(id => (operation, references[id], operation == "OtherFields" ? SharedFields.Phone | SharedFields.Name : SharedFields.Phone, 1))), ignoreOrder: true);
        (await scene.DoAsync(db => new LedgerVerification(db).RunAsync([]))).Breaks.ShouldBeEmpty();
    }

    /// <summary>A recipient that deleted a field holds it again after it receives the same list once more.</summary>
    [Theory, BothDatabases]
    public async Task A_list_is_held_again_after_it_was_deleted(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var ids = await PersonsAsync(scene);
        var reference = (await scene.LoadAsync(ids[3])).Reference;
        using var ledger = new LedgerOf(scene);

        await ledger.AnswerAsync(SharedFields.Phone, ids);
        await ledger.AnswerAsync(SharedFields.Phone, ids);
        await scene.DoAsync(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await Holdings.ForgetAsync(db, North, reference, SharedFields.Phone, scene.Clock.Now, default);
            await transaction.CommitAsync();
        });
        (await scene.DoAsync(db => Holdings.OfAsync(db, reference, default))).ShouldBeEmpty();
        await ledger.AnswerAsync(SharedFields.Phone, ids);

        (await scene.DoAsync(db => Holdings.OfAsync(db, reference, default))).ShouldBe([new HeldFields(North, SharedFields.Phone)]);
        var entries = await scene.DoAsync(db => db.DisclosureEntries.AsNoTracking().OrderBy(x => x.Id).Select(x => x.Persons).ToListAsync());
        entries.Select(x => x.StartsWith('=')).ShouldBe([false, true, false]);
    }

    /// <summary>After a chain broke off, it is unknown whether its entries are stored.</summary>
    [Theory, BothDatabases]
    public async Task An_entry_of_a_chain_that_was_given_up_is_not_named_by_another(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var ids = await PersonsAsync(scene);
        using var ledger = new LedgerOf(scene);

        await ledger.AnswerAsync(SharedFields.Phone, ids);
        await scene.DoAsync(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE disclosure_groups RENAME TO lost"));
        await Should.ThrowAsync<Exception>(() => ledger.AnswerAsync(SharedFields.Phone, ids));
        await scene.DoAsync(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE lost RENAME TO disclosure_groups"));
        await ledger.AnswerAsync(SharedFields.Phone, ids);

        var entries = await scene.DoAsync(db => db.DisclosureEntries.AsNoTracking().ToListAsync());
        entries.Select(x => DisclosureEntry.ChainOf(x.Id)).Distinct().Count().ShouldBe(2);
        entries.ShouldAllBe(x => x.Persons.StartsWith("RK-"));
    }

    private static async Task<long[]> PersonsAsync(Scene scene)
    {
        var ids = new long[6];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = await scene.ReferredAsync();
        }

        return ids;
    }
}
