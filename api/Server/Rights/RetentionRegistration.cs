using Integration.Graph.Server.Jobs;

namespace Integration.Graph.Server.Rights;

/// <summary>Registers the retention job.</summary>
internal static class RetentionRegistration
{
    /// <summary>Adds <see cref="Retention"/> and the job that runs it. Requires the storage services.</summary>
    public static IServiceCollection AddRetention(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton<Retention>()
        .AddJob(configuration.GetSection("Retention"), new ScheduledWork<Retention>(
            "retention",
            "04:15",
            (retention, cancellation) => retention.RunAsync(cancellation),
            "The exception names what failed: the erasure of persons, or only the rewriting of the database's file, which may contain copies of erased values. The next attempt is at the next scheduled time. `dotnet run --project api/Server -- retention --dry-run` lists the persons who are left."));
}
