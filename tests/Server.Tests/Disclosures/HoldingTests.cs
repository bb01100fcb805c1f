using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Mutations;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.Disclosures;

/// <summary>Holdings: stored on first disclosure, ended by deletion, consistent between processes.</summary>
public sealed class HoldingTests
{
    private static readonly Recipient North = new(Role.Municipality, TestCountry.North);

    [Theory, BothDatabases]
    public async Task A_first_disclosure_starts_a_holding_with_its_time_and_version(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await scene.ReferredAsync();
        var reference = (await scene.LoadAsync(id)).Reference;
        using var ledger = new LedgerOf(scene);
        var first = scene.Clock.Now;

        await ledger.AnswerAsync(SharedFields.Phone, id);
        scene.Clock.Now += TimeSpan.FromDays(1);
        await scene.ChangeAsync(id, 1, [.. Scene.GrantsOf(RecipientClass.Municipality, SharedField.Phone, SharedField.Age)]);
        await ledger.AnswerAsync(SharedFields.Phone | SharedFields.Age, id);
        await ledger.RecordAsync(await ledger.ReadAsync(SharedFields.Name, id), Scene.CentreWorker);

        (await scene.DoAsync(db => Holdings.OfAsync(db, reference, default))).ShouldBe(
        [
            new HeldFields(new Recipient(Role.CentreWorker, "test-centre"), SharedFields.Name),
            new HeldFields(North, SharedFields.Phone | SharedFields.Age),
        ]);
        var rows = await scene.DoAsync(db => db.Holdings.AsNoTracking().Where(x => x.Role == Role.Municipality).OrderBy(x => x.Field).ToListAsync());
        rows.Select(x => (x.Field, x.Since, x.ConsentVersion, x.EndedAt)).ShouldBe(
            [(SharedField.Phone, first, 1, null), (SharedField.Age, scene.Clock.Now, 2, null)]);
    }

    [Theory, BothDatabases]
    public async Task A_reason_is_stored_without_fields_and_makes_nobody_hold_anything(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await scene.RegisterAsync();
        var reference = (await scene.LoadAsync(id)).Reference;
        using var ledger = new LedgerOf(scene);
        var officer = new Caller(Role.DataProtectionOfficer, "", 0, "officer", null);

        var access = new SubjectAccess { Id = 7, RefugeeId = id, Officer = "officer", Reason = "asked", ReasonSalt = SubjectAccess.NewSalt(), OpenedAt = scene.Clock.Now, ClosesAt = scene.Clock.Now };
        await scene.DoAsync(db =>
        {
            db.Add(access);
            return db.SaveChangesAsync();
        });

        // Several processes may record the same holding.
        using (var other = new LedgerOf(scene))
        {
            await Task.WhenAll(new[] { ledger, other, ledger, other }.Select(x => x.Ledger.OpenAsync(officer, "openSubjectAccess", reference, access)));
        }

        (await scene.DoAsync(db => db.SubjectAccesses.AsNoTracking().SingleAsync())).ClosesAt.ShouldBe(scene.Clock.Now + SubjectAccess.Duration);
        var entry = await scene.DoAsync(db => db.DisclosureEntries.AsNoTracking().SingleAsync());
        (entry.Role, entry.Operation, entry.ReasonHash).ShouldBe(("DATA_PROTECTION_OFFICER", "openSubjectAccess", SubjectAccess.Hash(access.ReasonSalt, "asked")));
        DisclosedPerson.Read(entry.Persons).ShouldBe([new DisclosedPerson(reference, SharedFields.None, 0)]);
        (await scene.DoAsync(db => db.Holdings.CountAsync())).ShouldBe(0);
    }

    [Theory, BothDatabases]
    public async Task A_field_that_is_disclosed_again_after_its_deletion_is_held_again_whichever_process_sends_it(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await scene.ReferredAsync();
        var reference = (await scene.LoadAsync(id)).Reference;
        using var one = new LedgerOf(scene);
        using var other = new LedgerOf(scene);
        await one.AnswerAsync(SharedFields.Phone | SharedFields.Age, id);
        await other.AnswerAsync(SharedFields.Phone | SharedFields.Age, id);

        foreach (var next in new[] { one, other, one })
        {
            scene.Clock.Now += TimeSpan.FromHours(1);
            await scene.DoAsync(db => MutationTransaction.RunAsync(db, async () =>
            {
                await Holdings.ForgetAsync(db, North, reference, SharedFields.Phone, scene.Clock.Now, default);
                return true;
            }, default));
            (await HeldAsync()).ShouldBe([new HeldFields(North, SharedFields.Age)]);

            scene.Clock.Now += TimeSpan.FromHours(1);
            await next.AnswerAsync(SharedFields.Phone | SharedFields.Age, id);
            (await HeldAsync()).ShouldBe([new HeldFields(North, SharedFields.Phone | SharedFields.Age)]);
            (await scene.DoAsync(db => db.Holdings.SingleAsync(x => x.Field == SharedField.Phone))).Since.ShouldBe(scene.Clock.Now);
        }

        Task<IReadOnlyList<HeldFields>> HeldAsync() => scene.DoAsync(db => Holdings.OfAsync(db, reference, default));
    }
}
