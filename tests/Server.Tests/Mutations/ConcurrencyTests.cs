using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Volunteers;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.Mutations;

/// <summary>
/// Concurrent mutations in separate transactions. SQLite has one writer at a time, so later mutations see what earlier ones
/// stored. PostgreSQL runs them in parallel, and the later ones detect the conflict.
/// </summary>
public class ConcurrencyTests
{
    private const int Writers = 6;

    [Theory, BothDatabases]
    public async Task Of_several_consents_given_at_once_one_is_stored_and_one_referral_made(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await scene.RegisterAsync();
        await scene.PlaceAsync(id);
        await scene.AskAsync(id);

        var errors = await AtOnceAsync(_ => scene.ConsentAsync(id));

        errors.Count(x => x is null).ShouldBe(1);
        errors.OfType<MutationException>().ShouldAllBe(x => x is ConflictException || x is ConsentInForceException);
        var person = await scene.LoadAsync(id);
        person.Consents.ShouldHaveSingleItem();
        person.Referrals.ShouldHaveSingleItem();
        person.HandoverNotices.ShouldHaveSingleItem();
    }

    [Theory, BothDatabases]
    public async Task No_update_overwrites_another_that_it_has_not_seen(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await scene.ReferredAsync();
        var version = (await scene.LoadAsync(id)).Version;

        var errors = await AtOnceAsync(i => scene.UpdateAsync(new(id, Phone: new($"+45000001{i:00}"))));

        var stored = errors.Count(x => x is null);
        stored.ShouldBeGreaterThan(0);
        errors.OfType<MutationException>().ShouldAllBe(x => x is ConflictException);
        var person = await scene.LoadAsync(id);
        person.Version.ShouldBe(version + stored);
        person.HandoverNotices.Count(x => x.News == SharedFields.Phone).ShouldBe(stored);
    }

    [Theory, BothDatabases]
    public async Task A_step_that_was_read_before_another_was_stored_is_a_conflict_and_stores_nothing(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await scene.ReferredAsync();
        await using var db = scene.Database.CreateContext();
        // The context caches the row, as if its transaction had begun before the other one.
        await db.Refugees.SingleAsync(x => x.Id == id);
        await scene.UpdateAsync(new(id, Phone: new("+4500000002")));

        Func<Task> late = () => RefugeeMutations.UpdateContactAsync(
            new(id, Phone: new("+4500000003")), scene.In(db, Scene.CentreWorker));
        await late.ShouldFailWithAsync("CONFLICT");

        var person = await scene.LoadAsync(id);
        person.Phone.ShouldBe("+4500000002");
        person.HandoverNotices.Count.ShouldBe(2);

        // After reading again, the mutation succeeds, even with the same context.
        await RefugeeMutations.UpdateContactAsync(
            new(id, Phone: new("+4500000003")), scene.In(db, Scene.CentreWorker));
        (await scene.LoadAsync(id)).Phone.ShouldBe("+4500000003");
    }

    [Theory, BothDatabases]
    public async Task A_withdrawal_is_not_lost_to_others_who_write_at_the_same_time(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await scene.ReferredAsync();
        var reference = (await scene.LoadAsync(id)).Reference;

        var errors = await AtOnceAsync(i => i == 0
            ? scene.WithdrawAsync(reference)
            : scene.UpdateAsync(new(id, Phone: new($"+45000001{i:00}"))));

        errors[0].ShouldBeNull();
        var person = await scene.LoadAsync(id);
        person.ConsentId.ShouldBeNull();
        person.Referral!.Status.ShouldBe(ReferralStatus.Lapsed);
    }

    [Theory, BothDatabases]
    public async Task The_last_place_of_a_branch_is_given_once(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        await scene.DoAsync(db => db.Branches.Where(x => x.Id == TestCountry.SouthA)
            .ExecuteUpdateAsync(row => row.SetProperty(x => x.Capacity, 1)));
        var persons = new List<long>();
        for (var i = 0; i < Writers; i++)
        {
            persons.Add(await scene.RegisterAsync());
            await scene.PlaceAsync(persons[i], TestCountry.South);
            await scene.AskAsync(persons[i]);
        }

        var errors = await AtOnceAsync(i => scene.ConsentAsync(persons[i]));

        errors.ShouldAllBe(x => x == null);
        var referrals = await scene.DoAsync(db => db.Referrals.Where(x => x.MunicipalityCode == TestCountry.South).ToListAsync());
        referrals.Count.ShouldBe(Writers);
        referrals.Count(x => x.BranchId == TestCountry.SouthA).ShouldBe(1);
        referrals.Count(x => x.Status == ReferralStatus.AwaitingBranch).ShouldBe(Writers - 1);
        (await scene.ActivationsAsync()).ShouldHaveSingleItem();
    }

    [Theory, BothDatabases]
    public async Task The_last_place_of_a_volunteer_is_given_once(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        await scene.DoAsync(db => db.Branches.Where(x => x.Id == TestCountry.SouthA)
            .ExecuteUpdateAsync(row => row.SetProperty(x => x.Capacity, Writers)));
        var volunteer = await scene.RegisterVolunteerAsync(TestCountry.SouthA);
        var referrals = new List<long>();
        for (var i = 0; i < Writers; i++)
        {
            referrals.Add((await scene.LoadAsync(await scene.ReferredAsync(TestCountry.South))).ReferralId!.Value);
            await scene.AcceptAsync(referrals[i], TestCountry.SouthA);
        }

        var errors = await AtOnceAsync(i => scene.ProposeAsync(referrals[i], volunteer, TestCountry.SouthA));

        errors.Count(x => x is null).ShouldBe(1);
        errors.OfType<MutationException>().ShouldAllBe(x => x is ConflictException || x is VolunteerUnavailableException);
        (await scene.DoAsync(db => db.Matches.CountAsync(x => x.VolunteerId == volunteer))).ShouldBe(1);
    }

    // Returns the single error of each mutation, or null.
    private static async Task<List<MutationException?>> AtOnceAsync(Func<int, Task> mutation)
    {
        using var start = new Barrier(Writers);
        var running = Enumerable.Range(0, Writers).Select(i => Task.Factory.StartNew(
            async () =>
            {
                start.SignalAndWait();
                return (await Scene.ErrorsOfAsync(() => mutation(i))).SingleOrDefault();
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()).ToList();
        return [.. await Task.WhenAll(running)];
    }
}
