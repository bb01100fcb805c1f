using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Delivery;

/// <summary>Settings for delivering events to subscribers (<c>Delivery:…</c>).</summary>
internal sealed class DeliveryOptions
{
    public const string Section = "Delivery";

    /// <summary>Longest delay for events of other processes. Events of this process are delivered at once.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);
}

/// <summary>Checks the settings and reports every problem.</summary>
internal sealed class DeliveryOptionsValidator : IValidateOptions<DeliveryOptions>
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10);

    // Each poll reads the last two minutes of events, so several polls have to fit into that time.
    private static readonly TimeSpan Longest = ChangePosition.LookBack / 4;

    public ValidateOptionsResult Validate(string? name, DeliveryOptions options) =>
        options.PollInterval >= Shortest && options.PollInterval <= Longest
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"Delivery:PollInterval is {options.PollInterval:c}; it must be a time from {Shortest:c} to {Longest:c}, for example 00:00:01.");
}
