using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Tests.Identity;

/// <summary>Settings that must stop the server, with messages that say what to do.</summary>
public sealed class AuthenticationSettingsTests
{
    private const string Issuer = "https://login.example.org/realms/one";
    private readonly SettableClock _clock = new();

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    [InlineData("development-2")]
    public async Task Outside_Development_the_development_issuer_stops_the_start(string environment)
    {
        var problems = await ProblemsAsync(environment,
            ("Authority", Issuer), ("Audience", "api"), ("DevelopmentIssuer", "true"));
        problems.ShouldHaveSingleItem().ShouldStartWith(
            $"Authentication:DevelopmentIssuer is true, but the environment is '{environment}'");
    }

    [Fact]
    public async Task Outside_Development_all_that_is_missing_is_named_at_once()
    {
        var problems = await ProblemsAsync("Production", ("DevelopmentIssuer", "true"));
        problems.Count.ShouldBe(3);
        problems.ShouldContain(line => line.StartsWith("Authentication:DevelopmentIssuer is true", StringComparison.Ordinal));
        problems.ShouldContain(line => line.StartsWith("Authentication:Authority is missing", StringComparison.Ordinal));
        problems.ShouldContain(line => line.StartsWith("Authentication:Audience is missing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Problems_of_other_settings_are_named_in_the_same_breath()
    {
        var exception = await Should.ThrowAsync<Exception>(() => StartAsync(
            "Production", ("Database:Provider", "Oracle"), ("Authentication:Audience", "api")));
        var text = exception.ToString();
        text.ShouldContain("Database:Provider is 'Oracle'");
        text.ShouldContain("Authentication:Authority is missing");
    }

    [Theory]
    [InlineData("Production", "http://login.example.org", "must start with https://")]
    [InlineData("Production", "login.example.org", "not the address of an issuer")]
    [InlineData("Production", "ftp://login.example.org", "not the address of an issuer")]
    [InlineData("Production", "https://user:word@login.example.org", "not the address of an issuer")]
    [InlineData("Production", "https://login.example.org/?a=b", "not the address of an issuer")]
    [InlineData("Development", "/realms/one", "not the address of an issuer")]
    public async Task An_address_that_is_none_stops_the_start(string environment, string authority, string problem) =>
        (await ProblemsAsync(environment, ("Authority", authority), ("Audience", "api")))
            .ShouldHaveSingleItem().ShouldContain(problem);

    [Fact]
    public async Task A_switch_that_is_neither_on_nor_off_stops_the_start() =>
        (await ProblemsAsync("Production", ("Authority", Issuer), ("Audience", "api"), ("DevelopmentIssuer", "perhaps")))
            .ShouldHaveSingleItem().ShouldBe("Authentication:DevelopmentIssuer is 'perhaps'; it must be true or false.");

    [Fact]
    public async Task In_Development_one_issuer_is_trusted_and_not_two() =>
        (await ProblemsAsync("Development", ("Authority", Issuer), ("Audience", "api"), ("DevelopmentIssuer", "true")))
            .ShouldContain(line => line.Contains("tokens come from one issuer", StringComparison.Ordinal));

    [Fact]
    public async Task In_Development_an_issuer_is_needed_once_the_own_one_is_switched_off() =>
        (await ProblemsAsync("Development", ("DevelopmentIssuer", "false"))).Count.ShouldBe(2);

    [Theory]
    [InlineData("RolesClaim", "realm_access..roles", "Authentication:RolesClaim is 'realm_access..roles', which has an empty name.")]
    [InlineData("RolesClaim", ".roles", "has an empty name")]
    [InlineData("RolesClaim", "roles.", "ends with a dot")]
    [InlineData("RolesClaim", "resource_access[my.client.roles", "has an opening bracket without a closing one")]
    [InlineData("RolesClaim", "resource_access[].roles", "has an empty name")]
    [InlineData("RolesClaim", "resource_access[my.client]roles", "needs a dot after a closing bracket")]
    [InlineData("RolesClaim", "roles]", "has a bracket within a name")]
    [InlineData("RolesClaim", "r\"oles", "has a character that is not allowed")]
    [InlineData("RolesClaim", "r\u00f8ller", "has a character that is not allowed")]
    [InlineData("Roles:rk-boss", "BOSS", "Authentication:Roles:rk-boss is 'BOSS', which is not a role. The roles are CENTRE_WORKER, MUNICIPALITY, BRANCH_COORDINATOR, VOLUNTEER, INTEGRATION_CONSULTANT, DATA_PROTECTION_OFFICER, ADMINISTRATOR.")]
    [InlineData("Roles:rk-boss", "", "which is not a role")]
    [InlineData("Roles:rk-boss", "administrator", "which is not a role")]
    [InlineData("Roles:urn:rk:boss", "BOSS", "Authentication:Roles:urn:rk:boss is 'BOSS'")]
    [InlineData("Roles", "ADMINISTRATOR", "Authentication:Roles is a single value")]
    [InlineData("Scopes:kommune", "municipality", "Authentication:Scopes:kommune is not a scope. Write Authentication:Scopes: and one of centre, municipality, branch, volunteer.")]
    [InlineData("Scopes:region", "region", "Authentication:Scopes:region is not a scope")]
    [InlineData("Scopes", "kommune", "Authentication:Scopes is not a scope")]
    [InlineData("Scopes:municipality", "", "Authentication:Scopes:municipality is '', which has an empty name.")]
    [InlineData("Scopes:municipality", "a.[b", "has an opening bracket without a closing one")]
    public async Task A_claim_or_role_that_cannot_be_meant_stops_the_start(string setting, string value, string problem) =>
        (await ProblemsAsync("Production", ("Authority", Issuer), ("Audience", "api"), (setting, value)))
            .ShouldHaveSingleItem().ShouldContain(problem);

    [Fact]
    public async Task The_claims_of_the_development_issuer_cannot_be_changed() =>
        (await ProblemsAsync("Development", ("RolesClaim", "realm_access.roles")))
            .ShouldHaveSingleItem().ShouldContain("the development issuer is on, and its tokens have fixed claims");

    [Fact]
    public async Task Outside_Development_there_are_no_development_pages()
    {
        await using var host = await StartAsync(
            "Production", ("Authentication:Authority", Issuer), ("Authentication:Audience", "api"));
        foreach (var page in new[] { "/dev/token", "/dev/personas", "/dev/.well-known/openid-configuration" })
        {
            using var response = await host.Client.GetAsync(page, TestContext.Current.CancellationToken);
            ((int)response.StatusCode).ShouldBe(404);
        }
    }

    private Task<IdentityHost> StartAsync(string environment, params (string, string)[] settings) =>
        IdentityHost.StartAsync(environment, _clock, settings);

    private async Task<List<string>> ProblemsAsync(
        string environment, params (string Name, string Value)[] settings)
    {
        var exception = await Should.ThrowAsync<OptionsValidationException>(() => StartAsync(
            environment, [.. settings.Select(one => ("Authentication:" + one.Name, one.Value))]));
        return [.. exception.Failures];
    }
}
