using System.Security.Cryptography;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Integration.Graph.Server.Identity;

/// <summary>
/// The server as its own token issuer, in Development only. The key is generated at start and never leaves the process,
/// so tokens become invalid when the process ends. It uses ES256, whose keys are generated fast; check results are cached
/// anyway.
/// </summary>
internal sealed class DevelopmentIssuer(
    IServer server, IOptions<AuthenticationSettings> settings, TimeProvider clock) : IKeySource, IDisposable
{
    /// <summary>Lifetime of a token: a working day.</summary>
    public static readonly TimeSpan TokenLifetime = TimeSpan.FromHours(8);

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly string _keyId = Guid.NewGuid().ToString("N");
    private IssuerKeys? _keys;

    public int Version => 1;

    /// <summary>Available once the server listens, because the port may be chosen then.</summary>
    public IssuerKeys Keys => _keys ??= new IssuerKeys(
        Version, Address() + "/dev", [new ECDsaSecurityKey(_key) { KeyId = _keyId }]);

    public ValueTask<IssuerKeys?> GetAsync(CancellationToken cancellationToken) => new(Keys);

    public ValueTask<IssuerKeys?> RefreshAsync(CancellationToken cancellationToken) => new(Keys);

    /// <summary>Returns the public key as a JSON Web Key.</summary>
    public Dictionary<string, string> PublicKey()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        return new()
        {
            ["kty"] = "EC",
            ["crv"] = "P-256",
            ["use"] = "sig",
            ["alg"] = SecurityAlgorithms.EcdsaSha256,
            ["kid"] = _keyId,
            ["x"] = Base64UrlEncoder.Encode(point.X),
            ["y"] = Base64UrlEncoder.Encode(point.Y),
        };
    }

    public string Sign(IDictionary<string, object> claims)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Keys.Issuer,
            Audience = settings.Value.EffectiveAudience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + TokenLifetime,
            Claims = claims,
            SigningCredentials = new SigningCredentials(Keys.Keys.First(), SecurityAlgorithms.EcdsaSha256),
        });
    }

    public void Dispose() => _key.Dispose();

    private string Address()
    {
        var listening = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
        return listening is null
            ? "http://localhost"
            // A wildcard address cannot be used by clients.
            : listening.Replace("//[::]", "//localhost", StringComparison.Ordinal)
                .Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal)
                .Replace("//+", "//localhost", StringComparison.Ordinal)
                .Replace("//*", "//localhost", StringComparison.Ordinal).TrimEnd('/');
    }
}
