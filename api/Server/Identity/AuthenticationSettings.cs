using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Identity;

/// <summary>
/// Settings of the trusted token issuer (<c>Authentication:…</c>). All values are strings, so that a value of the wrong type is
/// reported together with the other problems.
/// </summary>
internal sealed class AuthenticationSettings
{
    public const string Section = "Authentication";

    /// <summary>Address of the OpenID Connect issuer. Its discovery document is below this address.</summary>
    public string? Authority { get; set; }

    /// <summary>Audience (<c>aud</c>) that a token must have.</summary>
    public string? Audience { get; set; }

    /// <summary>
    /// <c>true</c> or <c>false</c>: whether the server issues tokens itself. Available in Development only, where it is the
    /// default if no <see cref="Authority"/> is set.
    /// </summary>
    public string? DevelopmentIssuer { get; set; }

    /// <summary>
    /// Path of the claim with the caller's roles, as a <see cref="ClaimPath"/>, for example <c>realm_access.roles</c> for
    /// Keycloak's realm roles. Default: <c>roles</c>.
    /// </summary>
    public string? RolesClaim { get; set; }

    /// <summary>
    /// Maps the issuer's role names to the product's (<c>Authentication:Roles:rk-centre-worker=CENTRE_WORKER</c>). If empty, the
    /// issuer uses the product's names. Otherwise all other names are ignored.
    /// </summary>
    internal IReadOnlyDictionary<string, string> Roles { get; private set; } = new Dictionary<string, string>();

    /// <summary>
    /// Maps the product's scope names to the claims that contain them, each as a <see cref="ClaimPath"/>
    /// (<c>Authentication:Scopes:municipality=kommune</c>). A scope that is not mapped is in the claim of its own name.
    /// </summary>
    internal IReadOnlyDictionary<string, string> Scopes { get; private set; } = new Dictionary<string, string>();

    public string EffectiveRolesClaim => string.IsNullOrWhiteSpace(RolesClaim) ? "roles" : RolesClaim.Trim();

    public string EffectiveAudience => string.IsNullOrWhiteSpace(Audience) ? "integration-graph" : Audience.Trim();

    public bool UsesDevelopmentIssuer(IHostEnvironment environment) => environment.IsDevelopment()
        && (string.IsNullOrWhiteSpace(DevelopmentIssuer)
            ? string.IsNullOrWhiteSpace(Authority)
            : bool.TryParse(DevelopmentIssuer, out var wanted) && wanted);

    /// <summary>Reads <see cref="Roles"/> and <see cref="Scopes"/>.</summary>
    /// <remarks>The binder cannot read them: an issuer's name may contain colons, which configuration treats as levels.</remarks>
    public void ReadMaps(IConfigurationSection section)
    {
        Roles = Map(section.GetSection(nameof(Roles)));
        Scopes = Map(section.GetSection(nameof(Scopes)));
    }

    // Some configuration sources give every level above a value an empty value.
    private static Dictionary<string, string> Map(IConfigurationSection section) => section.AsEnumerable(makePathsRelative: true)
        .Select(one => (one.Key, one.Value, Section: section.GetSection(one.Key))).Append((Key: "", section.Value, Section: section))
        .Where(one => one.Value is not null && (one.Value.Length > 0 || !one.Section.GetChildren().Any()))
        .ToDictionary(one => one.Key, one => one.Value!.Trim());

