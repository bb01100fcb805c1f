using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;

namespace Integration.Graph.Engine.Types;

/// <summary>
/// Writes JSON into one pooled buffer and can go back to an earlier position. This is how null replaces an object that
/// contains an error; the framework's writer cannot do it.
/// </summary>
public sealed class JsonOutput : IDisposable
{
    // "Unsafe" refers to HTML, in which no response is embedded. Only the characters that JSON requires are escaped.
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
    private static readonly SearchValues<byte> Escaped = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(i => (byte)i), (byte)'"', (byte)'\\']);
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);

    // End of the bytes ever written: bytes after a rewind are still in the buffer.
    private int _furthest;

    /// <summary>Number of bytes written.</summary>
    public int Position { get; private set; }

    /// <summary>The bytes written.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, Position);

    /// <summary>Removes everything that was written after <paramref name="position"/>.</summary>
    public void Rewind(int position)
    {
        _furthest = Math.Max(_furthest, Position);
        Position = position;
    }

    /// <summary>Writes bytes that already are JSON.</summary>
    public void WriteRaw(ReadOnlySpan<byte> json)
    {
        Reserve(json.Length);
        json.CopyTo(_buffer.AsSpan(Position));
        Position += json.Length;
    }

    /// <summary>Writes one ASCII character of the JSON syntax.</summary>
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
            // The unescaped text remains after the position: the escaped text does not overwrite it if it needs a larger buffer.
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

    /// <summary>Writes a finite number; whole numbers without a fraction, as JavaScript does.</summary>
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

    /// <summary>Returns the buffer to the pool.</summary>
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

    /// <summary>Clears the buffer before its return, because the next user of pooled memory could read personal values.</summary>
    private void Return(byte[] buffer)
    {
        buffer.AsSpan(0, Math.Max(_furthest, Position)).Clear();
        ArrayPool<byte>.Shared.Return(buffer);
    }
}
