using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Integration.Graph.Server.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Integration.Graph.Server.Tests.Identity;

/// <summary>Tokens that the server must refuse, each with the reason in the response.</summary>
public sealed class TokenRefusalTests : IAsyncLifetime
{
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
    public async Task A_token_signed_with_either_kind_of_key_is_believed()
    {
        foreach (var key in new[] { _issuer.Rsa, _issuer.EllipticCurve })
        {
            var caller = await _host.CallerAsync(OpenIdIssuer.Sign(_issuer.Claims(), key));
            caller.Subject.ShouldBe("caseworker-17");
            caller.ExpiresAt.ShouldBe(_clock.GetUtcNow().AddHours(1));
        }
    }

    [Fact]
    public async Task An_expired_token_is_refused() => await RefusedAsync("has expired", ("exp", Seconds(-31)));

    [Fact]
    public async Task A_token_expires_half_a_minute_late_because_clocks_differ()
    {
        var token = _issuer.Token(("exp", Seconds(10)));
        _clock.Move(TimeSpan.FromSeconds(39));
        await _host.CallerAsync(token);
        _clock.Move(TimeSpan.FromSeconds(1));
        await _host.ShouldRefuseAsync(token, 401, "invalid_token", "has expired");
    }

    [Fact]
    public async Task A_token_that_is_not_yet_valid_is_refused()
    {
        await RefusedAsync("not yet valid", ("nbf", Seconds(31)));
        await _host.CallerAsync(_issuer.Token(("nbf", Seconds(30))));
    }

    [Fact]
    public async Task A_token_without_an_end_is_refused() => await RefusedAsync("no expiry time", ("exp", null));

    [Fact]
    public async Task A_token_for_another_audience_is_refused()
    {
        await RefusedAsync("another audience", ("aud", "some-other-api"));
        await RefusedAsync("another audience", ("aud", null));
        await RefusedAsync("another audience", ("aud", OpenIdIssuer.Audience.ToUpperInvariant()));
        await _host.CallerAsync(_issuer.Token(("aud", new[] { "some-other-api", OpenIdIssuer.Audience })));
    }

    [Fact]
    public async Task A_token_of_another_issuer_is_refused()
    {
        await RefusedAsync("another issuer", ("iss", _issuer.Address + "/"));
        await RefusedAsync("another issuer", ("iss", null));
        await using var other = await OpenIdIssuer.StartAsync(_clock);
        await _host.ShouldRefuseAsync(other.Token(), 401, "invalid_token", "another issuer");
    }

    [Fact]
    public async Task A_token_signed_with_a_key_that_is_not_published_is_refused()
    {
        using var stranger = RSA.Create(2048);
        await _host.ShouldRefuseAsync(
            OpenIdIssuer.Sign(_issuer.Claims(), new SigningKey("rsa-0", stranger)),
            401, "invalid_token", "key that its issuer does not publish");
    }

    [Fact]
    public async Task A_token_that_names_a_published_key_but_was_signed_with_another_is_refused()
    {
        using var stranger = RSA.Create(2048);
        await _host.ShouldRefuseAsync(
            OpenIdIssuer.Sign(_issuer.Claims(), new SigningKey(_issuer.Rsa.Id, stranger)),
            401, "invalid_token", "signature of the token is wrong");
    }

    [Fact]
    public async Task A_token_that_names_no_key_is_tried_with_all()
    {
        Dictionary<string, object?> header = new() { ["alg"] = "ES256" };
        await _host.CallerAsync(OpenIdIssuer.Sign(header, _issuer.Claims(), _issuer.EllipticCurve.Sign));
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await _host.ShouldRefuseAsync(
            OpenIdIssuer.Sign(header, _issuer.Claims(), new SigningKey("", stranger).Sign),
            401, "invalid_token", "signature of the token is wrong");
    }

    [Fact]
    public async Task A_token_signed_with_a_key_for_encryption_is_refused() => await _host.ShouldRefuseAsync(
        OpenIdIssuer.Sign(_issuer.Claims(), OpenIdIssuer.Encryption), 401, "invalid_token", "key that its issuer does not publish");

    [Theory]
    [InlineData("JWT", true)]
    [InlineData("at+jwt", true)]
    [InlineData("application/at+jwt", true)]
    [InlineData("AT+JWT", true)]
    [InlineData(null, true)]
    [InlineData("logout+jwt", false)]
    [InlineData("dpop+jwt", false)]
    public async Task A_token_is_believed_by_its_type_only_if_it_is_an_access_token(string? type, bool believed)
    {
        Dictionary<string, object?> header = new() { ["alg"] = "RS256", ["kid"] = _issuer.Rsa.Id };
        if (type is not null)
        {
            header["typ"] = type;
        }

        var token = OpenIdIssuer.Sign(header, _issuer.Claims(), _issuer.Rsa.Sign);
        if (believed)
        {
            (await _host.CallerAsync(token)).Scope.ShouldBe("0461");
        }
        else
        {
            await _host.ShouldRefuseAsync(token, 401, "invalid_token", "not an access token");
        }
    }

