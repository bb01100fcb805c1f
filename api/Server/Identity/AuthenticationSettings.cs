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

    /// <summary>
    /// The claim that names the caller's roles, as a <see cref="ClaimPath"/>: <c>realm_access.roles</c> for Keycloak's realm
    /// roles. Default: <c>roles</c>.
    /// </summary>
    public string? RolesClaim { get; set; }

    /// <summary>
    /// Names of roles at the issuer to the product's names (<c>Authentication:Roles:rk-centre-worker=CENTRE_WORKER</c>). Empty:
    /// the issuer uses the product's names. Otherwise no other name counts.
    /// </summary>
    internal IReadOnlyDictionary<string, string> Roles { get; private set; } = new Dictionary<string, string>();

    /// <summary>
    /// The product's names of scopes to the claims that carry them, each as a <see cref="ClaimPath"/>
    /// (<c>Authentication:Scopes:municipality=kommune</c>). A scope that is not named is in the claim of its own name.
    /// </summary>
    internal IReadOnlyDictionary<string, string> Scopes { get; private set; } = new Dictionary<string, string>();

    public string EffectiveRolesClaim => string.IsNullOrWhiteSpace(RolesClaim) ? "roles" : RolesClaim.Trim();

    public string EffectiveAudience => string.IsNullOrWhiteSpace(Audience) ? "integration-graph" : Audience.Trim();

    public bool UsesDevelopmentIssuer(IHostEnvironment environment) => environment.IsDevelopment()
        && (string.IsNullOrWhiteSpace(DevelopmentIssuer)
            ? string.IsNullOrWhiteSpace(Authority)
            : bool.TryParse(DevelopmentIssuer, out var wanted) && wanted);

    /// <summary>Reads <see cref="Roles"/> and <see cref="Scopes"/>.</summary>
    /// <remarks>Not by the binder: an issuer's name may contain colons, which configuration takes for levels.</remarks>
    public void ReadMaps(IConfigurationSection section)
    {
        Roles = Map(section.GetSection(nameof(Roles)));
        Scopes = Map(section.GetSection(nameof(Scopes)));
    }

    // Some sources of configuration give every level above a value an empty one.
    private static Dictionary<string, string> Map(IConfigurationSection section) => section.AsEnumerable(makePathsRelative: true)
        .Select(one => (one.Key, one.Value, Section: section.GetSection(one.Key))).Append((Key: "", section.Value, Section: section))
        .Where(one => one.Value is not null && (one.Value.Length > 0 || !one.Section.GetChildren().Any()))
        .ToDictionary(one => one.Key, one => one.Value!.Trim());

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
        foreach (var problem in ClaimProblems())
            yield return problem;
        if (UsesDevelopmentIssuer(environment))
        {
            if (!string.IsNullOrWhiteSpace(RolesClaim) || Roles.Count > 0 || Scopes.Count > 0)
                yield return $"{Section}:RolesClaim, {Section}:Roles and {Section}:Scopes describe the tokens of an issuer, but the "
                    + $"development issuer is on, whose tokens never change. Set {Section}:Authority, or remove them.";
            yield break;
        }
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

    private IEnumerable<string> ClaimProblems()
    {
        if (ClaimPath.Parse(EffectiveRolesClaim, out var wrong) is null)
            yield return NoPath($"{Section}:{nameof(RolesClaim)}", RolesClaim!, wrong);
        foreach (var (name, role) in Roles)
        {
            if (name.Length == 0)
                yield return $"{Section}:Roles is a single value. Write one setting for each name of the issuer, such as "
                    + $"{Section}:Roles:rk-centre-worker=CENTRE_WORKER.";
            else if (RoleNames.Parse(role) is null)
                yield return $"{Section}:Roles:{name} is '{role}', which is no role. The roles are {RoleNames.List(RoleNames.All)}.";
        }
        var scopes = RoleNames.All.Select(RoleNames.ScopeClaim).OfType<string>().ToList();
        foreach (var (name, claim) in Scopes)
        {
            if (!scopes.Contains(name, StringComparer.Ordinal))
                yield return $"{Section}:Scopes{(name.Length == 0 ? "" : ":")}{name} is no scope. Write {Section}:Scopes: and one of "
                    + $"{string.Join(", ", scopes)}.";
            else if (ClaimPath.Parse(claim, out wrong) is null)
                yield return NoPath($"{Section}:Scopes:{name}", claim, wrong);
        }
    }

    private static string NoPath(string setting, string value, string problem) =>
        $"{setting} is '{value}', which {problem}. Separate the names of nested claims by dots, and put a name that contains a dot in "
        + "brackets, such as resource_access[my.client].roles.";
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
