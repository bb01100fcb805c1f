using Integration.Graph.Server.Jobs;
using Integration.Graph.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Mutations;

/// <summary>Deletes expired idempotency keys.</summary>
internal sealed class KeyCleaning(IDbContextFactory<GraphContext> contexts, TimeProvider clock)
{
    /// <summary>Deletes the expired keys.</summary>
    /// <returns>The number of deleted keys.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var oldest = clock.GetUtcNow().UtcDateTime - Repetition.Lifetime;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.IdempotencyKeys.Where(x => x.At <= oldest).ExecuteDeleteAsync(cancellationToken);
    }
}

/// <summary>Registers the services of mutations.</summary>
internal static class MutationRegistration
{
    /// <summary>Adds <see cref="KeyCleaning"/> and the job that runs it. Needs the storage.</summary>
    public static IServiceCollection AddMutations(this IServiceCollection services) => services
        .AddSingleton<KeyCleaning>()
        // At night, and not at the time of the coverage report.
        .AddJob(_ => new ScheduledWork<KeyCleaning>(
            "idempotency keys",
            "03:10",
            (cleaning, cancellation) => cleaning.RunAsync(cancellation),
            "Expired idempotency keys are kept until the next night, but have no effect."));
}
