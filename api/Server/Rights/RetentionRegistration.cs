using Integration.Graph.Server.Jobs;

namespace Integration.Graph.Server.Rights;

/// <summary>Puts retention into the services.</summary>
internal static class RetentionRegistration
{
    /// <summary>Adds <see cref="Retention"/> and the job that runs it. Needs the storage.</summary>
    public static IServiceCollection AddRetention(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton<Retention>()
        .AddJob(configuration.GetSection("Retention"), new ScheduledWork<Retention>(
            "retention",
            "04:15",
            (retention, cancellation) => retention.RunAsync(cancellation),
            "What could not be done stands in the failure: persons whose time is over, or only SQLite's file, which may hold copies of what was erased; the next try is at the next scheduled time. Of the persons `dotnet run --project api/Server -- retention --dry-run` lists who is left."));
}
