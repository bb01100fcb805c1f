using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Tests.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Integration.Graph.Server.Tests.Identity;

/// <summary>The server as its own issuer, in Development.</summary>
public sealed class DevelopmentSignInTests : IAsyncLifetime
{
    private readonly SettableClock _clock = new();
    private IdentityHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await IdentityHost.StartAsync("Development", _clock);

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_token_for_the_asking_is_believed()
    {
        using var response = await PostAsync("""{"role":"MUNICIPALITY","municipality":"0461"}""");
        response.Headers.CacheControl.ShouldNotBeNull().NoStore.ShouldBeTrue();
        var answer = await ReadAsync(response);
        answer.GetProperty("token_type").GetString().ShouldBe("Bearer");
        var lifetime = TimeSpan.FromSeconds(answer.GetProperty("expires_in").GetInt32());
        var caller = await _host.CallerAsync(answer.GetProperty("access_token").GetString());
        caller.ShouldBe(new Caller(
            Role.Municipality, "0461", 0, "dev:MUNICIPALITY:0461", _clock.GetUtcNow() + lifetime));
    }

    [Fact]
    public async Task A_token_may_carry_several_roles_and_a_subject()
    {
        using var response = await PostAsync(
            """{"roles":["BRANCH_COORDINATOR","VOLUNTEER"],"branch":"odense","volunteer":4711,"subject":"maja"}""");
        var token = (await ReadAsync(response)).GetProperty("access_token").GetString();
        await _host.ShouldRefuseAsync(token, 403, "insufficient_scope", "has several roles");
        var caller = await _host.CallerAsync(token, "VOLUNTEER");
        (caller.Role, caller.Scope, caller.ScopeId, caller.Subject).ShouldBe((Role.Volunteer, "4711", 4711, "maja"));
    }

    [Fact]
    public async Task Each_persona_can_be_become()
    {
        var personas = await _host.Client.GetFromJsonAsync<JsonElement>(
            "/dev/personas", TestContext.Current.CancellationToken);
        var seen = new List<(string, string?)>();
        foreach (var persona in personas.EnumerateArray())
        {
            persona.GetProperty("label").GetString().ShouldNotBeNullOrWhiteSpace();
            using var response = await PostAsync(persona.GetProperty("body").GetRawText());
            var caller = await _host.CallerAsync((await ReadAsync(response)).GetProperty("access_token").GetString());
            caller.Role.ShouldBe(RoleNames.Parse(persona.GetProperty("role").GetString()));
            (persona.GetProperty("scope").GetString() ?? "").ShouldBe(caller.Scope);
            seen.Add((persona.GetProperty("role").GetString()!, persona.GetProperty("scope").GetString()));
        }
        seen.ShouldBe(
        [
            ("CENTRE_WORKER", "center-sandholm"), ("MUNICIPALITY", "0461"), ("BRANCH_COORDINATOR", "odense"),
            ("VOLUNTEER", "4711"), ("INTEGRATION_CONSULTANT", null), ("DATA_PROTECTION_OFFICER", null),
            ("ADMINISTRATOR", null),
        ]);
    }

