using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Integration.Graph.Server.Http;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Integration.Graph.Server.Tests.Http;

/// <summary>How the server enforces HTTPS: behind a proxy, with its own certificate, and not at all.</summary>
public sealed class HttpsTests
{
    private const string Year = "max-age=31536000";
    private static readonly (string, string) Behind = ("Proxies:Known", "127.0.0.1");

    [Fact]
    public async Task Behind_a_known_proxy_its_header_decides()
    {
        await using var host = await StartAsync("Production", Behind);
        var secure = await host.AskAsync(HttpMethod.Post, "/graphql", ("X-Forwarded-Proto", "https"), ("Authorization", "Bearer x"));
        secure.ShouldBe((200, "", Year));
        (await host.AskAsync(HttpMethod.Get, "/a?b=c", ("X-Forwarded-Proto", "http"))).ShouldBe((307, "https://graph.example.dk/a?b=c", ""));
        (await host.AskAsync(HttpMethod.Post, "/graphql", ("X-Forwarded-Proto", "http"))).ShouldBe((403, "", ""));

        // A redirect would loop if the proxy does not send the header.
        (await host.AskAsync(HttpMethod.Get, "/a")).ShouldBe((200, "", ""));
        host.Warnings.Count(line => line.Contains("sends no usable X-Forwarded-Proto", StringComparison.Ordinal)).ShouldBe(1);
        await host.AskAsync(HttpMethod.Get, "/a");
        host.Warnings.Count.ShouldBe(1);
    }

