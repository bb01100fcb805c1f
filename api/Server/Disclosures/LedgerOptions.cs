using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Disclosures;

/// <summary>Settings for monitoring the ledger from outside the database (<c>Ledger:…</c>).</summary>
internal sealed class LedgerOptions
{
    public const string Section = "Ledger";

    /// <summary>Interval at which the end of the chain is logged, if the chain has grown.</summary>
    public TimeSpan AnchorInterval { get; set; } = TimeSpan.FromMinutes(5);
}

/// <summary>Checks the settings and reports every problem.</summary>
internal sealed class LedgerOptionsValidator : IValidateOptions<LedgerOptions>
{
    public ValidateOptionsResult Validate(string? name, LedgerOptions options) =>
        options.AnchorInterval >= TimeSpan.FromSeconds(1) && options.AnchorInterval <= TimeSpan.FromDays(1)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"Ledger:AnchorInterval is '{options.AnchorInterval}'; it must be between 00:00:01 and 1.00:00:00, for example 00:05:00.");
}
