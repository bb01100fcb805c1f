using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
using Integration.Graph.Server.Tests.Mutations;

namespace Integration.Graph.Server.Tests.Sharing;

/// <summary>One server with <see cref="SharingWorld"/> for each database, for all tests that only read.</summary>
public sealed class SharingHosts : IAsyncLifetime
{
    public const string Name = "Sharing";

    private readonly Dictionary<DatabaseKind, ServerHost> _hosts = [];
    private readonly Dictionary<(ServerHost, Asker), string> _tokens = [];

    internal async Task<ServerHost> OnAsync(DatabaseKind kind)
    {
        if (!_hosts.TryGetValue(kind, out var host))
        {
            _hosts.Add(kind, host = await StartAsync(kind));
        }

        return host;
    }

    internal async Task<string> TokenAsync(ServerHost host, Asker asker)
    {
        if (!_tokens.TryGetValue((host, asker), out var token))
        {
            _tokens.Add((host, asker), token = await host.TokenAsync(asker.Role, asker.Scope));
        }

        return token;
    }

    /// <summary>Starts a server for one test.</summary>
    internal static async Task<ServerHost> StartAsync(DatabaseKind kind)
    {
        var database = await TestDatabase.WithTestCountryAsync(kind);
        await using (var db = database.CreateContext())
        {
            await SharingWorld.StoreAsync(db);
        }
        // In one operation, the tests request everything that a role may see.
        return await ServerHost.StartAsync(database, new ManualClock { Now = SharingWorld.Now }, ("GraphQL:MaxCost", "1000000"));
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts.Values)
        {
            await host.DisposeAsync();
        }
    }
}

[CollectionDefinition(SharingHosts.Name)]
public sealed class SharingCollection : ICollectionFixture<SharingHosts>;
