using System.Net.Http.Headers;
using System.Text.Json;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Tests.Databases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Integration.Graph.Server.Tests.Identity;

/// <summary>A server on its own port. <c>/caller</c> returns the caller that the server has identified.</summary>
internal sealed class IdentityHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly LogLines _log;

    private IdentityHost(WebApplication app, LogLines log)
    {
        _app = app;
        _log = log;
    }

    public HttpClient Client { get; } = new();
    public string Address => _app.Urls.Single();
    public IServiceProvider Services => _app.Services;
    public IReadOnlyCollection<string> Log => _log.Lines;

    public static Task<IdentityHost> TrustingAsync(OpenIdIssuer issuer, SettableClock clock, params (string Name, string Value)[] settings) => StartAsync(
        "Development", clock,
        [("Authentication:Authority", issuer.Address), ("Authentication:Audience", OpenIdIssuer.Audience), .. settings]);

    public static async Task<IdentityHost> StartAsync(
        string environment, SettableClock clock, params (string Name, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { EnvironmentName = environment });
        var log = new LogLines();
        builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Trace);
        var database = await IdentityWorld.OnAsync(DatabaseKind.Sqlite);
        // Tests send invalid tokens as fast as they can.
        builder.Configuration.AddInMemoryCollection([new("RateLimit:BadTokens", "100000")]);
        builder.Configuration.AddInMemoryCollection(database.Settings).AddInMemoryCollection(
            settings.Select(one => new KeyValuePair<string, string?>(one.Name, one.Value)));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.AddStorage();
        builder.AddIdentity();
        var app = builder.Build();
        app.UseIdentity();
        app.MapDevelopmentSignIn();
        app.MapGet("/caller", (HttpContext context) => context.GetCaller());
        var host = new IdentityHost(app, log);
        try
        {
            await app.StartAsync();
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
        host.Client.BaseAddress = new Uri(host.Address);
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    public Task<HttpResponseMessage> AskAsync(string? token, string? actingRole = null) =>
        AskWithAsync(token is null ? null : "Bearer " + token, actingRole);

    public async Task<HttpResponseMessage> AskWithAsync(string? authorization, string? actingRole = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/caller");
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        if (actingRole is not null)
        {
            request.Headers.TryAddWithoutValidation("Acting-Role", actingRole);
        }

        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task<Caller> CallerAsync(string? token, string? actingRole = null)
    {
        using var response = await AskAsync(token, actingRole);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonSerializer.Deserialize<Caller>(text, JsonSerializerOptions.Web)!;
    }

    /// <summary>Checks all parts of a refusal: status, header and body must agree.</summary>
    public async Task ShouldRefuseAsync(
        string? token, int status, string bearerError, string message, string? actingRole = null)
    {
        using var response = await AskAsync(token, actingRole);
        await ShouldBeRefusalAsync(response, status, bearerError, message);
    }

    public static async Task ShouldBeRefusalAsync(
        HttpResponseMessage response, int status, string bearerError, string message)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        ((int)response.StatusCode).ShouldBe(status, text);
        response.Content.Headers.ContentType.ShouldNotBeNull().MediaType.ShouldBe("application/json");
        response.Headers.CacheControl.ShouldNotBeNull().NoStore.ShouldBeTrue();
        using var body = JsonDocument.Parse(text);
        var error = body.RootElement.GetProperty("errors").EnumerateArray().ShouldHaveSingleItem();
        var said = error.GetProperty("message").GetString().ShouldNotBeNull();
        said.ShouldContain(message);
        error.GetProperty("extensions").GetProperty("code").GetString().ShouldBe(status switch
        {
            401 => "AUTH_NOT_AUTHENTICATED",
            403 => "AUTH_NOT_AUTHORIZED",
            _ => "AUTH_ISSUER_UNAVAILABLE",
        });
        if (status == 503)
        {
            response.Headers.RetryAfter.ShouldNotBeNull();
            return;
        }
        response.Headers.WwwAuthenticate.ShouldHaveSingleItem().ShouldBe(new AuthenticationHeaderValue(
            "Bearer", $"error=\"{bearerError}\", error_description=\"{said}\""));
    }

    private sealed class LogLines : ILoggerProvider, ILogger
    {
        private readonly Lock gate = new();
        private readonly List<string> lines = [];

        public IReadOnlyCollection<string> Lines
        {
            get
            {
                lock (gate)
                {
                    return [.. lines];
                }
            }
        }

        public ILogger CreateLogger(string categoryName) => this;

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            lock (gate)
            {
                lines.Add($"{logLevel}: {formatter(state, exception)} {exception}");
            }
        }

        public void Dispose()
        {
        }
    }
}
