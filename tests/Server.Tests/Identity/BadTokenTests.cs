using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Tests.Identity;

/// <summary>An address that sends refused tokens: what it costs the server and other clients.</summary>
public sealed class BadTokenTests
{
    private readonly SettableClock _clock = new();

    [Fact]
    public async Task A_thousand_bad_tokens_cause_no_more_checks_than_the_bucket_holds()
    {
        await using var issuer = await OpenIdIssuer.StartAsync(_clock);
        await using var host = await StartAsync(issuer, ("RateLimit:BadTokens", "20"), ("RateLimit:BadTokensPerMinute", "60"));
        using var judged = new Judged(host.Services);
        var known = issuer.Token();
        await host.CallerAsync(known);

        var header = new Dictionary<string, object?> { ["alg"] = "RS256", ["kid"] = issuer.Rsa.Id };
        var bad = Enumerable.Range(0, 1000).Select(_ => OpenIdIssuer.Sign(header, issuer.Claims(), _ => RandomNumberGenerator.GetBytes(256))).ToList();
        var answers = new ConcurrentBag<int>();
        await Parallel.ForEachAsync(bad, new ParallelOptions { MaxDegreeOfParallelism = 50 }, async (token, _) => answers.Add(await StatusAsync(token)));

        answers.Count(status => status == 401).ShouldBe(20);
        answers.Count(status => status == 429).ShouldBe(980);
        (judged["refused"], judged["unread"]).ShouldBe((20, 980));

        // A token that was accepted before is still accepted. A new valid token has to wait.
        await host.CallerAsync(known);
        _clock.Move(TimeSpan.FromSeconds(5));
        for (var i = 0; i < 5; i++)
        {
            (await StatusAsync(bad[i])).ShouldBe(401, "five seconds are five attempts");
        }

        using (var response = await host.AskAsync(issuer.Token(("sub", "caseworker-18"))))
        {
            response.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
            response.Headers.RetryAfter.ShouldNotBeNull().Delta.ShouldBe(TimeSpan.FromSeconds(1));
            response.Headers.CacheControl.ShouldNotBeNull().NoStore.ShouldBeTrue();
            (await response.Content.ReadAsStringAsync()).ShouldContain("\"code\":\"RATE_LIMITED\"");
        }

        (await host.CallerAsync(null)).Role.ShouldBeNull("without a token there is nothing to check");
        _clock.Move(TimeSpan.FromSeconds(1));
        await host.CallerAsync(issuer.Token(("sub", "caseworker-18")));
        // A valid token costs no attempt, so the next token is checked too.
        await host.CallerAsync(issuer.Token(("sub", "caseworker-19")));

        async Task<int> StatusAsync(string token)
        {
            using var response = await host.AskAsync(token);
            return (int)response.StatusCode;
        }
    }

    [Fact]
    public async Task A_good_token_is_judged_again_whatever_else_comes_from_its_address()
    {
        await using var issuer = await OpenIdIssuer.StartAsync(_clock);
        await using var host = await StartAsync(issuer, ("RateLimit:BadTokens", "1"), ("RateLimit:BadTokensPerMinute", "1"));
        var known = issuer.Token();
        await host.CallerAsync(known);
        _clock.Move(CallerCache.Lifetime);
        await host.ShouldRefuseAsync("a.b.c", 401, "invalid_token", "malformed");

        await host.CallerAsync(known);
        using var unknown = await host.AskAsync(issuer.Token(("sub", "caseworker-18")));
        unknown.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Many_good_tokens_at_once_wait_for_each_other_and_are_all_let_in()
    {
        await using var issuer = await OpenIdIssuer.StartAsync(_clock);
        await using var host = await StartAsync(issuer, ("RateLimit:BadTokens", "2"), ("RateLimit:BadTokensPerMinute", "1"));

        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => host.CallerAsync(issuer.Token(("sub", $"caseworker-{i}")))));

