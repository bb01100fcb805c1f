using Integration.Graph.Server.Tests.Clients;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;

[assembly: AssemblyFixture(typeof(FrontEndServer))]

namespace Integration.Graph.Server.Tests.Clients;

/// <summary>One server with the demonstration world of the README's first command, for tests that act as a front end.</summary>
public sealed class FrontEndServer : IAsyncDisposable
{
    private readonly Lazy<Task<ServerHost>> _host = new(() => Task.Run(async () =>
        await ServerHost.StartAsync(await TestDatabase.CreateAsync(DatabaseKind.Sqlite), settings: [("Demo:Refugees", "2000")])));

    internal Task<ServerHost> HostAsync => _host.Value;

    public async ValueTask DisposeAsync()
    {
        if (_host.IsValueCreated)
        {
            await (await _host.Value).DisposeAsync();
        }
    }
}
