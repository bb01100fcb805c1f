using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Integration.Graph.Server.Tests.Http;

/// <summary>A collector that receives OTLP over HTTP and keeps the bodies.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Path, string Key, byte[] Body)> _bodies;

    private Collector(WebApplication app, ConcurrentQueue<(string Path, string Key, byte[] Body)> bodies)
    {
        (_app, _bodies) = (app, bodies);
        Address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
    }

    public string Address { get; }

    /// <summary>The path of each request and its header <c>x-key</c>.</summary>
    public IReadOnlyList<(string Path, string Key)> Requests => [.. _bodies.Select(x => (x.Path, x.Key))];

    /// <summary>All bodies as text. Names and values of attributes are readable in this binary encoding.</summary>
    public string Sent => string.Concat(_bodies.Select(x => Encoding.UTF8.GetString(x.Body)));

    /// <summary>
    /// Waits until a text has arrived. A stopping server discards telemetry that it cannot export within five seconds.
    /// </summary>
    public async Task ReceivesAsync(string text)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!limit.IsCancellationRequested && !Sent.Contains(text, StringComparison.Ordinal))
        {
            await Task.Delay(50, CancellationToken.None);
        }

        Sent.ShouldContain(text, Case.Sensitive);
    }

    public static async Task<Collector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var bodies = new ConcurrentQueue<(string, string, byte[])>();
        app.MapPost("/{**path}", async (HttpContext http) =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            bodies.Enqueue((http.Request.Path.Value!, http.Request.Headers["x-key"].ToString(), body.ToArray()));
        });
        await app.StartAsync();
        return new Collector(app, bodies);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
