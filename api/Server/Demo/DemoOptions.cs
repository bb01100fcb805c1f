using System.Globalization;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Demo;

/// <summary>Settings of the demonstration world (<c>Demo:…</c>).</summary>
internal sealed class DemoOptions
{
    public const string Section = "Demo";
    public const int DefaultInDevelopment = 2000;
    public const int Most = 1_000_000;

    /// <summary>Number of invented persons. Default: 2000 in Development, 0 otherwise.</summary>
    public string? Refugees { get; set; }

    /// <summary>Returns the number of persons to generate, by the setting or its default.</summary>
    public int Count(IHostEnvironment environment) => string.IsNullOrWhiteSpace(Refugees)
        ? environment.IsDevelopment() ? DefaultInDevelopment : 0
        : int.Parse(Refugees, NumberStyles.None, CultureInfo.InvariantCulture);
}

/// <summary>Checks the settings, and keeps invented persons out of databases with real persons.</summary>
internal sealed class DemoOptionsValidator(IHostEnvironment environment) : IValidateOptions<DemoOptions>
{
    public ValidateOptionsResult Validate(string? name, DemoOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Refugees))
        {
            return ValidateOptionsResult.Success;
        }

        if (!int.TryParse(options.Refugees, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > DemoOptions.Most)
        {
            return ValidateOptionsResult.Fail($"Demo:Refugees is '{options.Refugees}'; it must be a whole number from 0 to {DemoOptions.Most}.");
        }

        return count > 0 && !environment.IsDevelopment()
            ? ValidateOptionsResult.Fail($"Demo:Refugees is {count}, but invented persons are allowed in Development only; the environment is {environment.EnvironmentName}. Set it to 0.")
            : ValidateOptionsResult.Success;
    }
}