    [Theory]
    [InlineData("""{"role":"KING"}""", "role", "unknown role; the roles are CENTRE_WORKER, MUNICIPALITY")]
    [InlineData("""{"role":7}""", "role", "unknown role")]
    [InlineData("""{"roles":["ADMINISTRATOR","KING"]}""", "roles", "unknown role")]
    [InlineData("""{"roles":"ADMINISTRATOR"}""", "roles", "not a list")]
    [InlineData("""{"role":"ADMINISTRATOR","roles":["ADMINISTRATOR"]}""", "roles", "not both")]
    [InlineData("""{"roles":[]}""", "role", "missing")]
    [InlineData("""{}""", "role", "missing; the roles are")]
    [InlineData("""{"role":"MUNICIPALITY"}""", "municipality", "missing: the role MUNICIPALITY needs it")]
    [InlineData("""{"role":"CENTRE_WORKER","municipality":"0461"}""", "centre", "missing")]
    [InlineData("""{"role":"MUNICIPALITY","municipality":"9999"}""", "municipality", "There is no municipality '9999'")]
    [InlineData("""{"role":"MUNICIPALITY","municipality":461}""", "municipality", "not a string")]
    [InlineData("""{"role":"MUNICIPALITY","municipality":""}""", "municipality", "not a string")]
    [InlineData("""{"role":"CENTRE_WORKER","centre":"nowhere"}""", "centre", "no centre 'nowhere'")]
    [InlineData("""{"role":"CENTRE_WORKER","centre":"a\u0000b"}""", "centre", "no centre")]
    [InlineData("""{"role":"ADMINISTRATOR","subject":"\ud800"}""", "body", "not JSON")]
    [InlineData("""{"role":"ADMINISTRATOR","\ud800":1}""", "body", "not JSON")]
    [InlineData("""{"role":"BRANCH_COORDINATOR","branch":"nowhere"}""", "branch", "no branch 'nowhere'")]
    [InlineData("""{"role":"VOLUNTEER","volunteer":"12"}""", "volunteer", "no volunteer '12'")]
    [InlineData("""{"role":"ADMINISTRATOR","subject":""}""", "subject", "not a string")]
    [InlineData("""{"role":"ADMINISTRATOR","kommune":"0461"}""", "kommune", "no such field")]
    [InlineData("""{"role":"ADMINISTRATOR","role":"VOLUNTEER"}""", "body", "contains a field twice")]
    [InlineData("""["ADMINISTRATOR"]""", "body", "not a JSON object")]
    [InlineData("""{"role":"ADMIN""", "body", "not JSON")]
    [InlineData("", "body", "not JSON")]
    public async Task A_request_that_cannot_be_met_says_which_field_is_wrong(string body, string field, string problem)
    {
        using var response = await PostAsync(body);
        ((int)response.StatusCode).ShouldBe(400);
        response.Content.Headers.ContentType.ShouldNotBeNull().MediaType.ShouldBe("application/problem+json");
        var errors = (await ReadAsync(response)).GetProperty("errors");
        errors.EnumerateObject().ShouldHaveSingleItem().Name.ShouldBe(field);
        errors.GetProperty(field).EnumerateArray().ShouldHaveSingleItem().GetString().ShouldNotBeNull()
            .ShouldContain(problem);
    }

