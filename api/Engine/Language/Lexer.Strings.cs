using System.Text;

namespace Integration.Graph.Engine.Language;

/// <remarks>Specification: 2.9.4 String Value.</remarks>
internal ref partial struct Lexer
{
    /// <summary>The value of the current token, which must be a string: escapes resolved, a block's indent removed.</summary>
    public readonly string StringValue()
    {
        var text = Text;
        if (Kind == TokenKind.BlockString)
        {
            return BlockString.Value(text[3..^3]);
        }

        var body = text[1..^1];
        return body.Contains((byte)'\\') ? Unescape(body) : Encoding.UTF8.GetString(body);
    }

    private void ReadStringToken(int start)
    {
        if (_source[start..].StartsWith("\"\"\""u8))
        {
            ReadBlockString(start);
            return;
        }

        var position = start + 1;
        while (true)
        {
            var next = _source[position..].IndexOfAny("\"\\\n\r"u8);
            if (next < 0)
            {
                throw Error(_source.Length, "Unterminated string.");
            }

            position += next;
            switch (_source[position])
            {
                case (byte)'"':
                    SetToken(TokenKind.String, start, position + 1);
                    return;
                case (byte)'\\':
                    position += ReadEscape(position, out _);
                    break;
                default:
                    throw Error(position, "Unterminated string.");
            }
        }
    }

    private void ReadBlockString(int start)
    {
        var position = start + 3;
        while (true)
        {
            var next = _source[position..].IndexOf("\"\"\""u8);
            if (next < 0)
            {
                throw Error(_source.Length, "Unterminated string.");
            }

            position += next + 3;
            if (_source[position - 4] == '\\' && position - 4 >= start + 3)
            {
                continue;
            }

            SetToken(TokenKind.BlockString, start, position);
            return;
        }
    }

    /// <summary>Reads the escape sequence that begins at a backslash and returns its length in bytes.</summary>
    private readonly int ReadEscape(int position, out Rune value)
    {
        var letter = ByteAt(position + 1);
        if (letter == 'u')
        {
            return ByteAt(position + 2) == '{'
                ? ReadUnicodeInBraces(position, out value)
                : ReadFixedUnicode(position, out value);
        }

        value = letter switch
        {
            '"' => new Rune('"'),
            '\\' => new Rune('\\'),
            '/' => new Rune('/'),
            'b' => new Rune('\b'),
            'f' => new Rune('\f'),
            'n' => new Rune('\n'),
            'r' => new Rune('\r'),
            't' => new Rune('\t'),
            _ => throw Error(position, $"Invalid character escape sequence: \"{Slice(position, 2)}\"."),
        };
        return 2;
    }

    /// <summary>Reads <c>\u{1F600}</c>: 1 to 8 hexadecimal digits that form a Unicode scalar value.</summary>
    private readonly int ReadUnicodeInBraces(int position, out Rune value)
    {
        var size = 3;
        var point = 0;
        while (size < 12)
        {
            var b = ByteAt(position + size++);
            if (b == '}')
            {
                if (size < 5 || !Rune.TryCreate(point, out value))
                {
                    break;
                }

                return size;
            }

            point = (point << 4) | HexDigit(b);
            if (point < 0)
            {
                break;
            }
        }

        throw Error(position, $"Invalid Unicode escape sequence: \"{Slice(position, size)}\".");
    }

    /// <summary>Reads <c>\u00E6</c>, or two such escapes that form a surrogate pair.</summary>
    private readonly int ReadFixedUnicode(int position, out Rune value)
    {
        var code = Read16Bits(position + 2);
        if (code >= 0 && Rune.TryCreate(code, out value))
        {
            return 6;
        }

        if (code >= 0 && char.IsHighSurrogate((char)code) && ByteAt(position + 6) == '\\' && ByteAt(position + 7) == 'u')
        {
            var low = Read16Bits(position + 8);
            if (low >= 0 && Rune.TryCreate((char)code, (char)low, out value))
            {
                return 12;
            }
        }

        throw Error(position, $"Invalid Unicode escape sequence: \"{Slice(position, 6)}\".");
    }

    /// <summary>The value of four hexadecimal digits; negative if one of them is not a hexadecimal digit.</summary>
    private readonly int Read16Bits(int position) =>
        (HexDigit(ByteAt(position)) << 12)
        | (HexDigit(ByteAt(position + 1)) << 8)
        | (HexDigit(ByteAt(position + 2)) << 4)
        | HexDigit(ByteAt(position + 3));

    private static int HexDigit(int b) => b switch
    {
        >= '0' and <= '9' => b - '0',
        >= 'A' and <= 'F' => b - 'A' + 10,
        >= 'a' and <= 'f' => b - 'a' + 10,
        _ => -1,
    };

    /// <summary>At most <paramref name="length"/> UTF-16 code units of the text, for an error message.</summary>
    private readonly string Slice(int position, int length)
    {
        var result = new StringBuilder(length);
        var rest = _source[position..];
        while (result.Length < length && Rune.DecodeFromUtf8(rest, out var rune, out var size) == System.Buffers.OperationStatus.Done)
        {
            // Half of a surrogate pair cannot be shown.
            result.Append(result.Length + rune.Utf16SequenceLength <= length ? rune.ToString() : "\uFFFD");
            rest = rest[size..];
        }

        return result.ToString();
    }

    private readonly string Unescape(ReadOnlySpan<byte> body)
    {
        var result = new StringBuilder(body.Length);
        var offset = Start + 1;
        while (!body.IsEmpty)
        {
            var next = body.IndexOf((byte)'\\');
            var plain = next < 0 ? body : body[..next];
            result.Append(Encoding.UTF8.GetString(plain));
            if (next < 0)
            {
                break;
            }

            var size = ReadEscape(offset + next, out var value);
            result.Append(value.ToString());
            body = body[(next + size)..];
            offset += next + size;
        }

        return result.ToString();
    }
}
