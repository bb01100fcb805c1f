using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Tests.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Integration.Graph.Server.Tests.Mutations;

/// <summary>A change and its consequences are stored together or not at all.</summary>
public class RollbackTests
{
    [Theory, BothDatabases]
    public async Task Whichever_write_of_a_consent_fails_no_part_of_it_is_stored(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var id = await scene.RegisterAsync();
        await scene.PlaceAsync(id);
        await scene.AskAsync(id);
        var version = (await scene.LoadAsync(id)).Version;

        var failures = 0;
        while (await FailsAsync(scene, id, failures))
        {
            failures++;
            var person = await scene.LoadAsync(id);
            person.Version.ShouldBe(version);
            person.Consents.ShouldBeEmpty();
            person.HandoverNotices.ShouldBeEmpty();
            person.Referrals.ShouldBeEmpty();
        }

        // Three writes in order: the consent with its notice, the referral, and its branch.
        failures.ShouldBe(3);
        (await scene.LoadAsync(id)).Referral!.BranchId.ShouldNotBeNull();
    }

    private static async Task<bool> FailsAsync(Scene scene, long id, int after)
    {
        var builder = new DbContextOptionsBuilder<GraphContext>();
        StorageRegistration.Use(builder, scene.Database.Options).AddInterceptors(new FailingSave(after));
        await using var db = new GraphContext(builder.Options);
        try
        {
            await ConsentMutations.GiveConsentAsync(
                new(id, ConsentMethod.SignedForm, TestCountry.Tongue, null, null, Scene.Everything),
                scene.In(db, Scene.CentreWorker));
            return false;
        }
        catch (FailingSave.PowerCutException)
        {
            db.ChangeTracker.Entries().ShouldBeEmpty();
            return true;
        }
    }

    /// <summary>Fails right after the write that follows the given number of writes.</summary>
    private sealed class FailingSave(int after) : SaveChangesInterceptor
    {
        private int _saved;

        public override ValueTask<int> SavedChangesAsync(
            SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default) =>
            _saved++ == after ? throw new PowerCutException() : ValueTask.FromResult(result);

        internal sealed class PowerCutException : Exception;
    }
}