    [Fact]
    public async Task All_wrong_fields_are_named_at_once()
    {
        using var response = await PostAsync(
            """{"roles":["CENTRE_WORKER","MUNICIPALITY","VOLUNTEER"],"centre":"nowhere","municipality":"9999","x":1}""");
        (await ReadAsync(response)).GetProperty("errors").EnumerateObject().Select(one => one.Name)
            .ShouldBe(["centre", "municipality", "volunteer", "x"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_body_that_is_too_long_is_refused()
    {
        using var response = await PostAsync($$"""{"role":"ADMINISTRATOR","subject":"{{new string('x', 4096)}}"}""");
        ((int)response.StatusCode).ShouldBe(400);
        (await ReadAsync(response)).GetProperty("errors").GetProperty("body")[0].GetString()
            .ShouldBe("The body is longer than 4096 bytes.");
    }

    [Fact]
    public async Task Any_OpenID_client_can_read_its_discovery_document_and_keys()
    {
        using var client = new HttpClient();
        var document = await OpenIdConnectConfigurationRetriever.GetAsync(
            _host.Address + "/dev/.well-known/openid-configuration",
            new HttpDocumentRetriever(client) { RequireHttps = false }, TestContext.Current.CancellationToken);
        document.Issuer.ShouldBe(_host.Address + "/dev");
        document.TokenEndpoint.ShouldBe(_host.Address + "/dev/token");

        // A second server that trusts the first one's address accepts its tokens.
        await using var second = await IdentityHost.StartAsync(
            "Development", _clock, ("Authentication:Authority", document.Issuer),
            ("Authentication:Audience", "integration-graph"));
        using var response = await PostAsync("""{"role":"CENTRE_WORKER","centre":"center-sandholm"}""");
        var caller = await second.CallerAsync((await ReadAsync(response)).GetProperty("access_token").GetString());
        (caller.Role, caller.Scope, caller.ScopeId).ShouldBe((Role.CentreWorker, "center-sandholm", 11));
        using var page = await second.Client.GetAsync("/dev/personas", TestContext.Current.CancellationToken);
        ((int)page.StatusCode).ShouldBe(404, "it has another issuer");
    }

    [Fact]
    public async Task A_token_of_an_earlier_run_is_refused()
    {
        await using var earlier = await IdentityHost.StartAsync("Development", _clock);
        var issuer = earlier.Services.GetRequiredService<DevelopmentIssuer>();
        var token = issuer.Sign(new Dictionary<string, object> { ["sub"] = "x", ["roles"] = new[] { "ADMINISTRATOR" } });
        await earlier.CallerAsync(token);
        using var response = await _host.AskAsync(token);
        ((int)response.StatusCode).ShouldBe(401);
    }

    [Theory, BothDatabases]
    public async Task Scopes_are_found_in_the_database(DatabaseKind kind)
    {
        var database = await IdentityWorld.OnAsync(kind);
        await using var host = await IdentityHost.StartAsync(
            "Development", _clock, [.. database.Settings.Select(one => (one.Key, one.Value!))]);
        var scopes = host.Services.GetRequiredService<ScopeDirectory>();
        var expected = new Dictionary<Role, Scope>
        {
            [Role.CentreWorker] = new("center-sandholm", 11, "Center Sandholm"),
            [Role.Municipality] = new("0461", 0, "Odense"),
            [Role.BranchCoordinator] = new("odense", 33, "Røde Kors odense"),
            [Role.Volunteer] = new("4711", 4711, "Røde Kors odense"),
        };
        foreach (var (role, scope) in expected)
        {
            (await scopes.FindExampleAsync(role, TestContext.Current.CancellationToken)).ShouldBe(scope);
            (await scopes.FindAsync(role, scope.Key, TestContext.Current.CancellationToken)).ShouldBe(scope);
            foreach (var other in expected.Values.Where(one => one.Key != scope.Key).Select(one => one.Key)
                .Concat(["", "Center-sandholm", "ODENSE", "a\0b", "\ud800", "%", "04711 ", "99999999999999999999"]))
            {
                (await scopes.FindAsync(role, other, TestContext.Current.CancellationToken)).ShouldBeNull();
            }
        }
        (await scopes.FindExampleAsync(Role.Administrator, TestContext.Current.CancellationToken)).ShouldBeNull();
    }

    [Theory, BothDatabases]
    public async Task The_personas_stand_where_the_demonstration_is_told(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var host = await IdentityHost.StartAsync(
            "Development", _clock, [.. database.Settings.Select(one => (one.Key, one.Value!))]);
        var scopes = host.Services.GetRequiredService<ScopeDirectory>();
        var centre = await scopes.FindExampleAsync(Role.CentreWorker, TestContext.Current.CancellationToken);
        centre.ShouldNotBeNull().Name.ShouldBe("Center Sandholm");
        var municipality = await scopes.FindExampleAsync(Role.Municipality, TestContext.Current.CancellationToken);
        municipality.ShouldNotBeNull().Key.ShouldBe("0461");
        var example = await scopes.FindExampleAsync(Role.BranchCoordinator, TestContext.Current.CancellationToken);
        await using var context = database.CreateContext();
        var branch = await context.Branches.Include(one => one.Activities).SingleAsync(
            one => one.Id == example.ShouldNotBeNull().Id, TestContext.Current.CancellationToken);
        branch.MunicipalityCode.ShouldBe("0461");
        branch.Activities.ShouldNotBeEmpty();
        (await scopes.FindExampleAsync(Role.Volunteer, TestContext.Current.CancellationToken))
            .ShouldBeNull("the reference data names no volunteer");
    }

    private async Task<HttpResponseMessage> PostAsync(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        return await _host.Client.PostAsync("/dev/token", content, TestContext.Current.CancellationToken);
    }

    private static Task<JsonElement> ReadAsync(HttpResponseMessage response) =>
        response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
}
