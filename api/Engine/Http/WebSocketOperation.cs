using Integration.Graph.Engine.Execution;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Http;

/// <summary>One operation on a WebSocket. After the client has stopped it, no more messages are sent for it.</summary>
internal sealed class WebSocketOperation(string id, WebSocketChannel channel, CancellationToken connection) : IDisposable
{
    private readonly CancellationTokenSource _stopping = CancellationTokenSource.CreateLinkedTokenSource(connection);
    private readonly CancellationToken _connection = connection;
    private volatile bool _isStopped;

    public string Id { get; } = id;

    /// <summary>Cancelled when the client stops the operation, or when the connection ends.</summary>
    public CancellationToken Stopping => _stopping.Token;

    public bool IsStopped => _isStopped || _connection.IsCancellationRequested;

    /// <summary>The task of the running operation.</summary>
    public Task Running { get; set; } = Task.CompletedTask;

    /// <summary>Stops the operation at the client's request.</summary>
    public async Task StopAsync()
    {
        _isStopped = true;
        try
        {
            await _stopping.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The operation has ended meanwhile.
        }
    }

    /// <summary>Sends a result.</summary>
    /// <param name="write">Writes the result; returns false if there is nothing to send.</param>
    public async Task SendNextAsync(Func<JsonOutput, Task<bool>> write)
    {
        using var output = new JsonOutput();
        Begin(output, "next");
        output.WriteRaw(",\"payload\":"u8);
        if (await write(output))
        {
            output.WriteRaw((byte)'}');
            await SendAsync(output);
        }
    }

    public async Task SendCompleteAsync()
    {
        using var output = new JsonOutput();
        Begin(output, "complete");
        output.WriteRaw((byte)'}');
        await SendAsync(output);
    }

    /// <summary>Ends the operation with errors, if the client is still connected.</summary>
    public async Task TrySendErrorsAsync(IReadOnlyList<GraphQLError> errors)
    {
        using var output = new JsonOutput();
        Begin(output, "error");
        output.WriteRaw(",\"payload\":"u8);
        RequestExecutor.WriteErrors(output, errors);
        output.WriteRaw((byte)'}');
        try
        {
            await SendAsync(output);
        }
        catch (Exception exception) when (exception is System.Net.WebSockets.WebSocketException or OperationCanceledException)
        {
            // The client has disconnected.
        }
    }

    public void Dispose() => _stopping.Dispose();

    private void Begin(JsonOutput output, string type)
    {
        output.WriteRaw("{\"id\":"u8);
        output.WriteStringValue(Id);
        output.WriteRaw(",\"type\":"u8);
        output.WriteStringValue(type);
    }

    private Task SendAsync(JsonOutput output) => channel.SendAsync(output.Written, () => !IsStopped);
}