    /// <summary>Returns all problems, each as a sentence that names the setting.</summary>
    public IEnumerable<string> Problems(IHostEnvironment environment)
    {
        var development = environment.IsDevelopment();
        var noAuthority = string.IsNullOrWhiteSpace(Authority);
        if (!string.IsNullOrWhiteSpace(DevelopmentIssuer))
        {
            if (!bool.TryParse(DevelopmentIssuer, out var wanted))
            {
                yield return $"{Section}:DevelopmentIssuer is '{DevelopmentIssuer}'; it must be true or false.";
            }
            else if (wanted && !development)
            {
                yield return $"{Section}:DevelopmentIssuer is true, but the environment is "
                    + $"'{environment.EnvironmentName}': the development issuer gives anybody a token for any role "
                    + "and is available in Development only. Remove the setting.";
            }
            else if (wanted && !noAuthority)
            {
                yield return $"{Section}:DevelopmentIssuer is true and {Section}:Authority is set, but tokens come from "
                    + "one issuer. Remove one of the two.";
            }
        }
        foreach (var problem in ClaimProblems())
        {
            yield return problem;
        }

        if (UsesDevelopmentIssuer(environment))
        {
            if (!string.IsNullOrWhiteSpace(RolesClaim) || Roles.Count > 0 || Scopes.Count > 0)
            {
                yield return $"{Section}:RolesClaim, {Section}:Roles and {Section}:Scopes describe the tokens of an issuer, but the "
                    + $"development issuer is on, and its tokens have fixed claims. Set {Section}:Authority, or remove these settings.";
            }

            yield break;
        }
        if (noAuthority)
        {
            yield return $"{Section}:Authority is missing: set it to the https address of the OpenID Connect issuer.";
        }
        else if (!Uri.TryCreate(Authority, UriKind.Absolute, out var address)
            || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp)
            || address.Query.Length > 0 || address.Fragment.Length > 0 || address.UserInfo.Length > 0)
        {
            yield return $"{Section}:Authority is not the address of an issuer: write https://host/path, without user, "
                + "query and fragment.";
        }
        else if (!development && address.Scheme != Uri.UriSchemeHttps)
        {
            yield return $"{Section}:Authority is '{Authority}': outside Development it must start with https://. Otherwise "
                + "an attacker in the network could replace the issuer's keys.";
        }

        if (string.IsNullOrWhiteSpace(Audience))
        {
            yield return $"{Section}:Audience is missing: set it to the name under which the issuer knows this API.";
        }
    }

    private IEnumerable<string> ClaimProblems()
    {
        if (ClaimPath.Parse(EffectiveRolesClaim, out var wrong) is null)
        {
            yield return NoPath($"{Section}:{nameof(RolesClaim)}", RolesClaim!, wrong);
        }

        foreach (var (name, role) in Roles)
        {
            if (name.Length == 0)
            {
                yield return $"{Section}:Roles is a single value. Write one setting for each name of the issuer, for example "
                    + $"{Section}:Roles:rk-centre-worker=CENTRE_WORKER.";
            }
            else if (RoleNames.Parse(role) is null)
            {
                yield return $"{Section}:Roles:{name} is '{role}', which is not a role. The roles are {RoleNames.List(RoleNames.All)}.";
            }
        }
        var scopes = RoleNames.All.Select(RoleNames.ScopeClaim).OfType<string>().ToList();
        foreach (var (name, claim) in Scopes)
        {
            if (!scopes.Contains(name, StringComparer.Ordinal))
            {
                yield return $"{Section}:Scopes{(name.Length == 0 ? "" : ":")}{name} is not a scope. Write {Section}:Scopes: and one of "
                    + $"{string.Join(", ", scopes)}.";
            }
            else if (ClaimPath.Parse(claim, out wrong) is null)
            {
                yield return NoPath($"{Section}:Scopes:{name}", claim, wrong);
            }
        }
    }

    private static string NoPath(string setting, string value, string problem) =>
        $"{setting} is '{value}', which {problem}. Separate the names of nested claims by dots, and put a name that contains a dot in "
        + "brackets, for example resource_access[my.client].roles.";
}

/// <summary>Reports these problems at start, together with those of other settings.</summary>
internal sealed class AuthenticationSettingsValidator(IHostEnvironment environment)
    : IValidateOptions<AuthenticationSettings>
{
    public ValidateOptionsResult Validate(string? name, AuthenticationSettings options)
    {
        var problems = options.Problems(environment).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
