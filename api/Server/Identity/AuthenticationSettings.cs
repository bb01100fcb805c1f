using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Identity;

/// <summary>
/// Whose tokens are believed. All values are texts, so that a value of the wrong kind is one more problem to report
/// and not the end of reading.
/// </summary>
internal sealed class AuthenticationSettings
{
    public const string Section = "Authentication";

    /// <summary>Address of the OpenID Connect issuer; its discovery document lies below it.</summary>
    public string? Authority { get; set; }

    /// <summary>What a token must name as its audience (<c>aud</c>).</summary>
    public string? Audience { get; set; }

    /// <summary>
    /// <c>true</c> or <c>false</c>: whether the server signs tokens itself. Only in Development, where it is the
    /// default as long as no <see cref="Authority"/> is set.
    /// </summary>
    public string? DevelopmentIssuer { get; set; }

    public string EffectiveAudience => string.IsNullOrWhiteSpace(Audience) ? "integration-graph" : Audience.Trim();

    public bool UsesDevelopmentIssuer(IHostEnvironment environment) => environment.IsDevelopment()
        && (string.IsNullOrWhiteSpace(DevelopmentIssuer)
            ? string.IsNullOrWhiteSpace(Authority)
            : bool.TryParse(DevelopmentIssuer, out var wanted) && wanted);

    /// <summary>Everything that is wrong, each as a sentence that names the setting.</summary>
    public IEnumerable<string> Problems(IHostEnvironment environment)
    {
        var development = environment.IsDevelopment();
        var noAuthority = string.IsNullOrWhiteSpace(Authority);
        if (!string.IsNullOrWhiteSpace(DevelopmentIssuer))
        {
            if (!bool.TryParse(DevelopmentIssuer, out var wanted))
                yield return $"{Section}:DevelopmentIssuer is '{DevelopmentIssuer}'; it can be true or false.";
            else if (wanted && !development)
                yield return $"{Section}:DevelopmentIssuer is true, but the environment is "
                    + $"'{environment.EnvironmentName}': the development issuer hands a token of any role to anybody "
                    + "and exists in Development only. Remove the setting.";
            else if (wanted && !noAuthority)
                yield return $"{Section}:DevelopmentIssuer is true and {Section}:Authority is set: tokens come from "
                    + "one issuer. Remove one of the two.";
        }
        if (UsesDevelopmentIssuer(environment))
            yield break;
        if (noAuthority)
            yield return $"{Section}:Authority is missing: set it to the https address of the OpenID Connect issuer.";
        else if (!Uri.TryCreate(Authority, UriKind.Absolute, out var address)
            || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp)
            || address.Query.Length > 0 || address.Fragment.Length > 0 || address.UserInfo.Length > 0)
            yield return $"{Section}:Authority is no address of an issuer: write https://host/path, without user, "
                + "query and fragment.";
        else if (!development && address.Scheme != Uri.UriSchemeHttps)
            yield return $"{Section}:Authority is '{Authority}': outside Development it must start with https://, or "
                + "whoever sits between could replace the issuer's keys.";
        if (string.IsNullOrWhiteSpace(Audience))
            yield return $"{Section}:Audience is missing: set it to the name under which the issuer knows this API.";
    }
}

/// <summary>Lets the host report these problems at start, together with those of other settings.</summary>
internal sealed class AuthenticationSettingsValidator(IHostEnvironment environment)
    : IValidateOptions<AuthenticationSettings>
{
    public ValidateOptionsResult Validate(string? name, AuthenticationSettings options)
    {
        var problems = options.Problems(environment).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
