using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Integration.Graph.Server.Tests.Identity;

/// <summary>
/// An OpenID Connect issuer on its own port, with discovery document and key set. It signs tokens without the library that
/// the server uses. It can also sign tokens that no library would sign.
/// </summary>
internal sealed class OpenIdIssuer : IAsyncDisposable
{
    public const string Audience = "integration-graph-test";

    // Creating such a key takes a tenth of a second. All tests may share the keys.
    private static readonly RSA[] RsaKeys = [RSA.Create(2048), RSA.Create(2048)];

    // Keycloak also publishes an encryption key, which signs nothing.
    private static readonly RSA EncryptionKey = RSA.Create(2048);
    private static readonly ConcurrentDictionary<RSA, string> Certificates = new();

    public static RSA FirstRsaKey => RsaKeys[0];

    /// <summary>A key that is published for encryption only.</summary>
    public static SigningKey Encryption { get; } = new("enc-1", EncryptionKey);

    private readonly WebApplication _app;
    private readonly SettableClock _clock;
    private readonly ConcurrentDictionary<string, AsymmetricAlgorithm> _published = new();
    private int _readings;

    private OpenIdIssuer(WebApplication app, SettableClock clock)
    {
        _app = app;
        _clock = clock;
        Rsa = Publish("rsa-1", RsaKeys[0]);
        EllipticCurve = Publish("ec-1", ECDsa.Create(ECCurve.NamedCurves.nistP256));
    }

    public SigningKey Rsa { get; private set; }
    public SigningKey EllipticCurve { get; private set; }
    public string Address { get; private set; } = "";

    /// <summary>The issuer's name in the discovery document; null for <see cref="Address"/>.</summary>
    public string? Name { get; set; }

    /// <summary>How often the discovery document was read.</summary>
    public int Readings => _readings;

    /// <summary>If set, every response has status 500.</summary>
    public bool Broken { get; set; }

    public static async Task<OpenIdIssuer> StartAsync(SettableClock clock)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var issuer = new OpenIdIssuer(builder.Build(), clock);
        issuer._app.MapGet("/realm/.well-known/openid-configuration", issuer.Discovery);
        issuer._app.MapGet("/realm/keys", () => Results.Content(issuer.KeySet(), "application/json"));
        await issuer._app.StartAsync();
        issuer.Address = issuer._app.Urls.Single() + "/realm";
        return issuer;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    /// <summary>Replaces the published keys.</summary>
    public void Rotate()
    {
        _published.Clear();
        Rsa = Publish("rsa-2", RsaKeys[1]);
        EllipticCurve = Publish("ec-2", ECDsa.Create(ECCurve.NamedCurves.nistP256));
    }

    /// <summary>Claims of a valid token for a municipality's caseworker.</summary>
    public Dictionary<string, object?> Claims(params (string Name, object? Value)[] changes)
    {
        var now = _clock.GetUtcNow().ToUnixTimeSeconds();
        var claims = new Dictionary<string, object?>
        {
            ["iss"] = Address,
            ["aud"] = Audience,
            ["sub"] = "caseworker-17",
            ["nbf"] = now,
            ["exp"] = now + 3600,
            ["roles"] = new[] { "MUNICIPALITY" },
            ["municipality"] = "0461",
        };
        foreach (var (name, value) in changes)
        {
            if (value is null)
            {
                claims.Remove(name);
            }
            else
            {
                claims[name] = value;
            }
        }
        return claims;
    }

    public string Token(params (string Name, object? Value)[] changes) => Sign(Claims(changes), Rsa);

    public static string Sign(Dictionary<string, object?> claims, SigningKey key, string? algorithm = null) =>
        Sign(new Dictionary<string, object?>
        {
            ["alg"] = algorithm ?? key.Algorithm,
            ["kid"] = key.Id,
            ["typ"] = "JWT",
        }, claims, key.Sign);

    public static string Sign(
        Dictionary<string, object?> header, Dictionary<string, object?> claims, Func<byte[], byte[]> sign)
    {
        var content = Encode(header) + "." + Encode(claims);
        return content + "." + Base64Url.EncodeToString(sign(System.Text.Encoding.ASCII.GetBytes(content)));
    }

    /// <summary>Signs a payload that no serialiser would write.</summary>
    public string SignText(string payload)
    {
        var content = Encode(new() { ["alg"] = Rsa.Algorithm, ["kid"] = Rsa.Id }) + "." + Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(payload));
        return content + "." + Base64Url.EncodeToString(Rsa.Sign(System.Text.Encoding.ASCII.GetBytes(content)));
    }

    private static string Encode(Dictionary<string, object?> part) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));

    private SigningKey Publish(string id, AsymmetricAlgorithm key)
    {
        _published[id] = key;
        return new SigningKey(id, key);
    }

    private IResult Discovery()
    {
        Interlocked.Increment(ref _readings);
        return Broken
            ? Results.StatusCode(500)
            : Results.Json(new { issuer = Name ?? Address, jwks_uri = Address + "/keys" });
    }

    // Includes all members that Keycloak and Entra publish.
    private string KeySet() => JsonSerializer.Serialize(new
    {
        keys = _published.Select(one => Published(one.Key, one.Value, "sig")).Append(Published(Encryption.Id, EncryptionKey, "enc")).ToArray(),
    });

    private static Dictionary<string, object> Published(string id, AsymmetricAlgorithm key, string use) => key switch
    {
        RSA rsa => new()
        {
            ["kty"] = "RSA",
            ["use"] = use,
            ["alg"] = use == "sig" ? "RS256" : "RSA-OAEP",
            ["kid"] = id,
            ["n"] = Base64Url.EncodeToString(rsa.ExportParameters(false).Modulus),
            ["e"] = Base64Url.EncodeToString(rsa.ExportParameters(false).Exponent),
            ["x5c"] = new[] { Certificates.GetOrAdd(rsa, CertificateOf) },
        },
        ECDsa curve => new()
        {
            ["kty"] = "EC",
            ["crv"] = "P-256",
            ["use"] = use,
            ["kid"] = id,
            ["x"] = Base64Url.EncodeToString(curve.ExportParameters(false).Q.X),
            ["y"] = Base64Url.EncodeToString(curve.ExportParameters(false).Q.Y),
        },
        _ => throw new InvalidOperationException("No such key."),
    };

    private static string CertificateOf(RSA key)
    {
        using var certificate = new CertificateRequest("CN=realm", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddYears(-1), DateTimeOffset.UtcNow.AddYears(9));
        return Convert.ToBase64String(certificate.RawData);
    }
}

/// <summary>A key that signs with RS256 or ES256.</summary>
internal sealed record SigningKey(string Id, AsymmetricAlgorithm Key)
{
    public string Algorithm => Key is RSA ? "RS256" : "ES256";

    public byte[] Sign(byte[] content) => Key switch
    {
        RSA rsa => rsa.SignData(content, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        ECDsa curve => curve.SignData(content, HashAlgorithmName.SHA256),
        _ => throw new InvalidOperationException("No such key."),
    };
}
