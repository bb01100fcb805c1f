using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Sharing;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
using Integration.Graph.Server.Tests.Mutations;
using Microsoft.Extensions.Logging;

namespace Integration.Graph.Server.Tests.Sharing.NonInterference;

/// <summary>The complete response, which must be the same in two worlds.</summary>
internal sealed record WholeAnswer(int Status, string Headers, string Body);

/// <summary>A server whose world is exchanged while it runs. Its clock does not move.</summary>
internal sealed class WorldServer : IAsyncDisposable
{
    public static readonly SharingPolicy Policy = new();
    public static readonly Engine.Types.Schema Full = SchemaBuilder.Build(Policy, typeof(SharingPolicy).Assembly.GetTypes());

    private readonly Dictionary<Asker, string> _tokens = [];
    private readonly GraphContext _db;

    private WorldServer(ServerHost host)
    {
        Host = host;
        _db = host.Database.CreateContext();
    }

    public ServerHost Host { get; }

    /// <summary>Starts the server on a country with a first world.</summary>
    /// <param name="kind">Which database.</param>
    /// <param name="first">The first world. Its volunteers can sign in.</param>
    /// <param name="log">Receives every log entry.</param>
    /// <param name="prepare">Adds the data to the country that the first world needs.</param>
    /// <param name="pageSize">The largest page.</param>
    /// <param name="settings">Settings in addition to those of these tests.</param>
    public static async Task<WorldServer> StartAsync(
        DatabaseKind kind, GeneratedWorld first, ILoggerProvider? log = null, Func<GraphContext, Task>? prepare = null, int pageSize = 100, params (string Name, string Value)[] settings)
    {
        var database = await TestDatabase.WithTestCountryAsync(kind);
        await using (var db = database.CreateContext())
        {
            await (prepare?.Invoke(db) ?? Task.CompletedTask);
            await WorldStore.ReplaceAsync(db, first);
        }

        return new WorldServer(await ServerHost.StartAsync(
            database, new ManualClock { Now = SharingWorld.Now }, log, [("GraphQL:MaxCost", "1000000000"), ("GraphQL:MaxAliases", "1000"), ("GraphQL:PlanCacheSize", "100000000"),
            ("GraphQL:MaxPageSize", pageSize.ToString(CultureInfo.InvariantCulture)), ("GraphQL:DefaultPageSize", Math.Min(25, pageSize).ToString(CultureInfo.InvariantCulture)), .. settings]));
    }

    public static SchemaView ViewOf(Asker? asker) => new(Full, Policy, asker is null ? "" : asker.Role.InTokens());

    public Task ReplaceAsync(GeneratedWorld world) => WorldStore.ReplaceAsync(_db, world);

    public async Task<string?> TokenAsync(Asker? asker)
    {
        if (asker is null)
        {
            return null;
        }

        if (!_tokens.TryGetValue(asker, out var token))
        {
            _tokens.Add(asker, token = await Host.TokenAsync(asker.Role, asker.Scope));
        }

        return token;
    }

    public async Task<WholeAnswer> AskAsync(string? token, string document, object? variables = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = document, variables }) };
        return await SendAsync(request, token);
    }

    public async Task<WholeAnswer> SendAsync(HttpRequestMessage request, string? token)
    {
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        using var response = await Host.Client.SendAsync(request);
        // The web server's date advances while the tests' clock does not.
        var headers = string.Join('\n', response.Headers.Concat(response.Content.Headers).Where(h => h.Key != "Date").Select(h => $"{h.Key}: {string.Join(',', h.Value)}").Order(StringComparer.Ordinal));
        return new WholeAnswer((int)response.StatusCode, headers, await response.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _db.DisposeAsync();
        await Host.DisposeAsync();
    }
}
