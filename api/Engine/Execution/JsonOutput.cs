using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;

namespace Integration.Graph.Engine.Execution;

/// <summary>
/// Writes JSON into one pooled buffer and can go back to an earlier position. The framework's writer cannot, and
/// going back is how null takes the place of an object that turned out to hold an error.
/// </summary>
public sealed class JsonOutput : IDisposable
{
    // "Unsafe" inside HTML, where an answer is never put as it is: only what JSON demands is escaped.
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
    private static readonly SearchValues<byte> Escaped = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(i => (byte)i), (byte)'"', (byte)'\\']);
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);

    // What was written once and dropped is still in the buffer.
    private int _furthest;

    /// <summary>How much has been written, in bytes.</summary>
    public int Position { get; private set; }

    /// <summary>What has been written.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, Position);

    /// <summary>Drops all that was written after <paramref name="position"/>.</summary>
    public void Rewind(int position)
    {
        _furthest = Math.Max(_furthest, Position);
        Position = position;
    }

    /// <summary>Writes bytes that are JSON already.</summary>
    public void WriteRaw(ReadOnlySpan<byte> json)
    {
        Reserve(json.Length);
        json.CopyTo(_buffer.AsSpan(Position));
        Position += json.Length;
    }

    /// <summary>Writes one ASCII character of JSON's own.</summary>
    public void WriteRaw(byte character)
    {
        Reserve(1);
        _buffer[Position++] = character;
    }

    /// <summary>Writes a string value.</summary>
    public void WriteStringValue(ReadOnlySpan<char> value)
    {
        Reserve((value.Length * 3) + 2);
        _buffer[Position++] = (byte)'"';
        var written = Encoding.UTF8.GetBytes(value, _buffer.AsSpan(Position));
        if (_buffer.AsSpan(Position, written).ContainsAny(Escaped))
        {
            // It stands behind the position, where the escaped text may not come if that needs a larger buffer.
            _furthest = Math.Max(_furthest, Position + written);
            WriteEscaped(value);
        }
        else
        {
            Position += written;
        }

        WriteRaw((byte)'"');
    }

    /// <summary>Writes an integer.</summary>
    public void WriteNumberValue(long value)
    {
        Reserve(20);
        Utf8Formatter.TryFormat(value, _buffer.AsSpan(Position), out var written);
        Position += written;
    }

    /// <summary>Writes a finite number; whole ones without a fraction, as JavaScript does.</summary>
    public void WriteNumberValue(double value)
    {
        Reserve(32);
        value.TryFormat(_buffer.AsSpan(Position), out var written, "R", System.Globalization.CultureInfo.InvariantCulture);
        Position += written;
    }

    /// <summary>Writes <c>true</c> or <c>false</c>.</summary>
    public void WriteBooleanValue(bool value) => WriteRaw(value ? "true"u8 : "false"u8);

    /// <summary>Writes <c>null</c>.</summary>
    public void WriteNullValue() => WriteRaw("null"u8);

    /// <summary>Writes <c>"name":</c>.</summary>
    public void WritePropertyName(string name)
    {
        WriteStringValue(name);
        WriteRaw((byte)':');
    }

    /// <summary>Gives the buffer back.</summary>
    public void Dispose()
    {
        var buffer = _buffer;
        _buffer = [];
        if (buffer.Length > 0)
        {
            Return(buffer);
        }
    }

    private void WriteEscaped(ReadOnlySpan<char> value)
    {
        Span<char> escaped = value.Length <= 256 ? stackalloc char[value.Length * 6] : new char[value.Length * 6];
        Encoder.Encode(value, escaped, out _, out var length);
        Reserve((length * 3) + 1);
        Position += Encoding.UTF8.GetBytes(escaped[..length], _buffer.AsSpan(Position));
    }

    private void Reserve(int count)
    {
        if (_buffer.Length - Position >= count)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, Position + count));
        _buffer.AsSpan(0, Position).CopyTo(larger);
        Return(_buffer);
        _buffer = larger;
    }

    /// <summary>Pooled memory is seen by whoever rents it next, and it held personal values.</summary>
    private void Return(byte[] buffer)
    {
        buffer.AsSpan(0, Math.Max(_furthest, Position)).Clear();
        ArrayPool<byte>.Shared.Return(buffer);
    }
}
