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
            "Persons whose time is over could not be erased, or not all of them; the next try is at the next scheduled time. `dotnet run --project api/Server -- retention --dry-run` lists them."));
}
