using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;

namespace Integration.Graph.Server.Tests.Identity;

/// <summary>
/// Access tokens with the payloads of Keycloak, Entra and a plain OpenID Connect provider, each sent to a complete server.
/// </summary>
public sealed class IssuerShapeTests : IAsyncLifetime
{
    private readonly SettableClock _clock = new();
    private OpenIdIssuer _issuer = null!;

    public async ValueTask InitializeAsync() => _issuer = await OpenIdIssuer.StartAsync(_clock);

    public async ValueTask DisposeAsync() => await _issuer.DisposeAsync();

    [Fact]
    public async Task Keycloak_sends_realm_roles_and_attributes_of_the_user()
    {
        await using var server = await StartAsync(
            ("RolesClaim", "realm_access.roles"), ("Roles:rk-caseworker", "MUNICIPALITY"), ("Roles:rk-kommune", "MUNICIPALITY"),
            ("Roles:rk-officer", "DATA_PROTECTION_OFFICER"), ("Scopes:municipality", "kommune"));
        var claims = Keycloak("rk-caseworker", "rk-kommune");

        await ShouldBeAsync(server, claims, "MUNICIPALITY", "0461");
        await ShouldBeAsync(server, With(claims, "kommune", new[] { "461" }), "MUNICIPALITY", "0461");
        await ShouldBeRefusedAsync(server, Keycloak("MUNICIPALITY"),
            "none of the roles that Authentication:Roles names (claim 'realm_access.roles'). No value of this claim is a known role.");
        await ShouldBeRefusedAsync(server, With(claims, "realm_access", null), "The token has no such claim.");
        await ShouldBeRefusedAsync(server, With(claims, "kommune", null), "needs exactly one value in the claim 'kommune'; the token has none.");
        await ShouldBeRefusedAsync(server, Keycloak("rk-caseworker", "rk-officer"), "Name it in the header Acting-Role: one of MUNICIPALITY, DATA_PROTECTION_OFFICER");
    }

    [Fact]
    public async Task Keycloak_sends_roles_of_a_client_whose_id_has_dots()
    {
        await using var server = await StartAsync(("RolesClaim", "resource_access[graph.rodekors.dk].roles"), ("Scopes:branch", "afdeling.slug"));
        var claims = With(Keycloak("rk-caseworker"), "afdeling", new { slug = "odense" });

        await ShouldBeAsync(server, claims, "BRANCH_COORDINATOR", "odense");
        await ShouldBeRefusedAsync(server, With(claims, "resource_access", new { graph = new { roles = new[] { "ADMINISTRATOR" } } }),
            "(claim 'resource_access[graph.rodekors.dk].roles'). The token has no such claim.");
    }

    [Fact]
    public async Task Entra_sends_app_roles_and_directory_extensions_in_both_versions()
    {
        await using var server = await StartAsync(("Scopes:municipality", "[extn.kommune]"));
        var v2 = Entra();

        await ShouldBeAsync(server, v2, "MUNICIPALITY", "0461");
        // In version 1, the address of the discovery document differs from the issuer's name.
        _issuer.Name = "https://sts.windows.net/9188040d-6c67-4c5b-b112-36a304b66dad/";
        await using var first = await StartAsync(("Scopes:municipality", "[extn.kommune]"));
        var v1 = With(With(With(v2, "ver", "1.0"), "iss", _issuer.Name), "appid", "6731de76-14a6-49ae-97bc-6eba6914391e");
        await ShouldBeAsync(first, v1, "MUNICIPALITY", "0461");
        await ShouldBeRefusedAsync(first, v2, "another issuer", 401);
    }

