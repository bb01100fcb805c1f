using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;

namespace Integration.Graph.Server.Tests.Http;

/// <summary>Middleware around the GraphQL endpoint: CORS, compression, and limits on number and cost of requests.</summary>
public sealed class HttpSurfaceTests
{
    [Fact]
    public async Task Pages_of_the_configured_origins_may_ask_and_others_may_not()
    {
        await using var host = await StartAsync(("Cors:Origins:0", "https://front.example.dk"), ("Cors:Origins:1", "http://localhost:3000"));

        foreach (var (origin, allowed) in new[] { ("https://front.example.dk", true), ("http://localhost:3000", true), ("https://evil.example", false), ("http://front.example.dk", false) })
        {
            using var preflight = new HttpRequestMessage(HttpMethod.Options, "/graphql");
            preflight.Headers.Add("Origin", origin);
            preflight.Headers.Add("Access-Control-Request-Method", "POST");
            preflight.Headers.Add("Access-Control-Request-Headers", "authorization,content-type,acting-role");
            using var answer = await host.Client.SendAsync(preflight);
            answer.Headers.Contains("Access-Control-Allow-Origin").ShouldBe(allowed, origin);
            // The browser sends no credentials by itself, so the server allows none.
            answer.Headers.Contains("Access-Control-Allow-Credentials").ShouldBeFalse();
        }
    }

    [Fact]
    public async Task Answers_are_compressed_for_who_accepts_it_and_no_other_page_may_read_them()
    {
        await using var host = await StartAsync();
        foreach (var (encoding, type) in new[] { ("br", "application/json"), ("gzip", "application/json"), ("br", "application/graphql-response+json") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = "{ municipalities { code name region { name } } }" }) };
            request.Headers.Add("Accept-Encoding", encoding);
            request.Headers.Add("Accept", type);
            request.Headers.Add("Origin", "https://front.example.dk");

            using var answer = await host.Client.SendAsync(request);

