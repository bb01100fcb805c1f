using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Disclosures;

/// <summary>How the ledger is watched from outside of the database (<c>Ledger:…</c>).</summary>
internal sealed class LedgerOptions
{
    public const string Section = "Ledger";

    /// <summary>How often the end of a chain that has grown is logged.</summary>
    public TimeSpan AnchorInterval { get; set; } = TimeSpan.FromMinutes(5);
}

/// <summary>Finds everything that is wrong with the settings.</summary>
internal sealed class LedgerOptionsValidator : IValidateOptions<LedgerOptions>
{
    public ValidateOptionsResult Validate(string? name, LedgerOptions options) =>
        options.AnchorInterval >= TimeSpan.FromSeconds(1) && options.AnchorInterval <= TimeSpan.FromDays(1)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"Ledger:AnchorInterval is '{options.AnchorInterval}'; it must be between 00:00:01 and 1.00:00:00, such as 00:05:00.");
}
