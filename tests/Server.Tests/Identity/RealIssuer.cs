using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Integration.Graph.Tests;

namespace Integration.Graph.Server.Tests.Identity;

// How to use it:
//
//     await using var issuer = await RealIssuer.StartAsync(new RealIssuer.Settings
//     {
//         Clients = { ["odense"] = new { roles = new[] { "MUNICIPALITY" }, municipality = "0461" } },   // a system's token
//         Users = { ["anna"] = new { roles = new[] { "CENTRE_WORKER" }, centre = "center-sandholm" } }, // a person's token
//     });
//     // Settings of the server: Authentication:Authority = issuer.Address, Authentication:Audience = issuer.Audience
//     var token = await issuer.TokenAsync("odense");       // client_credentials
//     var users = await issuer.UserTokenAsync("anna");     // authorization code with PKCE, sign-in page included
//
// Over TLS: set Host to a name in the certificate that resolves to this machine (localhost), Certificate and Key to PEM
// files, and CertificateAuthority to the PEM file of the authority that signed it, which the methods above then trust.
// Clients and Users are read once, at start. A claim may be any JSON value. The signing keys are new at each start.

/// <summary>
/// A real OpenID Connect issuer: the npm package <c>oidc-provider</c> in a child process on its own port. Its access tokens
/// are JWTs of type <c>at+jwt</c>. <see cref="OpenIdIssuer"/> is faster and can sign tokens that no real issuer would.
/// </summary>
internal sealed class RealIssuer : IAsyncDisposable
{
    private const string RedirectAddress = "https://screen.example.org/callback";
    private static readonly NodePackage Package = new(Path.Combine(ThisFolder(), "real-issuer"));
    private static readonly Lazy<Task> Installed = new(() => Task.Run(Package.Install));
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Settings _settings;
    private readonly StringBuilder _errors = new();

    private RealIssuer(Process process, Settings settings)
    {
        _process = process;
        _settings = settings;
    }

    /// <summary>The issuer's name in tokens, and the base address of its discovery document.</summary>
    public string Address { get; private set; } = "";

    /// <summary>The audience of its access tokens.</summary>
    public string Audience => _settings.Audience;

