using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using Integration.Graph.Server.Http;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Integration.Graph.Server.Tests.Http;

/// <summary>Every response forbids browsers to guess its type, pass on its address or run its content.</summary>
public sealed class SecurityHeadersTests
{
    /// <summary>Tests the endpoints of the running server, so that new ones are included.</summary>
    [Fact]
    public async Task Every_endpoint_answers_with_the_headers_whoever_asks()
    {
        await using var host = await ServerHost.StartAsync(await TestDatabase.CreateAsync(DatabaseKind.Sqlite));
        var officer = await host.TokenAsync(Role.DataProtectionOfficer);
        var endpoints = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        endpoints.Count.ShouldBeGreaterThanOrEqualTo(10);
        endpoints.Select(x => x.RoutePattern.RawText).ShouldContain("/subjects/{id}/export");
        var asked = 0;
        foreach (var endpoint in endpoints)
        {
            var path = "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(segment => string.Concat(
                segment.Parts.Select(part => part is Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal ? literal.Content : "x"))));
            var methods = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET", "POST", "PUT", "OPTIONS"];
            foreach (var method in methods.Append("DELETE"))
            {
                foreach (var token in new[] { null, "a.b.c", officer })
                {
                    using var request = new HttpRequestMessage(new HttpMethod(method), path);
                    if (method == "POST")
                    {
                        request.Content = JsonContent.Create(new { query = "{ __typename }" });
                    }

                    request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
                    using var response = await host.Client.SendAsync(request);
                    ShouldBeSafe(response, $"{method} {path} {(token is null ? "without" : "with")} a token");
                    // The schema contains no personal data and has its own caching rules.
                    if (path != "/graphql/schema" || !response.IsSuccessStatusCode)
                    {
                        response.Headers.CacheControl!.NoStore.ShouldBeTrue($"{method} {path}");
                    }

                    asked++;
                }
            }
        }

        asked.ShouldBeGreaterThan(60);
    }

    [Fact]
    public async Task Every_refusal_and_every_page_has_the_headers()
    {
        await using var host = await ServerHost.StartAsync(
            await TestDatabase.CreateAsync(DatabaseKind.Sqlite), null,
            ("RateLimit:BadTokens", "1"), ("RateLimit:BadTokensPerMinute", "1"), ("RateLimit:RequestsPerSecond", "1"), ("RateLimit:Burst", "40"),
            ("Cors:Origins:0", "https://front.example.dk"), ("GraphQL:Subscriptions:MaxConnections", "1"));
        const string Websocket = "Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version: 13|Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
        (int Status, string Method, string Path, string Headers, string? Body)[] requests =
        [
            (401, "GET", "/nowhere", "Authorization: Bearer a.b.c", null),
            (429, "GET", "/nowhere", "Authorization: Bearer a.b.d", null),
            (429, "GET", "/graphql", "Authorization: Bearer a.b.d|" + Websocket, null),
            (401, "GET", "/", "Authorization: Basic eDp5", null),
            (401, "POST", "/graphql", "Acting-Role: VOLUNTEER", "{}"),
            (404, "GET", "/", "", null),
            (404, "HEAD", "/", "", null),
            (404, "GET", "/nowhere", "", null),
            (404, "POST", "/nowhere", "", "{}"),
            (404, "GET", "/graphql/nowhere", "", null),
            (404, "GET", "/dev/nowhere", "", null),
            (301, "GET", "/ide", "", null),
            (200, "GET", "/ide/", "", null),
            (404, "GET", "/ide/nowhere", "", null),
            (405, "PUT", "/graphql", "", "{}"),
            (405, "DELETE", "/health/live", "", null),
            (405, "GET", "/dev/token", "", null),
            (400, "POST", "/graphql", "Idempotency-Key: short", "{}"),
            (400, "POST", "/graphql", "", "no JSON"),
            (400, "POST", "/graphql", "", "{\"query\": \"{\"}"),
            (401, "POST", "/graphql", "", "{\"query\": \"{ refugees { totalCount } }\"}"),
            (406, "POST", "/graphql", "Accept: text/html", "{\"query\": \"{ __typename }\"}"),
            (413, "POST", "/graphql", "", new string(' ', 300_000)),
            (415, "POST", "/graphql", "Content-Type: text/plain", "{}"),
            (200, "POST", "/graphql", "Accept-Encoding: br", "{\"query\": \"{ municipalities { name } }\"}"),
            (200, "POST", "/graphql", "Accept: text/event-stream", "{\"query\": \"{ __typename }\"}"),
            (204, "OPTIONS", "/graphql", "Origin: https://front.example.dk|Access-Control-Request-Method: POST", null),
            (204, "OPTIONS", "/graphql", "Origin: https://evil.example|Access-Control-Request-Method: POST", null),
            (400, "POST", "/dev/token", "", "{}"),
            (401, "GET", "/subjects/x/export", "", null),
            (101, "GET", "/graphql", Websocket, null),
            (503, "GET", "/graphql", Websocket, null),
        ];
        var open = new List<HttpResponseMessage>();
        foreach (var (status, method, path, headers, body) in requests)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            if (body is not null)
            {
                request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            }

            foreach (var header in headers.Split('|', StringSplitOptions.RemoveEmptyEntries))
            {
                var (name, value) = (header.Split(": ")[0], header.Split(": ")[1]);
                if (name == "Content-Type")
                {
                    request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
                }
                else
                {
                    request.Headers.TryAddWithoutValidation(name, value);
                }
            }

            var response = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            // Keeps the WebSocket open, so that the next one exceeds the limit.
            open.Add(response);
            ((int)response.StatusCode).ShouldBe(status, $"{method} {path} {headers}");
            ShouldBeSafe(response, $"{method} {path} {headers}");
            if (status == 301)
            {
                response.Headers.Location!.OriginalString.ShouldBe("/ide/");
            }
        }

        var limited = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => host.Client.PostAsJsonAsync("/graphql", new { query = "{ __typename }" })));
        open.AddRange(limited);
        ShouldBeSafe(limited.First(x => (int)x.StatusCode == 429), "429");
        open.ForEach(response => response.Dispose());
    }

    /// <summary>The policies word for word. If a policy becomes wider, this test has to be changed too.</summary>
    [Fact]
    public async Task Each_kind_of_answer_has_the_policy_of_its_kind_and_no_wider_one()
    {
        const string NoFrames = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        const string Nothing = "default-src 'none'; " + NoFrames;
        const string Site = "default-src 'none'; style-src 'self'; img-src 'self'; " + NoFrames;
        const string QueryPage =
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; worker-src 'self'; object-src 'none'; " + NoFrames;
        await using var host = await ServerHost.StartAsync(
            await TestDatabase.CreateAsync(DatabaseKind.Sqlite), null, ("RateLimit:BadTokens", "1"), ("RateLimit:BadTokensPerMinute", "1"));
        foreach (var (status, method, path, token, body, expected) in new (int, string, string, string?, string?, string)[]
        {
            (200, "POST", "/graphql", null, "{\"query\": \"{ __typename }\"}", Nothing),
            (400, "POST", "/graphql", null, "no JSON", Nothing),
            (401, "POST", "/graphql", null, "{\"query\": \"{ refugees { totalCount } }\"}", Nothing),
            (404, "GET", "/graphql/nowhere", null, null, Nothing),
            (404, "GET", "/dev/nowhere", null, null, Nothing),
            (404, "POST", "/nowhere", null, "{}", Nothing),
            (405, "DELETE", "/health/live", null, null, Nothing),
            (200, "GET", "/health/live", null, null, Nothing),
            (200, "GET", "/graphql/schema", null, null, Nothing),
            (401, "GET", "/consents/x/form", null, null, Nothing),
            (401, "GET", "/subjects/x/export", null, null, Nothing),
            (401, "GET", "/nowhere", "a.b.c", null, Nothing),
            (429, "GET", "/nowhere", "a.b.d", null, Nothing),
            (200, "GET", "/ide/", null, null, QueryPage),
            (404, "GET", "/nowhere", null, null, Site),
        })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
            request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
            using var response = await host.Client.SendAsync(request);
            ((int)response.StatusCode).ShouldBe(status, $"{method} {path}");
            response.Headers.GetValues("Content-Security-Policy").Single().ShouldBe(expected, $"{status} {method} {path}");
        }
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public async Task What_fails_is_answered_with_the_headers_and_with_nothing_of_the_failure(string environment)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 100);
        HttpsOnly.Add(builder);
        await using var app = builder.Build();
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<FailureMiddleware>();
        app.UseMiddleware<OutageMiddleware>();
        app.MapGet("/mistake", (HttpContext http) =>
        {
            http.Response.Headers.ContentSecurityPolicy = "default-src *";
            http.Response.Headers.CacheControl = "public";
            throw new InvalidOperationException("secret");
        });
        app.MapGet("/outage", string () => throw new NpgsqlException("secret", new SocketException()));
        app.MapPost("/body", async (HttpContext http) => (await new StreamReader(http.Request.Body).ReadToEndAsync()).Length);
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        foreach (var (path, status, code) in new[] { ("/mistake", 500, "INTERNAL_SERVER_ERROR"), ("/outage", 503, "SERVICE_UNAVAILABLE"), ("/body", 413, "HTTP_413"), ("/missing", 404, "") })
        {
            using var response = path == "/body" ? await client.PostAsync(path, new StringContent(new string('x', 1000))) : await client.GetAsync(path);
            ((int)response.StatusCode).ShouldBe(status, path);
            ShouldBeSafe(response, path);
            response.Headers.GetValues("Content-Security-Policy").Single().ShouldBe(ContentPolicies.Nothing);
            response.Headers.CacheControl!.NoStore.ShouldBeTrue();
            var text = await response.Content.ReadAsStringAsync();
            text.ShouldNotContain("secret");
            text.ShouldContain(code);
        }

        // A body that ends too early.
        using var broken = new TcpClient();
        await broken.ConnectAsync("127.0.0.1", client.BaseAddress.Port);
        await broken.GetStream().WriteAsync(Encoding.ASCII.GetBytes("POST /body HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nno number\r\n"));
        using var reader = new StreamReader(broken.GetStream());
        var lines = new List<string>();
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
        {
            lines.Add(line);
        }

        lines[0].ShouldBe("HTTP/1.1 400 Bad Request");
        lines.ShouldContain("X-Content-Type-Options: nosniff");
        lines.ShouldContain("Referrer-Policy: no-referrer");
    }

    private static void ShouldBeSafe(HttpResponseMessage response, string what)
    {
        Header("X-Content-Type-Options").ShouldBe("nosniff", what);
        Header("Referrer-Policy").ShouldBe("no-referrer", what);
        var policy = Header("Content-Security-Policy");
        policy.ShouldContain("frame-ancestors 'none'", customMessage: what);
        // The site's responses have the policy of its pages, which forbids scripts too.
        if (response.Content.Headers.ContentType?.MediaType != "text/html" && !what.Contains("/ide", StringComparison.Ordinal))
        {
            policy.ShouldBeOneOf([ContentPolicies.Nothing, ContentPolicies.Site], what);
        }

        policy.ShouldNotContain("*");
        Header("Cache-Control").ShouldNotBeEmpty(what);

        string Header(string name) => response.Headers.TryGetValues(name, out var values) ? values.Single() : "";
    }
}
