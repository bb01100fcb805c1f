using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Integration.Graph.Server.Identity;

/// <summary>
/// Checks a token: form, algorithm, issuer, signature, audience, time and subject, in this order, so that the first message
/// names the problem to correct first. The issuer's keys are read again only for a token that names this issuer.
/// </summary>
internal sealed class TokenValidator(IKeySource source, IOptions<AuthenticationSettings> settings, TimeProvider clock)
{
    /// <summary>Accepted difference between the clocks of issuer and server.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    private const int LongestToken = 16 * 1024;
    private const int LongestSubject = 255;

    // Only signatures by a private key: with a shared secret, the issuer's public key could be used as the secret.
    private static readonly string[] Algorithms =
        ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    // RFC 8725, section 3.11: a token made for another purpose, such as a logout, is not an access token.
    private static readonly string[] Types = ["JWT", "at+jwt", "application/at+jwt"];

    private readonly JsonWebTokenHandler _handler = new();

    public async ValueTask<(JsonWebToken? Token, int KeysVersion, Refusal? Refusal)> ValidateAsync(
        string text, CancellationToken cancellationToken)
    {
        if (!TryRead(text, out var token, out var refusal))
        {
            return (null, 0, refusal);
        }

        if (await source.GetAsync(cancellationToken) is not { } keys)
        {
            return (null, 0, Refusal.IssuerUnavailable);
        }

        refusal = await CheckSignatureAsync(token!, keys);
        if (refusal is not null && token!.Issuer == keys.Issuer && !keys.Knows(token.Kid))
        {
            if (await source.RefreshAsync(cancellationToken) is not { } newer)
            {
                return (null, 0, Refusal.IssuerUnavailable);
            }

            if (newer.Version != keys.Version)
            {
                refusal = await CheckSignatureAsync(token, keys = newer);
            }
        }
        refusal ??= CheckClaims(token!);
        return refusal is null ? (token, keys.Version, null) : (null, keys.Version, refusal);
    }

    private static bool TryRead(string text, out JsonWebToken? token, out Refusal? refusal)
    {
        token = null;
        refusal = null;
        if (text.Length > LongestToken)
        {
            refusal = Refusal.Token("The token is longer than 16 KB.");
            return false;
        }
        try
        {
            token = new JsonWebToken(text);
            if (string.Equals(token.Alg, SecurityAlgorithms.None, StringComparison.OrdinalIgnoreCase))
            {
                refusal = Refusal.Token("The token is not signed (alg: none).");
            }
            else if (token.IsEncrypted || token.TryGetHeaderValue("crit", out object? _))
            {
                refusal = Refusal.Token("The token is encrypted or needs an extension that is not supported.");
            }
            else if (!Algorithms.Contains(token.Alg))
            {
                refusal = Refusal.Token("The token is signed with an algorithm that is not accepted; accepted are "
                    + string.Join(", ", Algorithms) + ".");
            }
            else if (!string.IsNullOrEmpty(token.Typ) && !Types.Contains(token.Typ, StringComparer.OrdinalIgnoreCase))
            {
                refusal = Refusal.Token("The token is not an access token: its type (typ) is neither JWT nor at+jwt.");
            }
        }
        catch (Exception exception)
            when (exception is ArgumentException or SecurityTokenException or JsonException or FormatException)
        {
            refusal = Refusal.Token("The token is malformed: it is not a signed JSON Web Token in compact form.");
        }
        return refusal is null;
    }

    private async Task<Refusal?> CheckSignatureAsync(JsonWebToken token, IssuerKeys keys)
    {
        if (token.Issuer != keys.Issuer)
        {
            return Refusal.Token("The token comes from another issuer than the one that this server trusts.");
        }

        var named = string.IsNullOrEmpty(token.Kid) ? keys.Keys : [.. keys.Keys.Where(key => key.KeyId == token.Kid)];
        if (named.Count == 0)
        {
            return Refusal.Token("The token is signed with a key that its issuer does not publish.");
        }

        var result = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidAlgorithms = Algorithms,
            ValidIssuer = keys.Issuer,
            IssuerSigningKeys = named,
            TryAllIssuerSigningKeys = true,
            ValidateIssuerSigningKey = true,
            // CheckClaims checks both, with the server's clock and a message for each.
            ValidateLifetime = false,
            ValidateAudience = false,
        });
        return result.IsValid ? null : Refusal.Token("The signature of the token is wrong.");
    }

    private Refusal? CheckClaims(JsonWebToken token)
    {
        var now = clock.GetUtcNow();
        if (!token.Audiences.Contains(settings.Value.EffectiveAudience, StringComparer.Ordinal))
        {
            return Refusal.Token("The token is for another audience than this server.");
        }

        if (token.ValidTo == DateTime.MinValue)
        {
            return Refusal.Token("The token has no expiry time (exp).");
        }
        // The skew is applied to the server's time, because a token's expiry may be the latest possible time.
        if (token.EndsAt() <= now - ClockSkew)
        {
            return Refusal.Expired;
        }

        if (new DateTimeOffset(token.ValidFrom, TimeSpan.Zero) > now + ClockSkew)
        {
            return Refusal.Token("The token is not yet valid.");
        }

        if (string.IsNullOrWhiteSpace(token.Subject) || token.Subject.Length > LongestSubject)
        {
            return Refusal.Token("The token has no subject (sub), or one of more than 255 characters.");
        }

        return null;
    }
}

internal static class JsonWebTokenTimes
{
    public static DateTimeOffset EndsAt(this JsonWebToken token) => new(token.ValidTo, TimeSpan.Zero);

    /// <summary>Returns the expiry with the clock skew added, limited to the latest possible time.</summary>
    public static DateTimeOffset WithSkew(this DateTimeOffset end) =>
        end > DateTimeOffset.MaxValue - TokenValidator.ClockSkew ? DateTimeOffset.MaxValue : end + TokenValidator.ClockSkew;
}
