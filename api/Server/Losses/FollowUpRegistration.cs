using Integration.Graph.Server.Jobs;

namespace Integration.Graph.Server.Losses;

/// <summary>Puts the follow-up into the services.</summary>
internal static class FollowUpRegistration
{
    /// <summary>Adds <see cref="FollowUp"/> and the job that runs it. Needs the storage.</summary>
    public static IServiceCollection AddFollowUp(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton<FollowUp>()
        // Nobody sees a person longer because it runs late: the clock decides that.
        .AddJob(configuration.GetSection("FollowUp"), new ScheduledWork<FollowUp>(
            "follow-up",
            "0 */10 * * * ?",
            (followUp, cancellation) => followUp.RunAsync(cancellation),
            "What the clock has made true could not all be followed up. A consent that has run out grants nothing all the same; the next try is at the next scheduled time."));
}
