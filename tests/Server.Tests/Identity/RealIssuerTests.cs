using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;

namespace Integration.Graph.Server.Tests.Identity;

/// <summary>The server with an independent OpenID Connect issuer.</summary>
public sealed class RealIssuerTests
{
    [Fact]
    public async Task Systems_and_persons_sign_in_at_a_real_issuer()
    {
        await using var issuer = await RealIssuer.StartAsync(new RealIssuer.Settings
        {
            Clients =
            {
                ["odense"] = new { realm_access = new { roles = new[] { "offline_access", "rk-kommune" } }, kommune = 461 },
                ["stranger"] = new { realm_access = new { roles = new[] { "offline_access" } } },
            },
            Users = { ["anna"] = new { realm_access = new { roles = "rk-centre" }, centre = "center-sandholm" } },
        });
        await using var server = await ServerHost.StartAsync(await TestDatabase.CreateAsync(DatabaseKind.Sqlite), settings:
        [
            ("Authentication:Authority", issuer.Address), ("Authentication:Audience", issuer.Audience),
            ("Authentication:RolesClaim", "realm_access.roles"), ("Authentication:Roles:rk-kommune", "MUNICIPALITY"),
            ("Authentication:Roles:rk-centre", "CENTRE_WORKER"), ("Authentication:Scopes:municipality", "kommune"),
        ]);

        (await server.QueryAsync(await issuer.TokenAsync("odense"), "{ viewer { role scope } }")).Data.GetRawText()
            .ShouldBe("""{"viewer":{"role":"MUNICIPALITY","scope":"0461"}}""");
        var (access, id) = await issuer.SignInAsync("anna");
        (await server.QueryAsync(access, "{ viewer { role scope } }")).Data.GetRawText()
            .ShouldBe("""{"viewer":{"role":"CENTRE_WORKER","scope":"center-sandholm"}}""");
        // An ID token is for the front end. It is not an access token.
        (await server.QueryAsync(id, "{ viewer { role } }")).Status.ShouldBe(401);
        var refused = await server.QueryAsync(await issuer.TokenAsync("stranger"), "{ viewer { role } }");
        refused.Status.ShouldBe(403);
        refused.Errors.ShouldHaveSingleItem().GetProperty("message").GetString()!.ShouldContain("(claim 'realm_access.roles')");
    }

    [Fact]
    public async Task The_issuer_answers_over_TLS_with_a_certificate_of_an_own_authority()
    {
        var folder = Directory.CreateTempSubdirectory("integration-graph-tls-");
        try
        {
            var (authority, certificate, key) = WriteCertificates(folder.FullName);
            await using var issuer = await RealIssuer.StartAsync(new RealIssuer.Settings
            {
                Host = "localhost",
                Certificate = certificate,
                Key = key,
                CertificateAuthority = authority,
                Algorithm = "ES256",
                Clients = { ["consultant"] = new { roles = new[] { "INTEGRATION_CONSULTANT" } } },
            });

            issuer.Address.ShouldStartWith("https://localhost:");
            (await issuer.TokenAsync("consultant")).Split('.').Length.ShouldBe(3);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>A program that could take the issuer's place could sign any token.</summary>
    [Fact]
    public async Task The_keys_of_an_issuer_whose_certificate_nobody_vouches_for_are_not_taken()
    {
        var folder = Directory.CreateTempSubdirectory("integration-graph-tls-");
        try
        {
            var (authority, certificate, key) = WriteCertificates(folder.FullName);
            await using var issuer = await RealIssuer.StartAsync(new RealIssuer.Settings
            {
                Host = "localhost",
                Certificate = certificate,
                Key = key,
                CertificateAuthority = authority,
                Clients = { ["consultant"] = new { roles = new[] { "INTEGRATION_CONSULTANT" } } },
            });
            await using var server = await ServerHost.StartAsync(await TestDatabase.CreateAsync(DatabaseKind.Sqlite), settings:
                [("Authentication:Authority", issuer.Address), ("Authentication:Audience", issuer.Audience)]);

            (await server.QueryAsync(await issuer.TokenAsync("consultant"), "{ viewer { role } }")).Status.ShouldBe(503);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static (string Authority, string Certificate, string Key) WriteCertificates(string folder)
    {
        var (from, until) = (DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Own authority", authorityKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var authority = request.CreateSelfSigned(from, until);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, from, until, [1, 2, 3, 4]);
        (string, string, string) files = (Path.Combine(folder, "authority.pem"), Path.Combine(folder, "certificate.pem"), Path.Combine(folder, "key.pem"));
        File.WriteAllText(files.Item1, authority.ExportCertificatePem());
        File.WriteAllText(files.Item2, certificate.ExportCertificatePem());
        File.WriteAllText(files.Item3, key.ExportPkcs8PrivateKeyPem());
        return files;
    }
}
