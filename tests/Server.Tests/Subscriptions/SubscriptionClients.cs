using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using Integration.Graph.Tests;

[assembly: AssemblyFixture(typeof(Integration.Graph.Server.Tests.Subscriptions.SubscriptionClients))]

namespace Integration.Graph.Server.Tests.Subscriptions;

/// <summary>The clients graphql-ws and graphql-sse in one Node process, started with the first subscription.</summary>
public sealed class SubscriptionClients : IDisposable
{
    private readonly Lazy<Process> _node;
    private readonly ConcurrentDictionary<string, Subscription> _subscriptions = new();
    private readonly Lock _writing = new();
    private int _count;

    public SubscriptionClients() => _node = new Lazy<Process>(Start);

    /// <summary>Subscribes with a real client.</summary>
    /// <param name="transport"><c>ws</c> or <c>sse</c>.</param>
    /// <param name="server">The server's address.</param>
    /// <param name="token">The caller's token.</param>
    /// <param name="document">A subscription.</param>
    internal Subscription Subscribe(string transport, Uri server, string token, string document)
    {
        var id = Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture);
        var subscription = new Subscription(() => Send(new { @do = "stop", id }));
        _subscriptions[id] = subscription;
        Send(new { @do = "subscribe", id, transport, url = new Uri(server, "graphql"), token, query = document });
        return subscription;
    }

    public void Dispose()
    {
        if (!_node.IsValueCreated)
        {
            return;
        }

        _node.Value.StandardInput.Close();
        if (!_node.Value.WaitForExit(5_000))
        {
            _node.Value.Kill();
        }

        _node.Value.Dispose();
    }

    private void Send(object command)
    {
        lock (_writing)
        {
            _node.Value.StandardInput.WriteLine(JsonSerializer.Serialize(command));
            _node.Value.StandardInput.Flush();
        }
    }

    private Process Start()
    {
        var package = new NodePackage(Path.Combine(Folder(), "Client"));
        package.Install();
        var node = package.Start("node", ["client.mjs"]);
        node.ErrorDataReceived += (_, _) => { };
        node.BeginErrorReadLine();
        node.OutputDataReceived += (_, line) =>
        {
            if (line.Data is not null)
            {
                Hand(JsonDocument.Parse(line.Data).RootElement);
            }
        };
        node.BeginOutputReadLine();
        return node;
    }

    private void Hand(JsonElement told) =>
        _subscriptions[told.GetProperty("id").GetString()!].Hear(
            told.GetProperty("event").GetString()!, told.TryGetProperty("payload", out var payload) ? payload : default);

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}

/// <summary>The messages that a client receives for one subscription.</summary>
internal sealed class Subscription(Action stop)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly Channel<(string Event, JsonElement Payload)> _heard = Channel.CreateUnbounded<(string, JsonElement)>();

    /// <summary>Returns the value of the only field of the next result, which must have no errors.</summary>
    public async Task<JsonElement> NextAsync()
    {
        var payload = await ExpectAsync("next");
        payload.TryGetProperty("errors", out _).ShouldBeFalse(payload.ToString());
        return payload.GetProperty("data").EnumerateObject().Single().Value;
    }

    /// <summary>Returns the next message, which must be of this kind.</summary>
    /// <param name="what"><c>next</c>, <c>error</c> or <c>complete</c>.</param>
    public async Task<JsonElement> ExpectAsync(string what)
    {
        using var limit = new CancellationTokenSource(Patience);
        var (heard, payload) = await _heard.Reader.ReadAsync(limit.Token);
        heard.ShouldBe(what, payload.ValueKind == JsonValueKind.Undefined ? "" : payload.ToString());
        return payload;
    }

    /// <summary>Checks that no unread message has arrived.</summary>
    public void ShouldHaveHeardNothing() => _heard.Reader.TryRead(out var heard).ShouldBeFalse($"{heard.Event} {heard.Payload}");

    public void Stop() => stop();

    internal void Hear(string what, JsonElement payload) => _heard.Writer.TryWrite((what, payload)).ShouldBeTrue();
}
