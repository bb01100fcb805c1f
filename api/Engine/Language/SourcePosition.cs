using System.Text;

namespace Integration.Graph.Engine.Language;

/// <summary>Converts byte offsets to line and column numbers.</summary>
internal static class SourcePosition
{
    /// <summary>Line and column of a byte offset. Lines end with LF, CR or CRLF (specification: 2.1.2 Line Terminators).</summary>
    public static SourceLocation Locate(ReadOnlySpan<byte> source, int offset)
    {
        var line = 1;
        var lineStart = 0;
        var before = source[..Math.Min(offset, source.Length)];
        while (true)
        {
            var next = before[lineStart..].IndexOfAny((byte)'\n', (byte)'\r');
            if (next < 0)
            {
                return new SourceLocation(line, 1 + Encoding.UTF8.GetCharCount(before[lineStart..]));
            }

            lineStart += next + 1;
            if (before[lineStart - 1] == '\r' && lineStart < before.Length && before[lineStart] == '\n')
            {
                lineStart++;
            }

            line++;
        }
    }

    /// <summary>The offset of the first byte that is not part of a UTF-8 sequence; -1 if the text is valid.</summary>
    public static int FirstInvalidByte(ReadOnlySpan<byte> source)
    {
        if (System.Text.Unicode.Utf8.IsValid(source))
        {
            return -1;
        }

        var position = 0;
        while (Rune.DecodeFromUtf8(source[position..], out _, out var length) == System.Buffers.OperationStatus.Done)
        {
            position += length;
        }

        return position;
    }
}