            answer.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
            answer.Content.Headers.ContentEncoding.ShouldBe([encoding]);
            await using var body = await answer.Content.ReadAsStreamAsync();
            await using Stream plain = encoding == "br"
                ? new System.IO.Compression.BrotliStream(body, System.IO.Compression.CompressionMode.Decompress)
                : new System.IO.Compression.GZipStream(body, System.IO.Compression.CompressionMode.Decompress);
            using var json = await JsonDocument.ParseAsync(plain);
            json.RootElement.GetProperty("data").GetProperty("municipalities").GetArrayLength().ShouldBe(98);
        }
    }

    [Fact]
    public async Task A_client_that_asks_too_often_waits_and_others_do_not()
    {
        await using var host = await StartAsync(("RateLimit:RequestsPerSecond", "1"), ("RateLimit:Burst", "5"));
        var consultant = await host.TokenAsync(Role.IntegrationConsultant);
        var administrator = await host.TokenAsync(Role.Administrator);

        for (var i = 0; i < 5; i++)
        {
            (await host.QueryAsync(consultant, "{ __typename }")).Status.ShouldBe(200);
        }

        var refused = await host.QueryAsync(consultant, "{ __typename }");

        refused.Status.ShouldBe(429);
        refused.Codes.ShouldBe(["RATE_LIMITED"]);
        (await host.QueryAsync(administrator, "{ __typename }")).Status.ShouldBe(200);
        (await host.QueryAsync(null, "{ __typename }")).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("/graphql/schema")]
    [InlineData("/consents/eDox/form")]
    [InlineData("/consents/eDox/receipt")]
    [InlineData("/subjects/eDox/export")]
    public async Task A_page_is_limited_as_a_request_is(string path)
    {
        await using var host = await StartAsync(("RateLimit:RequestsPerSecond", "1"), ("RateLimit:Burst", "1"));

        // Enough requests that several fall within one second, however slow the machine is.
        var many = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.PageAsync(null, path)));

        many.ShouldContain(page => page.Status == HttpStatusCode.TooManyRequests);
    }

    /// <summary>
    /// A refusal before GraphQL has the media type for GraphQL clients. On a page, a browser would save it as a file.
    /// </summary>
    [Theory]
    [InlineData("application/graphql-response+json, application/json;q=0.9", "application/graphql-response+json")]
    [InlineData("application/json", "application/json")]
    [InlineData("text/html, */*;q=0.8", "application/json")]
    [InlineData(null, "application/json")]
    public async Task A_refusal_has_the_type_that_its_client_reads(string? accept, string type)
    {
        await using var host = await StartAsync(("RateLimit:RequestsPerSecond", "1"), ("RateLimit:Burst", "1"));
        await ShouldBeRefusedAsync(await AskAsync("Idempotency-Key", "short"), 400);
        await ShouldBeRefusedAsync(await AskAsync("Authorization", "Bearer none"), 401);
        // Enough requests that several fall within one second, however slow the machine is.
        var many = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => AskAsync("X-None", "")));
        await ShouldBeRefusedAsync(many.First(x => x.StatusCode == HttpStatusCode.TooManyRequests), 429);

        async Task<HttpResponseMessage> AskAsync(string header, string value)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = "{ __typename }" }) };
            request.Headers.TryAddWithoutValidation(header, value);
            if (accept is not null)
            {
                request.Headers.TryAddWithoutValidation("Accept", accept);
            }

            return await host.Client.SendAsync(request);
        }

        async Task ShouldBeRefusedAsync(HttpResponseMessage answer, int status)
        {
            ((int)answer.StatusCode).ShouldBe(status);
            answer.Content.Headers.ContentType!.ToString().ShouldBe(type + "; charset=utf-8");
            answer.Headers.WwwAuthenticate.Count.ShouldBe(status == 401 ? 1 : 0);
            answer.Headers.Contains("Retry-After").ShouldBe(status == 429);
            using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            body.RootElement.GetProperty("errors").GetArrayLength().ShouldBe(1);
        }
    }

    [Fact]
    public async Task Who_is_not_signed_in_is_told_how_to()
    {
        await using var host = await StartAsync();
        using var answer = await host.Client.PostAsJsonAsync("/graphql", new { query = "{ refugees { totalCount } }" });

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
    }

    [Fact]
    public async Task A_role_has_the_budget_that_is_configured_for_it()
    {
        await using var host = await StartAsync(("GraphQL:MaxCost", "500"), ("GraphQL:MaxCostByView:ANONYMOUS", "50"), ("GraphQL:MaxCostByView:ADMINISTRATOR", "5000"));
        var consultant = await host.TokenAsync(Role.IntegrationConsultant);
        const string Document = "{ municipalities { code region { name } } }";
        const string Large = "{ municipalities { code region { municipalities { name } } } }";

        // 98 municipalities, each with a region.
        (await host.QueryAsync(null, Document)).Text.ShouldContain("costs 196, more than the budget of 50 (MaxCost)");
        (await host.QueryAsync(consultant, Document)).Errors.ShouldBeEmpty();
        (await host.QueryAsync(consultant, Large)).Codes.ShouldBe(["LIMIT_EXCEEDED"]);
        (await host.QueryAsync(await host.TokenAsync(Role.Administrator), Large)).Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Pages_have_the_sizes_that_are_configured()
    {
        await using var host = await StartAsync(("GraphQL:DefaultPageSize", "2"), ("GraphQL:MaxPageSize", "3"));
        using (var printed = await host.Client.GetAsync("/graphql/schema?full"))
        {
            var schema = await printed.Content.ReadAsStringAsync();
            schema.ShouldContain("@listSize(assumedSize: 2, slicingArguments: [\"first\", \"last\"]");
            schema.ShouldContain("Number of rows from the start, at most 3. The default is 2 if neither `first` nor `last` is given.");
        }

        (await host.QueryAsync(null, "{ branches { nodes { name } } }")).Data.GetProperty("branches").GetProperty("nodes").GetArrayLength().ShouldBe(2);
        (await host.QueryAsync(null, "{ branches(last: 3) { nodes { name } } }")).Data.GetProperty("branches").GetProperty("nodes").GetArrayLength().ShouldBe(3);
        var refused = await host.QueryAsync(null, "{ branches(first: 4) { nodes { name } } }");

        refused.Codes.ShouldBe(["LIMIT_EXCEEDED"]);
        refused.Text.ShouldContain("`first` of `Query.branches` is 4; the page size is limited to 3 (MaxPageSize).");
        await CostsAsync("{ branches { nodes { id } } }", 10 + 1 + 2);
        // The cost of the largest value that the argument accepts.
        await CostsAsync("query ($n: Int = 1000) { branches(first: $n) { nodes { id } } }", 10 + 1 + 3);

        async Task CostsAsync(string document, int cost)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = document }) };
            request.Headers.Add("GraphQL-Cost", "report");
            using var answer = await host.Client.SendAsync(request);
            (await answer.Content.ReadAsStringAsync()).ShouldContain($"\"cost\":{cost},");
        }
    }

    [Fact]
    public async Task A_roles_schema_is_kept_by_its_client_only_and_the_whole_schema_by_anybody()
    {
        await using var host = await StartAsync();
        var municipality = await host.TokenAsync(Role.Municipality, "0461");
        var (own, ownTag) = await AskAsync("", municipality);
        own.Headers.CacheControl!.ToString().ShouldBe("no-cache, private");
        own.Headers.Vary.ShouldContain("Authorization");
        own.Headers.Vary.ShouldContain("Acting-Role");
        own.Headers.Vary.ShouldContain("Origin");
        own.Headers.Vary.ShouldContain("Accept-Encoding");
        var (other, otherTag) = await AskAsync("", await host.TokenAsync(Role.CentreWorker, "center-sandholm"));
        other.StatusCode.ShouldBe(HttpStatusCode.OK);
        var (none, noneTag) = await AskAsync("", null);
        none.Headers.CacheControl!.ToString().ShouldBe("no-cache, private");
        var (full, fullTag) = await AskAsync("?full", municipality);
        full.Headers.CacheControl!.ToString().ShouldBe("public, max-age=300");
        full.Headers.Vary.ShouldNotContain("Authorization");
        new[] { ownTag, otherTag, noneTag, fullTag }.Distinct().Count().ShouldBe(4);
        (await AskAsync("?full", null)).Tag.ShouldBe(fullTag);

        // A client with the current tag gets no text. A client with another role's tag gets it.
        (await AskAsync("", municipality, ownTag)).Answer.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await AskAsync("", municipality, otherTag)).Answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await AskAsync("?full", null, fullTag)).Answer.StatusCode.ShouldBe(HttpStatusCode.NotModified);

        async Task<(HttpResponseMessage Answer, string Tag)> AskAsync(string query, string? token, string? known = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/graphql/schema" + query);
            request.Headers.Authorization = token is null ? null : new("Bearer", token);
            request.Headers.Add("Accept-Encoding", "br");
            if (known is not null)
            {
                request.Headers.Add("If-None-Match", known);
            }

            var answer = await host.Client.SendAsync(request);
            return (answer, answer.Headers.ETag!.ToString());
        }
    }

    [Fact]
    public async Task Too_many_ids_at_once_are_refused_by_the_limits_name()
    {
        await using var host = await StartAsync();
        const string Document = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }";

        (await host.QueryAsync(null, Document, new { ids = Enumerable.Repeat("x", 100) })).Errors.ShouldBeEmpty();
        var refused = await host.QueryAsync(null, Document, new { ids = Enumerable.Repeat("x", 101) });

        refused.Codes.ShouldBe(["LIMIT_EXCEEDED"]);
        refused.Text.ShouldContain("`Query.nodes` has 101 ids; the limit is 100 (MaxNodes).");
    }

    [Fact]
    public async Task Every_setting_that_cannot_be_is_told_at_start()
    {
        (string Name, string Value, string Problem)[] wrong =
        [
            ("RateLimit:RequestsPerSecond", "0", "RateLimit:RequestsPerSecond is 0"),
            ("RateLimit:Burst", "-1", "RateLimit:Burst is -1"),
            ("Cors:Origins:0", "https://front.example.dk/", "Cors:Origins has 'https://front.example.dk/'"),
            ("GraphQL:MaxDepth", "0", "GraphQL:MaxDepth is 0"),
            ("GraphQL:MaxPageSize", "24", "GraphQL:DefaultPageSize is 25; it must be GraphQL:MaxPageSize (24) or less."),
            ("GraphQL:MaxCostByView:MUNCIPALITY", "100", "GraphQL:MaxCostByView has 'MUNCIPALITY'; the roles are"),
            ("GraphQL:ExecutionTimeout", "00:00:00", "GraphQL:ExecutionTimeout is 00:00:00"),
            ("Coverage:Schedule", "noon", "Coverage:Schedule is 'noon'"),
            ("Secrets:Key", "short", "Secrets:Key is not 32 bytes in Base64"),
            ("Authentication:Roles:boss", "BOSS", "Authentication:Roles:boss is 'BOSS', which is not a role"),
            ("RateLimit:BadTokens", "0", "RateLimit:BadTokens is 0"),
            ("Proxies:Known:0", "10.0.0.1/8", "Proxies:Known has '10.0.0.1/8'"),
            ("Https:Redirect", "perhaps", "Https:Redirect is 'perhaps'"),
        ];
        using var server = Process.Start(new ProcessStartInfo(
            "dotnet", [typeof(global::Program).Assembly.Location, "--environment", "Development", .. wrong.SelectMany(w => new[] { "--" + w.Name, w.Value })])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            // The framework's switch, which trusts every client.
            Environment = { ["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] = "true" },
        })!;
        var log = server.StandardOutput.ReadToEndAsync();
        var problems = await server.StandardError.ReadToEndAsync();
        await server.WaitForExitAsync();

        server.ExitCode.ShouldBe(2, await log);
        foreach (var (_, _, problem) in wrong)
        {
            problems.ShouldContain(problem);
        }

        problems.ShouldContain("ASPNETCORE_FORWARDEDHEADERS_ENABLED is true: with it, every client that reaches the port could claim any address and scheme. Remove it, and name the proxies in Proxies:Known.");
    }

    private static async Task<ServerHost> StartAsync(params (string, string)[] settings) =>
        await ServerHost.StartAsync(await TestDatabase.CreateAsync(DatabaseKind.Sqlite), null, settings);
}