    [Fact]
    public async Task With_its_own_certificate_the_server_sends_pages_on_and_refuses_whatever_may_hold_a_token()
    {
        await using var host = await StartAsync("Production", ("Urls", "http://127.0.0.1:0;https://127.0.0.1:0"));
        (await host.AskAsync(HttpMethod.Get, "/æ?b=c d")).ShouldBe((307, $"https://graph.example.dk:{host.HttpsPort}/%C3%A6?b=c%20d", ""));
        (await host.AskAsync(HttpMethod.Head, "/")).Status.ShouldBe(307);
        (await host.AskAsync(HttpMethod.Get, "/", ("Authorization", "Bearer x"))).ShouldBe((403, "", ""));
        (await host.AskAsync(HttpMethod.Get, "/graphql", ("Upgrade", "websocket"), ("Connection", "Upgrade"))).Status.ShouldBe(403);
        foreach (var method in new[] { HttpMethod.Post, HttpMethod.Options, HttpMethod.Put })
        {
            (await host.AskAsync(method, "/graphql")).ShouldBe((403, "", ""));
        }
        // The header is ignored unless it comes from a known proxy.
        (await host.AskAsync(HttpMethod.Post, "/graphql", ("X-Forwarded-Proto", "https"))).Status.ShouldBe(403);

        (await host.AskAsync(HttpMethod.Get, "/health")).ShouldBe((200, "", ""));
        (await host.AskSecurelyAsync("graph.example.dk")).ShouldBe((200, "", Year));
        (await host.AskSecurelyAsync("localhost")).ShouldBe((200, "", ""));
        host.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_refusal_says_that_the_token_is_exposed()
    {
        await using var host = await StartAsync("Production", ("Https:Port", "443"));
        using var response = await host.Client.PostAsJsonAsync("/graphql", new { query = "{ a }" });
        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var text = await response.Content.ReadAsStringAsync();
        text.ShouldContain("\"code\":\"HTTPS_REQUIRED\"");
        text.ShouldContain("Others may have read a token sent with it.");
    }

    [Theory]
    [InlineData("Production", "", 0, 200, true)]
    [InlineData("Production", "false", 0, 200, false)]
    [InlineData("Production", "false", 8443, 200, false)]
    [InlineData("Production", "true", 0, 307, false)]
    [InlineData("Production", "", 8443, 307, false)]
    [InlineData("Development", "", 8443, 200, false)]
    [InlineData("Development", "true", 8443, 307, false)]
    public async Task Where_nothing_says_otherwise_plain_HTTP_is_answered_and_the_log_warns_of_it(string environment, string redirect, int port, int status, bool warns)
    {
        await using var host = await StartAsync(environment, ("Https:Redirect", redirect), ("Https:Port", $"{port}"));
        (await host.AskAsync(HttpMethod.Get, "/a")).ShouldBe((status, status == 200 ? "" : port == 0 ? "https://graph.example.dk/a" : "https://graph.example.dk:8443/a", ""));
        host.Warnings.Any(line => line.Contains("cannot tell HTTPS from plain HTTP", StringComparison.Ordinal)).ShouldBe(warns);
    }

    [Theory]
    [InlineData("Production", "365.00:00:00", Year)]
    [InlineData("Production", "1.00:00:00", "max-age=86400")]
    [InlineData("Production", "00:00:00", "")]
    [InlineData("Development", "365.00:00:00", "")]
    public async Task Browsers_keep_to_HTTPS_as_long_as_is_set_and_never_in_Development(string environment, string span, string expected)
    {
        await using var host = await StartAsync(environment, Behind, ("Https:Hsts", span));
        (await host.AskAsync(HttpMethod.Get, "/a", ("X-Forwarded-Proto", "https"))).ShouldBe((200, "", expected));
    }

    [Theory]
    [InlineData("perhaps", 0, 0, "Https:Redirect is 'perhaps'")]
    [InlineData("", 65536, 0, "Https:Port is 65536")]
    [InlineData("", -1, 0, "Https:Port is -1")]
    [InlineData("", 0, -1, "Https:Hsts is -1.00:00:00")]
    public void A_setting_that_cannot_be_is_refused(string redirect, int port, int days, string problem) =>
        new HttpsOptionsValidator().Validate(null, new HttpsOptions { Redirect = redirect, Port = port, Hsts = TimeSpan.FromDays(days) }).FailureMessage.ShouldNotBeNull().ShouldContain(problem);

    [Fact]
    public async Task The_server_itself_answers_probes_over_plain_HTTP_and_nothing_else()
    {
        await using var host = await ServerHost.StartAsync(await TestDatabase.CreateAsync(DatabaseKind.Sqlite), null, ("Https:Redirect", "true"), ("Https:Port", "8443"));
        foreach (var path in new[] { "/health/live", "/health/ready" })
        {
            (await StatusAsync(HttpMethod.Get, path)).ShouldBe(200);
        }

        foreach (var path in new[] { "/", "/ide", "/ide/", "/graphql/schema", "/nowhere" })
        {
            (await StatusAsync(HttpMethod.Get, path)).ShouldBe(307, path);
        }

        foreach (var path in new[] { "/graphql", "/dev/token", "/nowhere" })
        {
            (await StatusAsync(HttpMethod.Post, path)).ShouldBe(403, path);
        }

        async Task<int> StatusAsync(HttpMethod method, string path)
        {
            using var request = new HttpRequestMessage(method, path);
            using var response = await host.Client.SendAsync(request);
            return (int)response.StatusCode;
        }
    }

    private static async Task<Host> StartAsync(string environment, params (string Name, string Value)[] settings)
    {
        var log = new Host.Log();
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Logging.ClearProviders().AddProvider(log);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = Certificate));
        builder.WebHost.UseUrls(settings.FirstOrDefault(x => x.Name == "Urls").Value?.Split(';') ?? ["http://127.0.0.1:0"]);
        builder.Configuration.AddInMemoryCollection(settings.Where(x => x.Name != "Urls").Select(x => new KeyValuePair<string, string?>(x.Name, x.Value)));
        Proxies.Add(builder);
        HttpsOnly.Add(builder);
        var app = builder.Build();
        app.UseMiddleware<SecurityHeaders>();
        Proxies.Use(app);
        app.UseMiddleware<HttpsOnly>();
        app.MapGet("/health", () => "well").AllowPlainHttp();
        app.MapFallback("/{**path}", () => "answered");
        await app.StartAsync();
        return new Host(app, log);
    }

    private static readonly X509Certificate2 Certificate = MadeCertificate();

    private static X509Certificate2 MadeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = new CertificateRequest("CN=graph.example.dk", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>The middleware that checks the scheme, with an endpoint behind it.</summary>
    private sealed class Host(WebApplication app, Host.Log log) : IAsyncDisposable
    {
        public HttpClient Client { get; } = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null && shown.GetCertHashString() == Certificate.GetCertHashString() },
        })
        { BaseAddress = new Uri(app.Urls.First(url => url.StartsWith("http://", StringComparison.Ordinal))) };

        public IReadOnlyCollection<string> Warnings => log.Lines;

        public int HttpsPort => new Uri(app.Urls.Single(url => url.StartsWith("https://", StringComparison.Ordinal))).Port;

        public Task<(int Status, string Location, string Hsts)> AskAsync(HttpMethod method, string path, params (string Name, string Value)[] headers) =>
            SendAsync(method, new Uri(Client.BaseAddress!, path), "graph.example.dk", headers);

        public Task<(int Status, string Location, string Hsts)> AskSecurelyAsync(string host) =>
            SendAsync(HttpMethod.Get, new Uri($"https://127.0.0.1:{HttpsPort}/a"), host, []);

        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            await app.DisposeAsync();
        }

        private async Task<(int Status, string Location, string Hsts)> SendAsync(HttpMethod method, Uri address, string host, (string Name, string Value)[] headers)
        {
            using var request = new HttpRequestMessage(method, address);
            request.Headers.Host = host;
            foreach (var (name, value) in headers)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            using var response = await Client.SendAsync(request);
            return ((int)response.StatusCode, response.Headers.Location?.AbsoluteUri ?? "", response.Headers.TryGetValues("Strict-Transport-Security", out var values) ? values.Single() : "");
        }

        public sealed class Log : ILoggerProvider, ILogger
        {
            private readonly System.Collections.Concurrent.ConcurrentQueue<string> _lines = new();

            public IReadOnlyCollection<string> Lines => _lines;

            public ILogger CreateLogger(string categoryName) => this;

            public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                if (IsEnabled(logLevel))
                {
                    _lines.Enqueue(formatter(state, exception));
                }
            }

            public void Dispose()
            {
            }
        }
    }
}
