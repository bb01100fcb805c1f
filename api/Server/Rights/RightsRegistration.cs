using Integration.Graph.Server.Http;
using Integration.Graph.Server.Jobs;
using Integration.Graph.Server.Rights.Pages;

namespace Integration.Graph.Server.Rights;

/// <summary>Registers the services of the person's rights.</summary>
internal static class RightsRegistration
{
    /// <summary>The section with the schedule of retention.</summary>
    public const string RetentionSection = "Retention";

    /// <summary>Adds <see cref="Retention"/> and the job that runs it. Requires the storage.</summary>
    public static void AddRights(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Retention>();
        builder.AddJob(RetentionSection, new ScheduledWork<Retention>(
            "retention",
            "04:15",
            (retention, cancellation) => retention.RunAsync(cancellation),
            "The exception names what failed: the erasure of persons, or only the rewriting of the database's file, which may contain copies of erased values. The next attempt is at the next scheduled time. `dotnet run --project api/Server -- retention --dry-run` lists the persons who still have to be erased."));
    }

    /// <summary>Maps the page of the export, <c>/subjects/{id}/export</c>.</summary>
    public static void MapRights(this WebApplication app) =>
        app.MapGet("/subjects/{id}/export", SubjectPages.AnswerAsync).RequireCors(Cors.Configured).LimitPerClient();
}