        host.Services.GetRequiredService<BadTokens>().Addresses.ShouldBe(0, "a full bucket is removed");
    }

    [Fact]
    public async Task An_expired_token_that_is_sent_again_and_again_is_judged_once_a_minute()
    {
        await using var issuer = await OpenIdIssuer.StartAsync(_clock);
        await using var host = await StartAsync(issuer, ("RateLimit:BadTokens", "2"), ("RateLimit:BadTokensPerMinute", "1"));
        using var judged = new Judged(host.Services);
        var expired = issuer.Token(("exp", _clock.GetUtcNow().AddHours(-1).ToUnixTimeSeconds()));

        for (var i = 0; i < 20; i++)
        {
            await host.ShouldRefuseAsync(expired, 401, "invalid_token", "has expired");
        }

        judged["refused"].ShouldBe(1);
        await host.CallerAsync(issuer.Token());
    }

    [Fact]
    public async Task The_log_has_one_line_with_numbers_and_nothing_of_tokens_subjects_and_addresses()
    {
        await using var issuer = await OpenIdIssuer.StartAsync(_clock);
        await using var host = await StartAsync(issuer, ("RateLimit:BadTokens", "5"), ("RateLimit:BadTokenReport", "00:00:01"));
        var before = host.Log.Count(IsReport);
        for (var i = 0; i < 3; i++)
        {
            await host.ShouldRefuseAsync($"secret-{i}.b.c", 401, "invalid_token", "malformed");
        }

        await host.ShouldRefuseAsync(issuer.Token(("roles", new[] { "SECRET_ROLE" }), ("sub", "secret-person")), 403, "insufficient_scope", "");
        await host.ShouldRefuseAsync(issuer.Token(("aud", "other"), ("sub", "secret-person")), 401, "invalid_token", "another audience");
        for (var i = 0; i < 4; i++)
        {
            (await host.AskAsync("secret-unread")).Dispose();
        }

        host.Services.GetRequiredService<BadTokenReport>().Write();

        var reports = string.Join('\n', host.Log.Where(IsReport).Skip(before));
        // The interval may have ended meanwhile, so several reports count together.
        Sum(reports, @"(\d+) requests from").ShouldBe(5);
        Sum(reports, @"(\d+) more without a check").ShouldBe(4);
        Sum(reports, @"(\d+) x The token is malformed").ShouldBe(3);
        Sum(reports, @"(\d+) x No usable role or scope").ShouldBe(1);
        Sum(reports, @"(\d+) x The token is for another audience").ShouldBe(1);
        reports.ShouldContain("from 1 addresses");
        foreach (var line in host.Log)
        {
            line.ShouldNotContain("secret");
        }

        reports.ShouldNotContain("127.0.0.1");
        host.Log.ShouldNotContain(line => line.Contains("Request refused", StringComparison.Ordinal));

        static bool IsReport(string line) => line.StartsWith("Warning: ", StringComparison.Ordinal) && line.Contains("were refused because of their token", StringComparison.Ordinal);

        static int Sum(string text, string pattern) => System.Text.RegularExpressions.Regex.Matches(text, pattern)
            .Sum(match => int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task The_report_comes_by_itself()
    {
        await using var issuer = await OpenIdIssuer.StartAsync(_clock);
        await using var host = await StartAsync(issuer, ("RateLimit:BadTokenReport", "00:00:01"));
        await host.ShouldRefuseAsync("a.b.c", 401, "invalid_token", "malformed");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!host.Log.Any(line => line.Contains("1 requests from 1 addresses were refused because of their token", StringComparison.Ordinal)))
        {
            await Task.Delay(20, patience.Token);
        }
    }

    /// <summary>
    /// Behind a known proxy each client has its own bucket. A refused token in a WebSocket's first message counts too.
    /// </summary>
    [Fact]
    public async Task Another_address_is_not_affected_and_a_WebSocket_counts_like_a_request()
    {
        await using var host = await ServerHost.StartAsync(
            await TestDatabase.CreateAsync(DatabaseKind.Sqlite), new SettableClock(), ("RateLimit:BadTokens", "3"), ("Proxies:Known:0", "127.0.0.1"));
        var good = await host.TokenAsync(Role.Municipality, "0461");
        (await ConnectAsync("203.0.113.7", "a.b.c")).ShouldBe("4403 The token is malformed: it is not a signed JSON Web Token in compact form.");
        (await AskAsync("203.0.113.7", "a.b.d")).ShouldBe(401);
        (await ConnectAsync("203.0.113.7", "a.b.e")).ShouldStartWith("4403");

        (await ConnectAsync("203.0.113.7", "a.b.f")).ShouldStartWith("1013 Too many refused tokens came from this address (RateLimit:BadTokens).");
        (await AskAsync("203.0.113.7", good)).ShouldBe(429);
        (await AskAsync("203.0.113.8", good)).ShouldBe(200);
        // The token is known by now, from any address.
        (await AskAsync("203.0.113.7", good)).ShouldBe(200);

        async Task<int> AskAsync(string address, string token)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/graphql?query={__typename}");
            request.Headers.Add("X-Forwarded-For", address);
            request.Headers.Authorization = new("Bearer", token);
            using var response = await host.Client.SendAsync(request);
            return (int)response.StatusCode;
        }

        async Task<string> ConnectAsync(string address, string token)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            using var socket = new ClientWebSocket();
            socket.Options.AddSubProtocol("graphql-transport-ws");
            socket.Options.SetRequestHeader("X-Forwarded-For", address);
            await socket.ConnectAsync(new UriBuilder(host.Client.BaseAddress!) { Scheme = "ws", Path = "/graphql" }.Uri, patience.Token);
            await socket.SendAsync(Encoding.UTF8.GetBytes($$$"""{"type":"connection_init","payload":{"authorization":"{{{token}}}"}}"""), WebSocketMessageType.Text, true, patience.Token);
            var received = await socket.ReceiveAsync(new byte[4096], patience.Token);
            return received.MessageType == WebSocketMessageType.Close ? $"{(int)socket.CloseStatus!.Value} {socket.CloseStatusDescription}" : "open";
        }
    }

    [Fact]
    public async Task Memory_is_bounded_and_a_network_of_IPv6_is_one_client()
    {
        var tokens = new BadTokens(Options.Create(new BadTokenOptions { BadTokens = 1, BadTokensPerMinute = 60 }), _clock);
        for (var i = 0; i < BadTokens.MostAddresses + 100; i++)
        {
            (await BadAsync($"2001:db8:{i / 65536:x}:{i % 65536:x}::1")).ShouldBe(i <= BadTokens.MostAddresses);
        }

        tokens.Addresses.ShouldBe(BadTokens.MostAddresses);
        (await BadAsync("2001:db8:0:7:1234::99")).ShouldBeFalse("its network has used up its attempts");

        _clock.Move(TimeSpan.FromSeconds(2));
        (await BadAsync("2001:db8:ffff::1")).ShouldBeTrue("there is room again");
        tokens.Addresses.ShouldBe(1);
        (await BadAsync("::ffff:192.0.2.1")).ShouldBeTrue();
        (await BadAsync("192.0.2.1")).ShouldBeFalse("it is the same address");

        async Task<bool> BadAsync(string address)
        {
            using var attempt = await tokens.TryBeginAsync(IPAddress.Parse(address), CancellationToken.None);
            attempt.IsBad = true;
            return attempt.RetryAfter is null;
        }
    }

    [Theory]
    [InlineData("RateLimit:BadTokens", "0", "RateLimit:BadTokens is 0")]
    [InlineData("RateLimit:BadTokensPerMinute", "-1", "RateLimit:BadTokensPerMinute is -1")]
    [InlineData("RateLimit:BadTokenReport", "00:00:00", "RateLimit:BadTokenReport is 00:00:00")]
    public async Task A_setting_that_cannot_be_stops_the_start(string name, string value, string problem) =>
        (await Should.ThrowAsync<OptionsValidationException>(() => IdentityHost.StartAsync("Development", _clock, (name, value)))).Message.ShouldContain(problem);

    private Task<IdentityHost> StartAsync(OpenIdIssuer issuer, params (string, string)[] settings) => IdentityHost.TrustingAsync(issuer, _clock, settings);

    /// <summary>Listens to the server's own metric.</summary>
    private sealed class Judged : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly ConcurrentDictionary<string, int> _outcomes = new();

        public Judged(IServiceProvider services)
        {
            var meters = services.GetRequiredService<IMeterFactory>();
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "integration_graph.token.judged" && ReferenceEquals(instrument.Meter.Scope, meters))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((_, count, tags, _) => _outcomes.AddOrUpdate((string)tags[0].Value!, (int)count, (_, sum) => sum + (int)count));
            _listener.Start();
        }

        public int this[string outcome] => _outcomes.GetValueOrDefault(outcome);

        public void Dispose() => _listener.Dispose();
    }
}