    /// <summary>Installs the package if needed, starts the issuer and waits until it responds.</summary>
    /// <exception cref="InvalidOperationException">The issuer did not start; the message has its errors.</exception>
    public static async Task<RealIssuer> StartAsync(Settings settings)
    {
        await Installed.Value;
        var process = Package.Start("node", ["issuer.mjs"]);
        var issuer = new RealIssuer(process, settings);
        process.ErrorDataReceived += (_, line) =>
        {
            lock (issuer._errors)
            {
                issuer._errors.AppendLine(line.Data);
            }
        };
        process.BeginErrorReadLine();
        try
        {
            await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(settings, JsonSerializerOptions.Web));
            await process.StandardInput.FlushAsync();
            var line = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience)
                ?? throw new InvalidOperationException("The issuer ended immediately.");
            using var started = JsonDocument.Parse(line);
            issuer.Address = started.RootElement.GetProperty("issuer").GetString()!;
            return issuer;
        }
        catch (Exception exception)
        {
            await issuer.DisposeAsync();
            throw new InvalidOperationException($"The issuer did not start:\n{issuer._errors}", exception);
        }
    }

    /// <summary>Returns an access token of a client, by client credentials.</summary>
    public async Task<string> TokenAsync(string client)
    {
        using var http = Http();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{client}:secret-of-{client}")));
        return (await TokensAsync(http, ("grant_type", "client_credentials"))).AccessToken;
    }

    /// <summary>Returns an access token of a user.</summary>
    public async Task<string> UserTokenAsync(string user) => (await SignInAsync(user)).AccessToken;

    /// <summary>Signs a user in as a front end does, and returns both tokens.</summary>
    public async Task<(string AccessToken, string IdToken)> SignInAsync(string user)
    {
        using var http = Http();
        var verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        var step = await StepAsync(http, new Uri(Address + "/auth?client_id=screen&response_type=code&scope=openid"
            + $"&redirect_uri={Uri.EscapeDataString(RedirectAddress)}&code_challenge={challenge}&code_challenge_method=S256"));
        step = await StepAsync(http, step, ("prompt", "login"), ("login", user), ("password", "any"));
        step = await StepAsync(http, step);
        step = await StepAsync(http, step, ("prompt", "consent"));
        step = await StepAsync(http, step);
        var code = System.Web.HttpUtility.ParseQueryString(step.Query)["code"]
            ?? throw new InvalidOperationException($"The issuer returned no code: {step.Query}");
        var (access, id) = await TokensAsync(http, ("grant_type", "authorization_code"), ("client_id", "screen"), ("code", code),
            ("code_verifier", verifier), ("redirect_uri", RedirectAddress));
        return (access, id ?? throw new InvalidOperationException("The issuer returned no ID token."));
    }

    /// <summary>Ends the process.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            // The issuer ends when its input closes, even if the tests are killed.
            _process.StandardInput.Close();
            await _process.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (Exception exception) when (exception is IOException or TimeoutException)
        {
            _process.Kill();
        }
        _process.Dispose();
    }

    /// <summary>Follows one redirect and returns the next address without requesting it.</summary>
    private async Task<Uri> StepAsync(HttpClient http, Uri address, params (string Name, string Value)[] form)
    {
        using var request = new HttpRequestMessage(form.Length == 0 ? HttpMethod.Get : HttpMethod.Post, address);
        if (form.Length > 0)
        {
            request.Content = Form(form);
        }

        using var response = await http.SendAsync(request);
        return response.Headers.Location is { } next
            ? new Uri(address, next)
            : throw new InvalidOperationException(
                $"The issuer returned {(int)response.StatusCode} instead of a redirect: {await response.Content.ReadAsStringAsync()}\n{_errors}");
    }

    private async Task<(string AccessToken, string? IdToken)> TokensAsync(HttpClient http, params (string Name, string Value)[] form)
    {
        using var content = Form(form);
        using var response = await http.PostAsync(new Uri(Address + "/token"), content);
        var text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"The issuer returned no token: {text}\n{_errors}");
        }

        using var body = JsonDocument.Parse(text);
        return (body.RootElement.GetProperty("access_token").GetString()!,
            body.RootElement.TryGetProperty("id_token", out var id) ? id.GetString() : null);
    }

    private static FormUrlEncodedContent Form((string Name, string Value)[] form) =>
        new(form.Select(one => KeyValuePair.Create(one.Name, one.Value)));

    private HttpClient Http()
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
        if (_settings.CertificateAuthority is { } file)
        {
            handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { X509Certificate2.CreateFromPem(File.ReadAllText(file)) },
                RevocationMode = X509RevocationMode.NoCheck,
            };
        }
        return new HttpClient(handler);
    }

    private static string ThisFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    /// <summary>Configuration of the issuer.</summary>
    public sealed class Settings
    {
        /// <summary>The host name or address to listen on. Part of the issuer's name.</summary>
        public string Host { get; init; } = "127.0.0.1";

        /// <summary>The port to listen on; 0 for any free port.</summary>
        public int Port { get; init; }

        /// <summary>PEM file of the certificate, with intermediate certificates; null for plain HTTP.</summary>
        public string? Certificate { get; init; }

        /// <summary>PEM file of the certificate's private key.</summary>
        public string? Key { get; init; }

        /// <summary>PEM file of the authority that this class trusts; null for the machine's authorities.</summary>
        public string? CertificateAuthority { get; init; }

        /// <summary>Audience of the access tokens, an absolute URI.</summary>
        public string Audience { get; init; } = "https://graph.example.org";

        /// <summary>Signing algorithm: <c>RS256</c>, <c>PS256</c> or <c>ES256</c>.</summary>
        public string Algorithm { get; init; } = "RS256";

        /// <summary>Lifetime of access tokens in seconds.</summary>
        public int Lifetime { get; init; } = 3600;

        /// <summary>Systems: maps each client name to an object with the claims of its tokens.</summary>
        public Dictionary<string, object> Clients { get; init; } = [];

        /// <summary>Persons: maps each user name to an object with the claims of their tokens.</summary>
        public Dictionary<string, object> Users { get; init; } = [];
    }
}