    [Fact]
    public async Task A_token_may_live_for_decades() =>
        (await _host.CallerAsync(_issuer.Token(("exp", Seconds(60 * 60 * 24 * 365 * 50))))).Scope.ShouldBe("0461");

    [Fact]
    public async Task Claims_that_can_be_read_in_two_ways_or_not_at_all_are_refused()
    {
        var standard = $"\"iss\":\"{_issuer.Address}\",\"aud\":\"{OpenIdIssuer.Audience}\",\"exp\":{Seconds(60)},\"municipality\":\"0461\"";
        (await _host.CallerAsync(_issuer.SignText($$"""{{{standard}},"sub":"a","roles":["MUNICIPALITY"]}"""))).Scope.ShouldBe("0461");
        foreach (var rest in new[]
        {
            """ "sub":"a","roles":["VOLUNTEER"],"roles":["MUNICIPALITY"] """,
            """ "sub":"a","roles":["MUNICIPALITY","\ud800"] """,
            """ "sub":"\ud800","roles":["MUNICIPALITY"] """,
            $""" "sub":"a","roles":["MUNICIPALITY"],"deep":{new string('[', 100)}{new string(']', 100)} """,
        })
        {
            using var response = await _host.AskAsync(_issuer.SignText($"{{{standard},{rest}}}"));
            ((int)response.StatusCode).ShouldBe(401, rest);
        }
    }

    [Fact]
    public async Task A_token_changed_after_signing_is_refused()
    {
        var parts = _issuer.Token().Split('.');
        var others = _issuer.Token(("municipality", "0101")).Split('.');
        await _host.ShouldRefuseAsync(
            $"{parts[0]}.{others[1]}.{parts[2]}", 401, "invalid_token", "signature of the token is wrong");
    }

    [Fact]
    public async Task A_token_without_a_signature_is_refused()
    {
        foreach (var none in new[] { "none", "None", "NONE" })
        {
            var token = OpenIdIssuer.Sign(
                new() { ["alg"] = none, ["kid"] = _issuer.Rsa.Id }, _issuer.Claims(), _ => []);
            await _host.ShouldRefuseAsync(token, 401, "invalid_token", "not signed (alg: none)");
        }
        var stripped = _issuer.Token();
        await _host.ShouldRefuseAsync(
            stripped[..(stripped.LastIndexOf('.') + 1)], 401, "invalid_token", "signature of the token is wrong");
    }

    [Fact]
    public async Task The_public_key_does_not_serve_as_a_shared_secret()
    {
        var secret = ((RSA)_issuer.Rsa.Key).ExportSubjectPublicKeyInfo();
        var pem = Encoding.ASCII.GetBytes(((RSA)_issuer.Rsa.Key).ExportSubjectPublicKeyInfoPem());
        foreach (var bytes in new[] { secret, pem })
        {
            var token = OpenIdIssuer.Sign(
                new() { ["alg"] = "HS256", ["kid"] = _issuer.Rsa.Id }, _issuer.Claims(),
                content => HMACSHA256.HashData(bytes, content));
            await _host.ShouldRefuseAsync(token, 401, "invalid_token", "algorithm that is not accepted");
        }
    }

    [Fact]
    public async Task A_key_that_comes_with_the_token_is_not_believed()
    {
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var q = stranger.ExportParameters(false).Q;
        var token = OpenIdIssuer.Sign(
            new()
            {
                ["alg"] = "ES256",
                ["jwk"] = new { kty = "EC", crv = "P-256", x = Convert.ToBase64String(q.X!), y = Convert.ToBase64String(q.Y!) },
                ["jku"] = "http://127.0.0.1:1/keys",
            },
            _issuer.Claims(), new SigningKey("", stranger).Sign);
        await _host.ShouldRefuseAsync(token, 401, "invalid_token", "signature of the token is wrong");
    }

    [Fact]
    public async Task A_token_with_an_extension_that_must_be_understood_is_refused()
    {
        var token = OpenIdIssuer.Sign(
            new() { ["alg"] = "RS256", ["kid"] = _issuer.Rsa.Id, ["crit"] = new[] { "b64" }, ["b64"] = false },
            _issuer.Claims(), _issuer.Rsa.Sign);
        await _host.ShouldRefuseAsync(token, 401, "invalid_token", "extension that is not supported");
    }

