using Integration.Graph.Server.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Integration.Graph.Server.Tests.Identity;

/// <summary>An issuer that rotates its keys, is unreachable, or is not an issuer.</summary>
public sealed class IssuerTests : IAsyncLifetime
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
    public async Task The_first_token_after_a_key_rotation_is_believed_and_the_old_ones_are_not()
    {
        var old = _issuer.Token();
        await _host.CallerAsync(old);
        _issuer.Rotate();
        _clock.Move(OpenIdKeySource.Pause);
        await _host.CallerAsync(_issuer.Token());
        await _host.ShouldRefuseAsync(old, 401, "invalid_token", "key that its issuer does not publish");
    }

    [Fact]
    public async Task A_token_that_names_no_key_is_believed_after_a_key_rotation_too()
    {
        Dictionary<string, object?> header = new() { ["alg"] = "RS256", ["typ"] = "at+jwt" };
        await _host.CallerAsync(OpenIdIssuer.Sign(header, _issuer.Claims(), _issuer.Rsa.Sign));
        _issuer.Rotate();
        _clock.Move(OpenIdKeySource.Pause);
        await _host.CallerAsync(OpenIdIssuer.Sign(header, _issuer.Claims(("sub", "other")), _issuer.Rsa.Sign));
    }

    [Fact]
    public async Task A_withdrawn_key_is_noticed_within_the_hour()
    {
        await _host.CallerAsync(_issuer.Token());
        _issuer.Rotate();
        _clock.Move(OpenIdKeySource.Fresh);
        var late = OpenIdIssuer.Sign(_issuer.Claims(), new SigningKey("rsa-1", OpenIdIssuer.FirstRsaKey));
        // The keys are read in the background of the request that triggers it.
        await EventuallyAsync(async () =>
        {
            using var response = await _host.AskAsync(late);
            return (int)response.StatusCode == 401;
        });
        _issuer.Readings.ShouldBe(2);
    }

    [Fact]
    public async Task Many_tokens_with_unknown_keys_do_not_flood_the_issuer()
    {
        await _host.CallerAsync(_issuer.Token());
        _clock.Move(OpenIdKeySource.Pause);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(index => _host.ShouldRefuseAsync(
            OpenIdIssuer.Sign(_issuer.Claims(), new SigningKey($"unknown-{index}", OpenIdIssuer.FirstRsaKey)),
            401, "invalid_token", "key that its issuer does not publish")));
        _issuer.Readings.ShouldBe(2);
    }

    [Fact]
    public async Task Tokens_of_other_issuers_do_not_reach_the_issuer()
    {
        await _host.CallerAsync(_issuer.Token());
        _clock.Move(OpenIdKeySource.Pause);
        await _host.ShouldRefuseAsync(
            OpenIdIssuer.Sign(_issuer.Claims(("iss", "https://elsewhere")), new SigningKey("x", OpenIdIssuer.FirstRsaKey)),
            401, "invalid_token", "another issuer");
        _issuer.Readings.ShouldBe(1);
    }

    [Fact]
    public async Task The_keys_are_read_once_for_many_first_requests()
    {
        var token = _issuer.Token();
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => _host.CallerAsync(token)));
        _issuer.Readings.ShouldBe(1);
    }

    [Fact]
    public async Task Without_the_issuer_no_token_can_be_judged_until_it_is_back()
    {
        _issuer.Broken = true;
        await _host.ShouldRefuseAsync(_issuer.Token(), 503, "", "keys of its issuer cannot be read");
        _issuer.Broken = false;
        await _host.ShouldRefuseAsync(_issuer.Token(), 503, "", "keys of its issuer cannot be read");
        _issuer.Readings.ShouldBe(1, "a failing issuer is not read again at once");
        _clock.Move(OpenIdKeySource.Pause);
        await _host.CallerAsync(_issuer.Token());
        await _host.CallerAsync(null);
        _host.Log.ShouldContain(line => line.StartsWith("Warning: The keys of the token issuer", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Known_keys_serve_for_24_hours_while_the_issuer_is_away_and_no_longer()
    {
        await _host.CallerAsync(_issuer.Token());
        await _issuer.DisposeAsync();

        // Literal times detect a change of the constant.
        _clock.Move(new TimeSpan(23, 59, 0));
        await _host.CallerAsync(_issuer.Token());
        _clock.Move(TimeSpan.FromSeconds(59));
        await _host.CallerAsync(_issuer.Token());
        _clock.Move(TimeSpan.FromSeconds(1));
        await _host.ShouldRefuseAsync(_issuer.Token(), 503, "", "keys of its issuer cannot be read");
    }

    /// <summary>The 24 hours start at the last successful read of the keys, not at the first.</summary>
    [Fact]
    public async Task Keys_that_were_read_again_serve_for_24_hours_from_then()
    {
        await _host.CallerAsync(_issuer.Token());
        _clock.Move(TimeSpan.FromHours(2));
        await _host.CallerAsync(_issuer.Token());
        await EventuallyAsync(() => Task.FromResult(_issuer.Readings == 2));
        // The new keys are stored shortly after the issuer's response. Until then each request starts another read.
        _clock.Move(OpenIdKeySource.Pause);
        await EventuallyAsync(async () =>
        {
            await _host.CallerAsync(_issuer.Token());
            return _host.Services.GetRequiredService<OpenIdKeySource>().Version >= 2;
        });
        await _issuer.DisposeAsync();

        _clock.Move(new TimeSpan(23, 59, 0));
        await _host.CallerAsync(_issuer.Token());
        _clock.Move(TimeSpan.FromMinutes(1));
        await _host.ShouldRefuseAsync(_issuer.Token(), 503, "", "keys of its issuer cannot be read");
    }

    [Fact]
    public async Task A_token_with_an_unknown_key_cannot_be_judged_while_the_issuer_is_away()
    {
        await _host.CallerAsync(_issuer.Token());
        _issuer.Broken = true;
        _clock.Move(OpenIdKeySource.Pause);
        _issuer.Rotate();
        await _host.ShouldRefuseAsync(_issuer.Token(), 503, "", "keys of its issuer cannot be read");
    }

    [Fact]
    public async Task A_remembered_token_still_expires_on_time()
    {
        var token = _issuer.Token(("exp", _clock.GetUtcNow().ToUnixTimeSeconds()));
        await _host.CallerAsync(token);
        _clock.Move(TokenValidator.ClockSkew - TimeSpan.FromMilliseconds(1));
        await _host.CallerAsync(token);
        _clock.Move(TimeSpan.FromMilliseconds(1));
        await _host.ShouldRefuseAsync(token, 401, "invalid_token", "has expired");
    }

    private static async Task EventuallyAsync(Func<Task<bool>> happened)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (!await happened())
        {
            await Task.Delay(20, patience.Token);
        }
    }
}
