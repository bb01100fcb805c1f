using Integration.Graph.Server.Jobs;

namespace Integration.Graph.Server.Mutations;

/// <summary>Registers the services of mutations.</summary>
internal static class MutationsRegistration
{
    /// <summary>Adds <see cref="KeyCleaning"/> and the job that runs it. Requires the storage.</summary>
    public static void AddMutations(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<KeyCleaning>();
        // At night, and not at the time of the coverage report.
        builder.AddJob(_ => new ScheduledWork<KeyCleaning>(
            "idempotency keys",
            "03:10",
            (cleaning, cancellation) => cleaning.RunAsync(cancellation),
            "Expired idempotency keys are kept until the next night, but have no effect."));
    }

    /// <summary>Refuses requests with a malformed <c>Idempotency-Key</c>.</summary>
    public static void UseIdempotencyKeys(this WebApplication app) => app.Use(IdempotencyKeys.CheckAsync);
}