    [Fact]
    public async Task A_token_without_a_subject_is_refused()
    {
        await RefusedAsync("no subject", ("sub", null));
        await RefusedAsync("no subject", ("sub", new string('x', 256)));
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a.b.c")]
    [InlineData("not a token")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.e30")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.W10.AA")]
    [InlineData("e30.e30.AA")]
    [InlineData("....")]
    [InlineData("a.b.c.d.e")]
    public async Task What_is_no_token_is_refused(string text)
    {
        using var response = await _host.AskAsync(text);
        ((int)response.StatusCode).ShouldBe(401);
        response.Headers.WwwAuthenticate.ToString().ShouldStartWith("Bearer error=\"invalid_token\"");
    }

    [Fact]
    public async Task A_token_that_is_too_long_is_refused() =>
        await RefusedAsync("longer than 16 KB", ("filler", new string('x', 16 * 1024)));

    [Theory]
    [InlineData("exp")]
    [InlineData("nbf")]
    [InlineData("aud")]
    [InlineData("iss")]
    [InlineData("sub")]
    [InlineData("roles")]
    [InlineData("municipality")]
    public async Task A_claim_of_the_wrong_kind_is_refused(string claim)
    {
        foreach (var value in new object[] { "abc", -1, 1e300, true, new { a = 1 }, new object[] { new[] { 1 }, "x" } })
        {
            // Any text is a valid subject, and -1 is a valid time.
            if (claim == "sub" || (claim == "nbf" && value is -1))
            {
                continue;
            }

            using var response = await _host.AskAsync(_issuer.Token((claim, value)));
            ((int)response.StatusCode).ShouldBeOneOf([401, 403], $"{claim}: {value}");
        }
    }

    [Theory]
    [InlineData("Basic dXNlcjpwYXNz")]
    [InlineData("Bearer")]
    [InlineData("Token abc")]
    public async Task An_authorization_of_another_kind_is_refused(string header)
    {
        using var response = await _host.AskWithAsync(header);
        await IdentityHost.ShouldBeRefusalAsync(response, 401, "invalid_request", "must occur once");
    }

    [Fact]
    public async Task Several_authorizations_are_refused()
    {
        // HttpClient would merge the two headers.
        using var client = new TcpClient();
        var address = new Uri(_host.Address);
        await client.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"GET /caller HTTP/1.1\r\nHost: {address.Authority}\r\nConnection: close\r\n"
            + $"Authorization: Bearer {_issuer.Token()}\r\nAuthorization: Bearer other\r\n\r\n"),
            TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        (await reader.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldBe("HTTP/1.1 401 Unauthorized");
    }

    [Fact]
    public async Task A_single_changed_character_anywhere_is_refused()
    {
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        var random = new Random(seed);
        var token = OpenIdIssuer.Sign(_issuer.Claims(), _issuer.EllipticCurve);
        for (var round = 0; round < 200; round++)
        {
            // The last character of the signature also contains unused bits.
            var at = random.Next(token.Length - 1);
            var other = (char)random.Next(0x21, 0x7f);
            if (other == token[at])
            {
                continue;
            }

            using var response = await _host.AskAsync(token[..at] + other + token[(at + 1)..]);
            ((int)response.StatusCode).ShouldBe(401, $"seed {seed}, position {at}, character {other}");
        }
    }

    [Fact]
    public async Task Neither_logs_nor_answers_hold_the_token_or_its_subject()
    {
        var good = _issuer.Token();
        var bad = _issuer.Token(("municipality", "secret-place"), ("sub", "secret-person"));
        await _host.CallerAsync(good);
        using var response = await _host.AskAsync(bad);
        var answer = response.Headers + await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        answer.ShouldNotContain("secret");
        _host.Services.GetRequiredService<BadTokenReport>().Write();
        _host.Log.ShouldContain(line => line.Contains("1 x No usable role or scope.", StringComparison.Ordinal));
        foreach (var line in _host.Log)
        {
            foreach (var secret in new[] { good, bad, good.Split('.')[1], "secret-p", "caseworker-17" })
            {
                line.ShouldNotContain(secret);
            }
        }
    }

    private Task RefusedAsync(string message, params (string Name, object? Value)[] changes) =>
        _host.ShouldRefuseAsync(_issuer.Token(changes), 401, "invalid_token", message);

    private long Seconds(int fromNow) => _clock.GetUtcNow().ToUnixTimeSeconds() + fromNow;
}
