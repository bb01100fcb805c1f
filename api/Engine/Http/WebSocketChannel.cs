using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Integration.Graph.Engine.Execution;
using Microsoft.Extensions.Logging;

namespace Integration.Graph.Engine.Http;

/// <summary>Sends and receives whole JSON messages over a WebSocket. Aborts if the client does not receive a message.</summary>
internal sealed class WebSocketChannel(WebSocket socket, TimeSpan sendTimeout, ILogger logger, CancellationTokenSource ending) : IDisposable
{
    private const int LongestReason = 123;
    private const int FirstBuffer = 4096;
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(3);
    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 64 };
    private readonly SemaphoreSlim _sending = new(1);

    /// <summary>Whether the server has begun to close. It then sends no more messages and ignores received ones.</summary>
    public bool IsClosing { get; private set; }

    /// <summary>Waits for a message and passes it to the handler. Returns false if the client closes.</summary>
    /// <exception cref="WebSocketProtocolException">The message is not Unicode JSON text, or too large.</exception>
    public async Task<bool> ReceiveAsync(long maxSize, Func<JsonElement, Task> handle)
    {
        // Waits without a buffer, because most connections are idle most of the time.
        var received = await socket.ReceiveAsync(Memory<byte>.Empty, ending.Token);
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        try
        {
            var length = 0;
            while (received.MessageType != WebSocketMessageType.Close && !received.EndOfMessage)
            {
                if (length == buffer.Length)
                {
                    buffer = Grow(buffer, length, maxSize);
                }

                received = await socket.ReceiveAsync(buffer.AsMemory(length), ending.Token);
                length += received.Count;
            }

            if (received.MessageType == WebSocketMessageType.Close)
            {
                await AnswerCloseAsync();
                return false;
            }

            if (!IsClosing)
            {
                await HandleAsync(received.MessageType, buffer.AsMemory(0, length), maxSize, handle);
            }

            return true;
        }
        finally
        {
            // The message can contain a token.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    /// <summary>Sends a message, unless the connection is closing or <paramref name="isMeant"/> returns false.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> message, Func<bool>? isMeant = null)
    {
        await _sending.WaitAsync(ending.Token);
        try
        {
            if (!IsClosing && (isMeant is null || isMeant()))
            {
                var sending = socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, ending.Token);
                if (!sending.IsCompletedSuccessfully)
                {
                    await sending.AsTask().WaitAsync(sendTimeout, ending.Token);
                }
            }
        }
        catch (TimeoutException)
        {
            // A message is stuck halfway, so no reason can be sent.
            Log.SubscriberGivenUp(logger, sendTimeout.TotalSeconds);
            await GiveUpAsync();
            throw new OperationCanceledException(ending.Token);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Closes the connection with a reason and gives the client a short time to confirm.</summary>
    public async Task CloseAsync(int code, string reason)
    {
        try
        {
            if (!await _sending.WaitAsync(CloseTimeout, ending.Token))
            {
                await GiveUpAsync();
                return;
            }

            try
            {
                if (IsClosing)
                {
                    return;
                }

                IsClosing = true;
                ending.CancelAfter(CloseTimeout);
                await socket.CloseOutputAsync((WebSocketCloseStatus)code, Shortened(reason), ending.Token);
            }
            finally
            {
                _sending.Release();
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The client has disconnected.
            socket.Abort();
        }
    }

    /// <summary>Ends the connection without a close message.</summary>
    public void Abort() => socket.Abort();

    public void Dispose() => _sending.Dispose();

    private Task GiveUpAsync()
    {
        socket.Abort();
        return ending.CancelAsync();
    }

    private async Task AnswerCloseAsync()
    {
        await _sending.WaitAsync(ending.Token);
        try
        {
            if (!IsClosing)
            {
                IsClosing = true;
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, ending.Token);
            }
        }
        finally
        {
            _sending.Release();
        }
    }

    private static async Task HandleAsync(WebSocketMessageType type, ReadOnlyMemory<byte> text, long maxSize, Func<JsonElement, Task> handle)
    {
        if (text.Length > maxSize)
        {
            throw TooBig(maxSize);
        }

        if (type != WebSocketMessageType.Text)
        {
            throw new WebSocketProtocolException(WebSocketCloseCode.InvalidMessage, "Invalid message: it is not text.");
        }

        JsonDocument message;
        try
        {
            message = JsonDocument.Parse(text, Json);
        }
        catch (JsonException)
        {
            throw new WebSocketProtocolException(WebSocketCloseCode.InvalidMessage, "Invalid message: it is not valid JSON.");
        }

        using (message)
        {
            if (!JsonUnicode.IsValid(message.RootElement))
            {
                throw new WebSocketProtocolException(WebSocketCloseCode.InvalidMessage, "Invalid message: it is not valid Unicode.");
            }

            await handle(message.RootElement);
        }
    }

    private static byte[] Grow(byte[] buffer, int length, long maxSize)
    {
        if (length > maxSize)
        {
            throw TooBig(maxSize);
        }

        var larger = ArrayPool<byte>.Shared.Rent(length * 2);
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        return larger;
    }

    private static WebSocketProtocolException TooBig(long maxSize) => new(WebSocketCloseCode.MessageTooBig, $"The message is larger than {maxSize} bytes (MaxRequestBodySize).");

    private static string Shortened(string reason)
    {
        while (Encoding.UTF8.GetByteCount(reason) > LongestReason)
        {
            reason = reason[..^1];
        }

        return reason;
    }
}
