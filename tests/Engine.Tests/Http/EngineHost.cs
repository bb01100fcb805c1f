using Integration.Graph.Engine.Execution;
using Integration.Graph.Engine.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Integration.Graph.Engine.Tests.Http;

/// <summary>A service with the engine and some types only, on its own port.</summary>
internal sealed class EngineHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private EngineHost(WebApplication app)
    {
        _app = app;
        Client = new HttpClient { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()) };
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<EngineHost> StartAsync(Type[] types, Action<GraphQLOptions> configure, Action<IServiceCollection>? add = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        add?.Invoke(builder.Services);
        builder.Services.AddGraphQLServer(types, (options, _) => configure(options));
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapGraphQL();
        await app.StartAsync();
        return new EngineHost(app);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
