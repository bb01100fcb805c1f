using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Tests.Databases;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Integration.Graph.Server.Tests.Hosting;

/// <summary>
/// The program in Development, on its own port and database. Tests use it as its clients do: over HTTP, with tokens of its
/// own issuer.
/// </summary>
internal sealed class ServerHost : IAsyncDisposable
{
    /// <summary>
    /// Protects the secrets in the tests' databases. All servers use the same key, because some share a database.
    /// </summary>
    public const string SecretsKey = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    // No test changes appsettings.json. To detect changes, each server would watch every folder below api/Server.
    static ServerHost() => Environment.SetEnvironmentVariable("DOTNET_hostBuilder__reloadConfigOnChange", "false");

    private readonly Factory _factory;
    private readonly DirectoryInfo _folder;

    private ServerHost(Factory factory, TestDatabase database, DirectoryInfo folder)
    {
        _factory = factory;
        _folder = folder;
        Database = database;
        // The factory has set the base address to the server's port.
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = factory.ClientOptions.BaseAddress };
    }

    public TestDatabase Database { get; }

    /// <summary>A client without a token. Its base address is the server's.</summary>
    public HttpClient Client { get; }

    public IServiceProvider Services => _factory.Services;

    /// <summary>
    /// The server's log entries of level Warning and above, one per line. The summary of refused tokens is excluded: it is
    /// logged once a minute, which some runs of a test reach and others do not.
    /// </summary>
    public IReadOnlyCollection<string> Complaints =>
        [.. _factory.Log.Lines.Where(line => !line.Contains("refused because of their token", StringComparison.Ordinal))];

    /// <summary>The folder of the published statistics site, if a test sets <c>Coverage:Schedule</c>.</summary>
    public string SiteFolder => Path.Combine(_folder.FullName, "site");

    /// <summary>Starts the server. Keeps the content of the database.</summary>
    /// <param name="database">The database. The host disposes of it.</param>
    /// <param name="clock">The server's clock; null for the system clock.</param>
    /// <param name="settings">Settings in addition to those of every test.</param>
    public static Task<ServerHost> StartAsync(TestDatabase database, TimeProvider? clock = null, params (string Name, string Value)[] settings) =>
        StartAsync(database, clock, null, null, settings);

    /// <summary>Starts the server with an additional log provider, which receives every log entry.</summary>
    public static Task<ServerHost> StartAsync(
        TestDatabase database, TimeProvider? clock, ILoggerProvider? log, params (string Name, string Value)[] settings) =>
        StartAsync(database, clock, log, null, settings);

    /// <summary>Starts the server with an interceptor of its database commands.</summary>
    public static Task<ServerHost> StartAsync(TestDatabase database, TimeProvider? clock, IInterceptor interceptor) =>
        StartAsync(database, clock, null, interceptor, []);

    private static async Task<ServerHost> StartAsync(
        TestDatabase database, TimeProvider? clock, ILoggerProvider? log, IInterceptor? interceptor, (string Name, string Value)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("integration-graph-host-");
        var all = new Dictionary<string, string?>(database.Settings)
        {
            // Tests of one class share a server and send requests as fast as they can.
            ["RateLimit:RequestsPerSecond"] = "100000",
            ["RateLimit:Burst"] = "100000",
            ["RateLimit:BadTokens"] = "100000",
            ["Demo:Refugees"] = "0",
            ["Coverage:Schedule"] = "never",
            ["FollowUp:Schedule"] = "never",
            ["Secrets:Key"] = SecretsKey,
            ["Coverage:Output"] = Path.Combine(folder.FullName, "site"),
        };
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        var factory = new Factory(all, clock, log, interceptor);
        try
        {
            factory.UseKestrel(0);
            // The start waits until the database is ready.
            await Task.Run(factory.StartServer);
            return new ServerHost(factory, database, folder);
        }
        catch
        {
            await factory.DisposeAsync();
            folder.Delete(recursive: true);
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns a token with one role from the development issuer.</summary>
    /// <param name="role">The role.</param>
    /// <param name="scope">Code, slug or number of the scope; null for national roles.</param>
    public async Task<string> TokenAsync(Role role, string? scope = null)
    {
        var body = new Dictionary<string, string> { ["role"] = role.InTokens() };
        if (scope is not null)
        {
            body[role.ScopeClaim() ?? throw new ArgumentException($"{role} has no scope.", nameof(scope))] = scope;
        }

        using var response = await Client.PostAsJsonAsync("/dev/token", body);
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue(text);
        using var answer = JsonDocument.Parse(text);
        return answer.RootElement.GetProperty("access_token").GetString()!;
    }

    /// <summary>Sends a POST request and returns the response, whatever its status.</summary>
    /// <param name="token">The caller's token; null for none.</param>
    /// <param name="document">The GraphQL document.</param>
    /// <param name="variables">Any value that serialises to a JSON object; null for none.</param>
    /// <param name="operationName">The operation of the document to run; null if there is only one.</param>
    /// <param name="idempotencyKey">Value of the header `Idempotency-Key`; null for none.</param>
    public async Task<GraphQLAnswer> QueryAsync(
        string? token, string document, object? variables = null, string? operationName = null, string? idempotencyKey = null)
    {
        var body = new Dictionary<string, object?> { ["query"] = document };
        if (variables is not null)
        {
            body["variables"] = variables;
        }

        if (operationName is not null)
        {
            body["operationName"] = operationName;
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(body) };
        if (idempotencyKey is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        }

        return await SendAsync(request, token);
    }

    /// <summary>Sends a GET request.</summary>
    public async Task<GraphQLAnswer> GetAsync(string? token, string document)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/graphql?query=" + Uri.EscapeDataString(document));
        return await SendAsync(request, token);
    }

    /// <summary>Requests a page.</summary>
    public async Task<PageAnswer> PageAsync(string? token, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await Client.SendAsync(request);
        return new PageAnswer(response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers);
    }

    public async Task DoAsync(Func<GraphContext, Task> step)
    {
        await using var db = Database.CreateContext();
        await step(db);
    }

    public async Task<T> DoAsync<T>(Func<GraphContext, Task<T>> step)
    {
        await using var db = Database.CreateContext();
        return await step(db);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _factory.DisposeAsync();
        _folder.Delete(recursive: true);
        await Database.DisposeAsync();
    }

    private async Task<GraphQLAnswer> SendAsync(HttpRequestMessage request, string? token)
    {
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/graphql-response+json"));
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        using var response = await Client.SendAsync(request);
        return new GraphQLAnswer((int)response.StatusCode, await response.Content.ReadAsStringAsync(), () => Complaints);
    }

    private sealed class Factory(IReadOnlyDictionary<string, string?> settings, TimeProvider? clock, ILoggerProvider? log, IInterceptor? interceptor)
        : WebApplicationFactory<GraphContext>
    {
        public Complaining Log { get; } = new();

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Development");
            foreach (var (name, value) in settings)
            {
                builder.UseSetting(name, value);
            }

            builder.ConfigureLogging(logging =>
            {
                logging.ClearProviders().AddProvider(Log);
                if (log is not null)
                {
                    logging.AddProvider(log);
                }
            });
            if (clock is not null)
            {
                builder.ConfigureTestServices(services => services.AddSingleton(clock));
            }

            if (interceptor is not null)
            {
                builder.ConfigureTestServices(services => services.ConfigureDbContext<GraphContext>(options => options.AddInterceptors(interceptor)));
            }
        }
    }

    private sealed class Complaining : ILoggerProvider, ILogger
    {
        private readonly Lock _gate = new();
        private readonly List<string> _lines = [];

        public IReadOnlyCollection<string> Lines
        {
            get
            {
                lock (_gate)
                {
                    return [.. _lines];
                }
            }
        }

        public ILogger CreateLogger(string categoryName) => this;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
            {
                return;
            }

            lock (_gate)
            {
                _lines.Add($"{logLevel}: {formatter(state, exception)} {exception}");
            }
        }

        public void Dispose()
        {
        }
    }
}
