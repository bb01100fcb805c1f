using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Integration.Graph.Benchmarks.ByHand;

/// <summary>A pooled buffer and a JSON writer over it, for one response.</summary>
internal sealed class ByHandAnswer
{
    private static readonly ConcurrentBag<ByHandAnswer> Free = [];
    private readonly ArrayBufferWriter<byte> _buffer = new(16 * 1024);

    private ByHandAnswer() => Json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    public Utf8JsonWriter Json { get; }

    public static ByHandAnswer Rent() => Free.TryTake(out var free) ? free : new ByHandAnswer();

    /// <summary>Sends the written JSON and returns the buffer to the pool.</summary>
    public async Task SendAsync(HttpContext http)
    {
        Json.Flush();
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.ContentLength = _buffer.WrittenCount;
        http.Response.Headers.CacheControl = "no-store";
        await http.Response.Body.WriteAsync(_buffer.WrittenMemory);
        _buffer.ResetWrittenCount();
        Json.Reset();
        Free.Add(this);
    }
}
