using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Delivery;

/// <summary>How what has happened reaches subscribers (<c>Delivery:…</c>).</summary>
internal sealed class DeliveryOptions
{
    public const string Section = "Delivery";

    /// <summary>How long what another process has committed may go unnoticed; what this one has is noticed at once.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);
}

/// <summary>Finds everything that is wrong with the settings.</summary>
internal sealed class DeliveryOptionsValidator : IValidateOptions<DeliveryOptions>
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10);

    // Events are looked back for two minutes; a poll has to come round several times meanwhile.
    private static readonly TimeSpan Longest = ChangePosition.LookBack / 4;

    public ValidateOptionsResult Validate(string? name, DeliveryOptions options) =>
        options.PollInterval >= Shortest && options.PollInterval <= Longest
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"Delivery:PollInterval is {options.PollInterval:c}; it must be a time from {Shortest:c} to {Longest:c}, such as 00:00:01.");
}
