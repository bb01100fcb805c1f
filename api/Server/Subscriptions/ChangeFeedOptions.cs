using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Subscriptions;

/// <summary>Settings for delivering events to subscribers (<c>Subscriptions:…</c>).</summary>
internal sealed class ChangeFeedOptions
{
    public const string Section = "Subscriptions";

    /// <summary>Longest delay for events of other processes. Events of this process are delivered immediately.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);
}

/// <summary>Checks the settings and reports every problem.</summary>
internal sealed class ChangeFeedOptionsValidator : IValidateOptions<ChangeFeedOptions>
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10);

    // Each poll reads the last two minutes of events, so several polls have to fit into that time.
    private static readonly TimeSpan Longest = ChangePosition.LookBack / 4;

    public ValidateOptionsResult Validate(string? name, ChangeFeedOptions options) =>
        options.PollInterval >= Shortest && options.PollInterval <= Longest
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"Subscriptions:PollInterval is {options.PollInterval:c}; it must be a time from {Shortest:c} to {Longest:c}, for example 00:00:01.");
}
