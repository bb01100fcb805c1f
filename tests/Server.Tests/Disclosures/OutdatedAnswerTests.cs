using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Mutations;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.Disclosures;

/// <summary>A response that was read before a change to one of its persons is produced again before it is sent.</summary>
public sealed class OutdatedAnswerTests
{
    [Theory, BothDatabases]
    public async Task Every_loss_between_reading_and_writing_outdates_the_answer(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        using var ledger = new LedgerOf(scene);
        var volunteer = await scene.RegisterVolunteerAsync(TestCountry.NorthA);
        (string Loss, Func<long, string, long, Task> Step)[] losses =
        [
            ("withdrawal", (_, reference, _) => scene.WithdrawAsync(reference)),
            ("narrowed grants", (id, _, _) => scene.ChangeAsync(id, 1, [.. Scene.GrantsOf(RecipientClass.Municipality, SharedField.Name)])),
            ("move", (id, _, _) => scene.PlaceAsync(id, TestCountry.South)),
            ("returned referral", (_, _, referral) => scene.ReturnAsync(referral, TestCountry.NorthA)),
            ("ended match", async (_, _, match) => await scene.EndAsync(match, Scene.Coordinator(TestCountry.NorthA))),
            ("declined", (id, _, _) => scene.AskAsync(id, Integration.Graph.Server.Handovers.ContactAnswer.Declines)),
        ];
        foreach (var (loss, step) in losses)
        {
            var id = await scene.ReferredAsync(wishes: [TestCountry.Family]);
            var person = await scene.LoadAsync(id);
            person.Referral!.BranchId.ShouldBe(TestCountry.NorthA, loss);
            var subject = person.Referral.Id;
            if (loss == "ended match")
            {
                await scene.AcceptAsync(subject, TestCountry.NorthA);
                subject = await scene.ProposeAsync(subject, volunteer, TestCountry.NorthA);
                await scene.ConfirmAsync(subject, volunteer);
            }

            var before = await ledger.ReadAsync(SharedFields.Phone, id);
            await step(id, person.Reference, subject);
            var entries = await EntriesAsync(scene);

            (await ledger.RecordAsync(before)).ShouldBeFalse(loss);
            (await EntriesAsync(scene)).ShouldBe(entries, loss);
            (await scene.DoAsync(db => db.Holdings.CountAsync(x => x.Reference == person.Reference))).ShouldBe(0, loss);
            (await ledger.AnswerAsync(SharedFields.Phone, id)).ShouldBeTrue(loss);
            await scene.WithdrawAsync(person.Reference);
        }
    }

    [Theory, BothDatabases]
    public async Task A_change_to_another_person_or_before_the_reading_outdates_no_answer(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        using var ledger = new LedgerOf(scene);
        var (one, other) = (await scene.ReferredAsync(), await scene.ReferredAsync());

        (await ledger.AnswerAsync(SharedFields.Phone, one, other)).ShouldBeTrue();
        var read = await ledger.ReadAsync(SharedFields.Phone, one);
        await scene.UpdateAsync(new(other, Phone: new("+4500000099")));

        (await ledger.RecordAsync(read)).ShouldBeTrue();
        (await ledger.AnswerAsync(SharedFields.Phone, other)).ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task A_change_to_a_person_during_the_reading_outdates_the_answer(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        using var ledger = new LedgerOf(scene);
        var id = await scene.ReferredAsync();
        var read = await ledger.ReadAsync(SharedFields.Phone, id);
        await scene.UpdateAsync(new(id, Phone: new("+4500000099")));
        var person = await scene.LoadAsync(id);
        read.Add(person.Reference, SharedFields.Age, 1, person.Version);

        (await ledger.RecordAsync(read)).ShouldBeFalse();
    }

    [Theory, BothDatabases]
    public async Task While_a_step_is_under_way_no_entry_is_stored(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        using var ledger = new LedgerOf(scene);
        var id = await scene.ReferredAsync();
        (await ledger.AnswerAsync(SharedFields.Phone, id)).ShouldBeTrue();
        var before = await EntriesAsync(scene);
        await using var db = scene.Database.CreateContext();
        await using var step = await db.Database.BeginTransactionAsync();
        await DisclosureGate.StepAsync(db, default);
        // Reads the holdings as a change does that creates deletion requests.
        var held = await Holdings.OfAsync(db, (await scene.LoadAsync(id)).Reference, default);
        held.ShouldHaveSingleItem().Recipient.ShouldBe(new Recipient(Role.Municipality, TestCountry.North));

        var answer = ledger.AnswerAsync(SharedFields.Phone | SharedFields.Age, id);
        await Task.Delay(200);

        answer.IsCompleted.ShouldBeFalse();
        (await EntriesAsync(scene)).ShouldBe(before);
        await db.Refugees.Where(x => x.Id == id).ExecuteUpdateAsync(row => row.SetProperty(x => x.Version, x => x.Version + 1));
        await step.CommitAsync();
        (await answer).ShouldBeFalse();
        (await EntriesAsync(scene)).ShouldBe(before);
    }

    [Theory, BothDatabases]
    public async Task After_a_failure_the_ledger_goes_on_with_a_chain_that_is_anchored_in_the_one_before(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        using var ledger = new LedgerOf(scene);
        var id = await scene.ReferredAsync();
        (await ledger.AnswerAsync(SharedFields.Phone, id)).ShouldBeTrue();
        await scene.DoAsync(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE disclosure_groups RENAME TO lost"));

        await Should.ThrowAsync<System.Data.Common.DbException>(() => ledger.AnswerAsync(SharedFields.Phone, id));
        await scene.DoAsync(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE lost RENAME TO disclosure_groups"));
        (await ledger.AnswerAsync(SharedFields.Phone, id)).ShouldBeTrue();

        (await EntriesAsync(scene)).ShouldBe(2);
        await using var db = scene.Database.CreateContext();
        var report = await new LedgerVerification(db).RunAsync([]);
        report.Breaks.ShouldBeEmpty();
        report.Chains.ShouldBe(2);
        (await db.DisclosureGroups.CountAsync(x => x.Number == 1 && x.Anchor != "")).ShouldBe(1);
    }

    private static Task<int> EntriesAsync(Scene scene) => scene.DoAsync(db => db.DisclosureEntries.CountAsync());
}
