using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Integration.Graph.Server.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Integration.Graph.Server.Tests.Identity;

/// <summary>A request acts in one role and one existing scope.</summary>
public sealed class RoleAndScopeTests : IAsyncLifetime
{
    /// <summary>Every role with its scope claim, an existing value and the resulting id.</summary>
    private static readonly (string Role, string? Claim, string Scope, long Id)[] Roles =
    [
        ("CENTRE_WORKER", "centre", "center-sandholm", 11),
        ("MUNICIPALITY", "municipality", "0461", 0),
        ("BRANCH_COORDINATOR", "branch", "odense", 33),
        ("VOLUNTEER", "volunteer", "4711", 4711),
        ("INTEGRATION_CONSULTANT", null, "", 0),
        ("DATA_PROTECTION_OFFICER", null, "", 0),
        ("ADMINISTRATOR", null, "", 0),
    ];

    private readonly SettableClock _clock = new();
    private OpenIdIssuer _issuer = null!;
    private IdentityHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _issuer = await OpenIdIssuer.StartAsync(_clock);
        _host = await IdentityHost.TrustingAsync(_issuer, _clock);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Fact]
    public async Task Without_a_token_the_caller_has_no_role() =>
        (await _host.CallerAsync(null)).ShouldBe(Caller.Anonymous);

    [Fact]
    public async Task A_single_role_is_the_acting_one()
    {
        foreach (var (role, claim, scope, id) in Roles)
        {
            var token = TokenOf([role], claim is null ? [] : [(claim, scope)]);
            var expected = Expected(role, scope, id);
            (await _host.CallerAsync(token)).ShouldBe(expected);
            (await _host.CallerAsync(token, role)).ShouldBe(expected);
        }
    }

    [Fact]
    public async Task A_role_may_be_a_text_instead_of_a_list() =>
        (await _host.CallerAsync(_issuer.Token(("roles", "ADMINISTRATOR")))).Role.ShouldBe(Role.Administrator);

    [Fact]
    public async Task Several_roles_may_be_a_text_with_spaces()
    {
        var token = _issuer.Token(("roles", "openid ADMINISTRATOR  MUNICIPALITY"));
        (await _host.CallerAsync(token, "ADMINISTRATOR")).Role.ShouldBe(Role.Administrator);
        (await _host.CallerAsync(token, "MUNICIPALITY")).Scope.ShouldBe("0461");
        await _host.ShouldRefuseAsync(_issuer.Token(("roles", new[] { "ADMINISTRATOR MUNICIPALITY" })), 403, "insufficient_scope", "has none of the roles");
    }

    [Theory]
    [InlineData("461", "0461")]
    [InlineData(461, "0461")]
    [InlineData("101", "0101")]
    [InlineData(101, "0101")]
    public async Task A_municipality_that_has_lost_its_leading_zero_is_known(object claim, string code) =>
        (await _host.CallerAsync(_issuer.Token(("municipality", claim)))).Scope.ShouldBe(code);

    [Fact]
    public async Task A_number_is_a_scope_as_its_digits_only()
    {
        foreach (var volunteer in new object[] { 4711, "4711", new object[] { 4711 } })
        {
            (await _host.CallerAsync(TokenOf(["VOLUNTEER"], ("volunteer", volunteer)))).ScopeId.ShouldBe(4711);
        }

        foreach (var municipality in new object[] { 461.5, -461, 46, 4610, "00461", "4 61", "\u0664\u0666\u0661", true, new { code = "0461" } })
        {
            await _host.ShouldRefuseAsync(_issuer.Token(("municipality", municipality)), 403, "insufficient_scope", "token's claim 'municipality' does not exist");
        }
    }

    [Fact]
    public async Task Several_roles_without_an_acting_one_are_refused() => await _host.ShouldRefuseAsync(
        TokenOf(["VOLUNTEER", "MUNICIPALITY"], ("municipality", "0461"), ("volunteer", "4711")),
        403, "insufficient_scope", "Name it in the header Acting-Role: one of MUNICIPALITY, VOLUNTEER");

    [Fact]
    public async Task An_acting_role_that_the_token_lacks_is_refused() => await _host.ShouldRefuseAsync(
        TokenOf(["MUNICIPALITY"], ("municipality", "0461"), ("branch", "odense")),
        403, "insufficient_scope", "names BRANCH_COORDINATOR, which the token does not have; it has MUNICIPALITY",
        "BRANCH_COORDINATOR");

    [Theory]
    [InlineData("")]
    [InlineData("municipality")]
    [InlineData("MUNICIPALITY, VOLUNTEER")]
    [InlineData("1")]
    [InlineData("KING")]
    public async Task An_acting_role_that_is_no_role_is_refused(string acting) => await _host.ShouldRefuseAsync(
        _issuer.Token(), 403, "insufficient_scope", "Acting-Role does not name a role", acting);

    [Fact]
    public async Task A_wrong_token_is_said_to_be_wrong_whatever_the_acting_role() => await _host.ShouldRefuseAsync(
        _issuer.Token(("aud", "other")), 401, "invalid_token", "another audience", "KING");

    [Fact]
    public async Task An_acting_role_without_a_token_is_refused() => await _host.ShouldRefuseAsync(
        null, 401, "invalid_request", "Acting-Role needs a token", "ADMINISTRATOR");

    [Fact]
    public async Task A_role_without_its_scope_is_refused()
    {
        foreach (var (role, claim, scope, _) in Roles.Where(one => one.Claim is not null))
        {
            var none = $"The role {role} needs exactly one value in the claim '{claim}'; the token has none";
            await _host.ShouldRefuseAsync(TokenOf([role]), 403, "insufficient_scope", none);
            await _host.ShouldRefuseAsync(TokenOf([role], (claim!, "")), 403, "insufficient_scope", none);
            await _host.ShouldRefuseAsync(
                TokenOf([role], (claim!, new[] { scope, "other" })), 403, "insufficient_scope", "has several");
        }
    }

    [Fact]
    public async Task A_scope_that_does_not_exist_is_refused()
    {
        foreach (var (role, claim, _, _) in Roles.Where(one => one.Claim is not null))
        {
            foreach (var scope in new[] { "nowhere", "9999", "-1", "0", "CENTER-SANDHOLM", "' OR 1=1 --", "a\0b", "\ud800" })
            {
                await _host.ShouldRefuseAsync(
                    TokenOf([role], (claim!, scope)), 403, "insufficient_scope", $"token's claim '{claim}' does not exist");
            }
        }
    }

    [Fact]
    public async Task Roles_of_other_systems_are_ignored_unless_none_is_left()
    {
        var mixed = _issuer.Token(("roles", new object[] { "offline_access", "municipality", "MUNICIPALITY", 7 }));
        (await _host.CallerAsync(mixed)).Role.ShouldBe(Role.Municipality);
        foreach (var roles in new object?[] { null, Array.Empty<string>(), new[] { "offline_access" }, "", "1" })
        {
            await _host.ShouldRefuseAsync(
                _issuer.Token(("roles", roles)), 403, "insufficient_scope",
                "has none of the roles CENTRE_WORKER, MUNICIPALITY, BRANCH_COORDINATOR, VOLUNTEER, INTEGRATION_CONSULTANT, "
                + "DATA_PROTECTION_OFFICER, ADMINISTRATOR (claim 'roles'). "
                + (roles is null ? "The token has no such claim." : "No value of this claim is a known role."));
        }
    }

    [Fact]
    public async Task One_token_acts_in_each_of_its_roles_in_turn()
    {
        var token = TokenOf([.. Roles.Select(one => one.Role)], [.. AllScopes()]);
        for (var round = 0; round < 2; round++)
        {
            foreach (var (role, _, scope, id) in Roles)
            {
                (await _host.CallerAsync(token, role)).ShouldBe(Expected(role, scope, id));
            }
        }
    }

    [Fact]
    public void The_caller_has_the_acting_role_and_its_scope_and_nothing_more()
    {
        var resolver = _host.Services.GetRequiredService<ICallerResolver>();
        var cases =
            from held in Gen.SubListOf(Enumerable.Range(0, Roles.Length))
            from scoped in Gen.SubListOf(Enumerable.Range(0, 4))
            from acting in Gen.Choose(-1, Roles.Length - 1)
            select (Held: held.ToArray(), Scoped: scoped.ToArray(), Acting: acting);
        Prop.ForAll(cases.ToArbitrary(), one =>
        {
            var token = TokenOf(
                [.. one.Held.Select(index => Roles[index].Role)],
                [.. one.Scoped.Select(index => (Roles[index].Claim!, (object?)Roles[index].Scope))]);
            var header = one.Acting < 0 ? null : Roles[one.Acting].Role;
            var answer = resolver.ResolveAsync(token, header, null, TestContext.Current.CancellationToken).AsTask().Result;
            var chosen = one.Acting >= 0 ? one.Acting : one.Held is [var only] ? only : -1;
            var allowed = one.Held.Contains(chosen) && (chosen >= 4 || one.Scoped.Contains(chosen));
            var what = JsonSerializer.Serialize(new { one.Held, one.Scoped, one.Acting, answer });
            if (!allowed)
            {
                answer.Caller.ShouldBeNull(what);
                answer.Refusal.ShouldNotBeNull(what).Status.ShouldBe(403, what);
                return;
            }
            var (role, _, scope, id) = Roles[chosen];
            answer.Refusal.ShouldBeNull(what);
            answer.Caller.ShouldBe(Expected(role, scope, id), what);
        }).QuickCheckThrowOnFailure();
    }

    private static IEnumerable<(string, object?)> AllScopes() =>
        Roles.Where(one => one.Claim is not null).Select(one => (one.Claim!, (object?)one.Scope));

    private string TokenOf(string[] roles, params (string, object?)[] scopes) =>
        _issuer.Token([("municipality", null), ("roles", roles), .. scopes]);

    private Caller Expected(string role, string scope, long id) => new(
        RoleNames.Parse(role), scope, id, "caseworker-17", _clock.GetUtcNow().AddHours(1));
}
