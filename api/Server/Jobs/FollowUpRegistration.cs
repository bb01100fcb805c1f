namespace Integration.Graph.Server.Jobs;

/// <summary>Registers the follow-up job.</summary>
internal static class FollowUpRegistration
{
    /// <summary>Adds <see cref="FollowUp"/> and the job that runs it. Requires the storage services.</summary>
    public static IServiceCollection AddFollowUp(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton<FollowUp>()
        // A late run does not keep a person visible: queries compare the consent's end with the clock.
        .AddJob(configuration.GetSection("FollowUp"), new ScheduledWork<FollowUp>(
            "follow-up",
            "0 */10 * * * ?",
            (followUp, cancellation) => followUp.RunAsync(cancellation),
            "Not all consequences of expired consents are stored yet. Expired consents grant nothing regardless. The next attempt is at the next scheduled time."));
}
