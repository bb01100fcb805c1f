using Integration.Graph.Server.Storage;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Integration.Graph.Server.Mutations;

/// <summary>Forgets each night the keys that are too old to count.</summary>
internal sealed class KeyCleaningJob(IDbContextFactory<GraphContext> contexts, TimeProvider clock) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await CleanAsync(cancellationToken);

    /// <summary>Forgets them now.</summary>
    /// <returns>How many.</returns>
    public async Task<int> CleanAsync(CancellationToken cancellationToken)
    {
        var oldest = clock.GetUtcNow().UtcDateTime - Repetition.Lifetime;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.IdempotencyKeys.Where(x => x.At <= oldest).ExecuteDeleteAsync(cancellationToken);
    }
}

/// <summary>Adds it to the jobs.</summary>
internal static class MutationRegistration
{
    // An hour at which nobody works, and not the one of the coverage report.
    private const string Nightly = "0 10 3 * * ?";

    public static IServiceCollection AddMutations(this IServiceCollection services) => services.AddQuartz(quartz => quartz
        .AddJob<KeyCleaningJob>(job => job.WithIdentity(nameof(KeyCleaningJob)).StoreDurably())
        .AddTrigger<KeyCleaningJob>(trigger => trigger
            .ForJob(nameof(KeyCleaningJob))
            .WithIdentity("idempotency-keys")
            .WithSchedule(CronScheduleBuilder.Create(Nightly))));
}