    [Fact]
    public async Task Entras_address_for_all_tenants_is_no_issuer()
    {
        _issuer.Name = "https://login.microsoftonline.com/{tenantid}/v2.0";
        await using var server = await StartAsync();

        (await server.QueryAsync(Sign(With(Entra(), "iss", _issuer.Name)), "{ viewer { role } }")).Status.ShouldBe(503);
        server.Complaints.ShouldContain(line => line.Contains("Set Authentication:Authority to the address of one tenant", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_plain_provider_sends_claims_at_the_top()
    {
        await using var server = await StartAsync(("RolesClaim", "[https://graph.rodekors.dk/roles]"), ("Roles:urn:rk:role:centre", "CENTRE_WORKER"),
            ("Roles:urn:rk:role:volunteer", "VOLUNTEER"), ("Roles:officer", "DATA_PROTECTION_OFFICER"), ("Scopes:centre", "centre_slug"));

        await ShouldBeAsync(server, Plain("urn:rk:role:centre"), "CENTRE_WORKER", "center-sandholm");
        await ShouldBeAsync(server, Plain(new[] { "urn:rk:role:centre" }), "CENTRE_WORKER", "center-sandholm");
        await ShouldBeAsync(server, Plain("openid officer profile"), "DATA_PROTECTION_OFFICER", "");
        await ShouldBeRefusedAsync(server, Plain("OFFICER"), "(claim '[https://graph.rodekors.dk/roles]'). No value of this claim is a known role.");
        await ShouldBeRefusedAsync(server, Plain("urn:rk:role:volunteer"), "needs exactly one value in the claim 'volunteer'");
    }

    // Payload of Keycloak 26, with a mapper for the attribute "kommune".
    private Dictionary<string, object?> Keycloak(params string[] realmRoles) => new()
    {
        ["exp"] = Seconds(300),
        ["iat"] = Seconds(0),
        ["auth_time"] = Seconds(-20),
        ["jti"] = "onrtac:8b1e8c93-6c4e-4a2b-93a5-0c3e9a3a6d0a",
        ["iss"] = _issuer.Address,
        ["aud"] = new[] { OpenIdIssuer.Audience, "account" },
        ["sub"] = "f1b6ad2f-7a1c-49ef-9d25-6a3ee0e5b0a1",
        ["typ"] = "Bearer",
        ["azp"] = "caseworker-screen",
        ["sid"] = "0a7c1d0e-5b1d-4f7f-8d4e-0b8f1f8c2f11",
        ["acr"] = "1",
        ["allowed-origins"] = new[] { "https://screen.example.org" },
        ["realm_access"] = new { roles = realmRoles.Concat(["default-roles-rk", "offline_access", "uma_authorization"]) },
        ["resource_access"] = new Dictionary<string, object>
        {
            ["graph.rodekors.dk"] = new { roles = new[] { "BRANCH_COORDINATOR" } },
            ["account"] = new { roles = new[] { "manage-account", "view-profile" } },
        },
        ["scope"] = "openid profile email",
        ["email_verified"] = true,
        ["name"] = "Kirsten Krogh",
        ["preferred_username"] = "kirsten",
        ["kommune"] = "0461",
    };

    // Payload of the Microsoft identity platform (version 2.0), with an app role and a directory extension.
    private Dictionary<string, object?> Entra() => new()
    {
        ["aud"] = OpenIdIssuer.Audience,
        ["iss"] = _issuer.Address,
        ["iat"] = Seconds(0),
        ["nbf"] = Seconds(0),
        ["exp"] = Seconds(4500),
        ["aio"] = "AXQAi/8IAAAAtAaZLo3ChMif6KOnttRB7eBq4/DccQzjcJGxPYy/C3jDaNGxXd6wNIIVGRghNRnwJ1lOcAnNZcjvkoyrFxCttv33140RioOFJ4bCCGVuoCag1uOTT22222gHwLPYQ/uf79QX+0KIijdrmp69RctzmQ==",
        ["azp"] = "6731de76-14a6-49ae-97bc-6eba6914391e",
        ["azpacr"] = "0",
        ["extn.kommune"] = new[] { "0461" },
        ["name"] = "Kirsten Krogh",
        ["oid"] = "00000000-0000-0000-66f3-3332eca7ea81",
        ["preferred_username"] = "kirsten@odense.dk",
        ["rh"] = "0.ARoAv4j5cvGGr0GRqy180BHbR4",
        ["roles"] = new[] { "MUNICIPALITY" },
        ["scp"] = "access_as_user",
        ["sub"] = "HKZpfaHyWadeOouYlitjrI-KffTm222X5rrV3xDqfKQ",
        ["tid"] = "9188040d-6c67-4c5b-b112-36a304b66dad",
        ["uti"] = "fqiBqXLPj0eQa82S-IYFAA",
        ["ver"] = "2.0",
    };

    // RFC 9068, with the provider's own claims under a name that is a URL.
    private Dictionary<string, object?> Plain(object roles) => new()
    {
        ["iss"] = _issuer.Address,
        ["sub"] = "auth0|5ba552d67",
        ["aud"] = OpenIdIssuer.Audience,
        ["exp"] = Seconds(7200),
        ["iat"] = Seconds(0),
        ["jti"] = "dbe39bf3a3ba4238a513f51d6e1691c4",
        ["client_id"] = "s6BhdRkqt3",
        ["scope"] = "openid profile",
        ["https://graph.rodekors.dk/roles"] = roles,
        ["centre_slug"] = "center-sandholm",
    };

    private string Sign(Dictionary<string, object?> claims) => OpenIdIssuer.Sign(
        new() { ["typ"] = claims.ContainsKey("client_id") ? "at+jwt" : "JWT", ["alg"] = "RS256", ["kid"] = _issuer.Rsa.Id, ["x5t"] = _issuer.Rsa.Id },
        claims, _issuer.Rsa.Sign);

    private async Task ShouldBeAsync(ServerHost server, Dictionary<string, object?> claims, string role, string scope)
    {
        var answer = await server.QueryAsync(Sign(claims), "{ viewer { role scope } }");
        answer["viewer.role"].GetString().ShouldBe(role);
        (answer["viewer.scope"].GetString() ?? "").ShouldBe(scope);
    }

    /// <summary>Checks that the message contains this text and repeats no value of the token.</summary>
    private async Task ShouldBeRefusedAsync(ServerHost server, Dictionary<string, object?> claims, string message, int status = 403)
    {
        var answer = await server.QueryAsync(Sign(claims), "{ viewer { role } }");
        answer.Status.ShouldBe(status, answer.Text);
        answer.Errors.ShouldHaveSingleItem().GetProperty("message").GetString()!.ShouldContain(message);
        foreach (var own in new[] { "Kirsten", "uma_authorization", "offline_access", "OFFICER\"", "caseworker-screen", "f1b6ad2f" })
        {
            answer.Text.ShouldNotContain(own);
        }
    }

    private Task<ServerHost> StartAsync(params (string Name, string Value)[] settings) => StartOnAsync(
        [.. settings.Select(one => ("Authentication:" + one.Name, one.Value)), ("Authentication:Authority", _issuer.Address), ("Authentication:Audience", OpenIdIssuer.Audience)]);

    private async Task<ServerHost> StartOnAsync((string, string)[] settings) =>
        await ServerHost.StartAsync(await TestDatabase.CreateAsync(DatabaseKind.Sqlite), _clock, settings);

    private static Dictionary<string, object?> With(Dictionary<string, object?> claims, string name, object? value)
    {
        var changed = new Dictionary<string, object?>(claims) { [name] = value };
        if (value is null)
        {
            changed.Remove(name);
        }

        return changed;
    }

    private long Seconds(int fromNow) => _clock.GetUtcNow().ToUnixTimeSeconds() + fromNow;
}
