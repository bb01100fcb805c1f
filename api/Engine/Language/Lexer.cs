using System.Text;

namespace Integration.Graph.Engine.Language;

/// <summary>Splits UTF-8 text into tokens. Holds one token at a time and allocates nothing.</summary>
/// <remarks>Specification: 2.1 Source Text. The text must be valid UTF-8; the parser checks this first.</remarks>
internal ref partial struct Lexer(ReadOnlySpan<byte> source)
{
    private readonly ReadOnlySpan<byte> _source = source;

    /// <summary>Kind of the current token.</summary>
    public TokenKind Kind { get; private set; } = TokenKind.StartOfFile;

    /// <summary>Offset of the current token's first byte.</summary>
    public int Start { get; private set; }

    /// <summary>Offset after the current token's last byte.</summary>
    public int End { get; private set; }

    /// <summary>Offset after the last byte of the previous token.</summary>
    public int PreviousEnd { get; private set; }

    /// <summary>The bytes of the current token.</summary>
    public readonly ReadOnlySpan<byte> Text => _source[Start..End];

    /// <summary>Moves to the next token and skips white space, commas and comments.</summary>
    public void Advance()
    {
        PreviousEnd = End;
        var position = SkipIgnored(End);
        if (position >= _source.Length)
        {
            SetToken(TokenKind.EndOfFile, _source.Length, _source.Length);
            return;
        }

        var first = _source[position];
        if (IsNameStart(first))
        {
            var end = position + 1;
            while (end < _source.Length && IsNameContinue(_source[end]))
            {
                end++;
            }

            SetToken(TokenKind.Name, position, end);
            return;
        }

        switch (first)
        {
            case (byte)'!': SetToken(TokenKind.Bang, position, position + 1); return;
            case (byte)'$': SetToken(TokenKind.Dollar, position, position + 1); return;
            case (byte)'&': SetToken(TokenKind.Ampersand, position, position + 1); return;
            case (byte)'(': SetToken(TokenKind.ParenthesisLeft, position, position + 1); return;
            case (byte)')': SetToken(TokenKind.ParenthesisRight, position, position + 1); return;
            case (byte)':': SetToken(TokenKind.Colon, position, position + 1); return;
            case (byte)'=': SetToken(TokenKind.EqualsSign, position, position + 1); return;
            case (byte)'@': SetToken(TokenKind.At, position, position + 1); return;
            case (byte)'[': SetToken(TokenKind.BracketLeft, position, position + 1); return;
            case (byte)']': SetToken(TokenKind.BracketRight, position, position + 1); return;
            case (byte)'{': SetToken(TokenKind.BraceLeft, position, position + 1); return;
            case (byte)'|': SetToken(TokenKind.Pipe, position, position + 1); return;
            case (byte)'}': SetToken(TokenKind.BraceRight, position, position + 1); return;
            case (byte)'.': ReadSpread(position); return;
            case (byte)'"': ReadStringToken(position); return;
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9'): ReadNumber(position); return;
            case (byte)'\'':
                throw Error(
                    position, "Unexpected single quote character ('), did you mean to use a double quote (\")?");
            default:
                throw Error(position, $"Unexpected character: {CodePointAt(position)}.");
        }
    }

    /// <summary>Creates the error for a grammar violation at an offset.</summary>
    public readonly GraphQLSyntaxException Error(int position, string message) =>
        new($"Syntax Error: {message}", SourcePosition.Locate(_source, position));

    /// <summary>Creates the error for a document that exceeds a limit.</summary>
    public readonly GraphQLSyntaxException OverLimit(string limit, string message) =>
        new($"Syntax Error: {message} ({limit}). Parsing aborted.", SourcePosition.Locate(_source, Start)) { Limit = limit };

    private void SetToken(TokenKind kind, int start, int end)
    {
        Kind = kind;
        Start = start;
        End = end;
    }

    /// <summary>Specification: 2.1.7 Ignored Tokens. A byte-order mark is allowed anywhere between tokens.</summary>
    private readonly int SkipIgnored(int position)
    {
        while (position < _source.Length)
        {
            switch (_source[position])
            {
                case (byte)' ' or (byte)'\t' or (byte)',' or (byte)'\n' or (byte)'\r':
                    position++;
                    continue;
                case (byte)'#':
                    var lineEnd = _source[position..].IndexOfAny((byte)'\n', (byte)'\r');
                    position = lineEnd < 0 ? _source.Length : position + lineEnd;
                    continue;
                case 0xEF when _source[position..].StartsWith("\uFEFF"u8):
                    position += 3;
                    continue;
            }

            break;
        }

        return position;
    }

    private void ReadSpread(int position)
    {
        var rest = _source[position..];
        if (rest.StartsWith("..."u8))
        {
            SetToken(TokenKind.Spread, position, position + 3);
            return;
        }

        if (rest.StartsWith(".."u8))
        {
            throw Error(position, "Unexpected \"..\", did you mean \"...\"?");
        }

        if (IsDigit(ByteAt(position + 1)))
        {
            var digits = Encoding.ASCII.GetString(_source[(position + 1)..SkipDigits(position + 1)]);
            throw Error(position, $"Invalid number, expected digit before \".\", did you mean \"0.{digits}\"?");
        }

        throw Error(position, $"Unexpected character: {CodePointAt(position)}.");
    }

    /// <summary>Specification: 2.9.1 Int Value and 2.9.2 Float Value, with their lookahead restrictions.</summary>
    private void ReadNumber(int start)
    {
        var position = start;
        var kind = TokenKind.Int;
        if (ByteAt(position) == '-')
        {
            position++;
        }

        if (ByteAt(position) == '0')
        {
            position++;
            if (IsDigit(ByteAt(position)))
            {
                throw Error(position, $"Invalid number, unexpected digit after 0: {CodePointAt(position)}.");
            }
        }
        else
        {
            position = ReadDigits(position);
        }

        if (ByteAt(position) == '.')
        {
            kind = TokenKind.Float;
            position = ReadDigits(position + 1);
        }

        if (ByteAt(position) is 'e' or 'E')
        {
            kind = TokenKind.Float;
            position++;
            position = ReadDigits(ByteAt(position) is '+' or '-' ? position + 1 : position);
        }

        if (ByteAt(position) == '.' || IsNameStart((byte)ByteAt(position)))
        {
            throw Error(position, $"Invalid number, expected digit but got: {CodePointAt(position)}.");
        }

        SetToken(kind, start, position);
    }

    private readonly int ReadDigits(int position) => IsDigit(ByteAt(position))
        ? SkipDigits(position)
        : throw Error(position, $"Invalid number, expected digit but got: {CodePointAt(position)}.");

    private readonly int SkipDigits(int position)
    {
        while (IsDigit(ByteAt(position)))
        {
            position++;
        }

        return position;
    }

    /// <summary>The byte at an offset. Returns NUL, which no grammar rule expects, after the end of the text.</summary>
    private readonly int ByteAt(int position) => position < _source.Length ? _source[position] : 0;

    private static bool IsDigit(int b) => (uint)(b - '0') <= 9;

    private static bool IsNameStart(byte b) => (uint)((b | 0x20) - 'a') <= 'z' - 'a' || b == '_';

    private static bool IsNameContinue(byte b) => IsNameStart(b) || IsDigit(b);

    /// <summary>The character at an offset, in the form that error messages use.</summary>
    private readonly string CodePointAt(int position)
    {
        if (position >= _source.Length)
        {
            return "<EOF>";
        }

        Rune.DecodeFromUtf8(_source[position..], out var rune, out _);
        return rune.Value switch
        {
            '"' => "'\"'",
            >= 0x20 and <= 0x7E => $"\"{(char)rune.Value}\"",
            _ => $"U+{rune.Value:X4}",
        };
    }
}
