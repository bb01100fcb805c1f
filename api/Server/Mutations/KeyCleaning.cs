using Integration.Graph.Server.Jobs;
using Integration.Graph.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Mutations;

/// <summary>Forgets the keys that are too old to count.</summary>
internal sealed class KeyCleaning(IDbContextFactory<GraphContext> contexts, TimeProvider clock)
{
    /// <summary>Forgets them now.</summary>
    /// <returns>How many.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var oldest = clock.GetUtcNow().UtcDateTime - Repetition.Lifetime;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.IdempotencyKeys.Where(x => x.At <= oldest).ExecuteDeleteAsync(cancellationToken);
    }
}

/// <summary>Puts what mutations need into the services.</summary>
internal static class MutationRegistration
{
    /// <summary>Adds <see cref="KeyCleaning"/> and the job that runs it. Needs the storage.</summary>
    public static IServiceCollection AddMutations(this IServiceCollection services) => services
        .AddSingleton<KeyCleaning>()
        // An hour at which nobody works, and not the one of the coverage report.
        .AddJob(_ => new ScheduledWork<KeyCleaning>(
            "idempotency keys",
            "03:10",
            (cleaning, cancellation) => cleaning.RunAsync(cancellation),
            "Old idempotency keys are kept until the next night; they count no more all the same."));
}
