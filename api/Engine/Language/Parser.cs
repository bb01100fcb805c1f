using System.Buffers;
using System.Text;

namespace Integration.Graph.Engine.Language;

/// <summary>Parses documents into syntax trees: recursive descent, one token of lookahead, one function per grammar rule.</summary>
/// <remarks>Specification: 2 Language and the appendix "Grammar Summary".</remarks>
public ref partial struct Parser
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ParserOptions _options;
    private Lexer _lexer;
    private SyntaxNode[] _pending;
    private int _pendingCount;
    private int _tokens;
    private int _depth;
    private int _directives;

    private Parser(ReadOnlySpan<byte> source, ParserOptions? options)
    {
        _options = options ?? ParserOptions.Default;
        _lexer = new Lexer(source);
        _pending = ArrayPool<SyntaxNode>.Shared.Rent(256);
        var invalid = SourcePosition.FirstInvalidByte(source);
        if (invalid >= 0)
        {
            Dispose();
            throw new GraphQLSyntaxException(
                $"Syntax Error: Invalid UTF-8 at byte {invalid}.", SourcePosition.Locate(source, invalid));
        }
    }

    /// <summary>Parses a whole document.</summary>
    /// <param name="source">UTF-8 text. The returned document keeps a reference to it.</param>
    /// <param name="options">Limits of the parser; null for the defaults.</param>
    /// <exception cref="GraphQLSyntaxException">The text is not a document, or exceeds a limit.</exception>
    public static DocumentNode Parse(ReadOnlyMemory<byte> source, ParserOptions? options = null)
    {
        var parser = new Parser(source.Span, options);
        try
        {
            return parser.ParseDocument(source);
        }
        finally
        {
            parser.Dispose();
        }
    }

    /// <summary>Parses a whole document.</summary>
    /// <exception cref="GraphQLSyntaxException">The text is not a document, or exceeds a limit.</exception>
    public static DocumentNode Parse(string source, ParserOptions? options = null) => Parse(Encode(source), options);

    /// <summary>Parses a value, for example <c>[1, $x]</c>. The value may contain variables.</summary>
    /// <exception cref="GraphQLSyntaxException">The text is not a value, or exceeds a limit.</exception>
    public static ValueNode ParseValue(string source, ParserOptions? options = null) =>
        ParseValue(Encode(source), isConstant: false, options);

    /// <summary>Parses a value without variables.</summary>
    /// <exception cref="GraphQLSyntaxException">The text is not a constant, or exceeds a limit.</exception>
    public static ValueNode ParseConstant(string source, ParserOptions? options = null) =>
        ParseValue(Encode(source), isConstant: true, options);

    /// <summary>Parses a type reference, for example <c>[ID!]!</c>.</summary>
    /// <exception cref="GraphQLSyntaxException">The text is not a type reference, or exceeds a limit.</exception>
    public static TypeNode ParseType(string source, ParserOptions? options = null)
    {
        var parser = new Parser(Encode(source), options);
        try
        {
            parser.Advance();
            var type = parser.ParseTypeReference();
            parser.Expect(TokenKind.EndOfFile);
            return type;
        }
        finally
        {
            parser.Dispose();
        }
    }

    private static ValueNode ParseValue(byte[] source, bool isConstant, ParserOptions? options)
    {
        var parser = new Parser(source, options);
        try
        {
            parser.Advance();
            var value = parser.ParseValueLiteral(isConstant);
            parser.Expect(TokenKind.EndOfFile);
            return value;
        }
        finally
        {
            parser.Dispose();
        }
    }

    internal static byte[] Encode(string source)
    {
        try
        {
            return Strict.GetBytes(source);
        }
        catch (EncoderFallbackException exception)
        {
            throw new GraphQLSyntaxException(
                $"Syntax Error: Invalid character: U+{(int)source[exception.Index]:X4}.",
                SourcePosition.Locate(Encoding.UTF8.GetBytes(source[..exception.Index]), int.MaxValue));
        }
    }

    private readonly void Dispose() => ArrayPool<SyntaxNode>.Shared.Return(_pending, clearArray: true);

    private DocumentNode ParseDocument(ReadOnlyMemory<byte> source)
    {
        Advance();
        var from = _pendingCount;
        do
        {
            Push(ParseDefinition());
        }
        while (_lexer.Kind != TokenKind.EndOfFile);

        return new DocumentNode(Pop<DefinitionNode>(from), source) { Start = 0, End = source.Length };
    }

    private DefinitionNode ParseDefinition()
    {
        var start = _lexer.Start;
        if (Peek(TokenKind.BraceLeft))
        {
            return new OperationDefinitionNode
            {
                Operation = OperationType.Query,
                SelectionSet = ParseSelectionSet(),
                Start = start,
                End = _lexer.PreviousEnd,
            };
        }

        var description = ParseDescription();
        if (Peek(TokenKind.BraceLeft))
        {
            throw _lexer.Error(
                start, "Unexpected description, descriptions are not supported on shorthand queries.");
        }

        if (!Peek(TokenKind.Name))
        {
            throw Unexpected();
        }

        var keyword = _lexer.Text;
        if (keyword.SequenceEqual("query"u8) || keyword.SequenceEqual("mutation"u8) || keyword.SequenceEqual("subscription"u8))
        {
            return ParseOperationDefinition(start, description);
        }

        if (keyword.SequenceEqual("fragment"u8))
        {
            return ParseFragmentDefinition(start, description);
        }

        if (description is null && keyword.SequenceEqual("extend"u8))
        {
            Advance();
            return ParseTypeSystemDefinition(start, null, isExtension: true) ?? throw Unexpected();
        }

        return ParseTypeSystemDefinition(start, description, isExtension: false) ?? throw (description is null
            ? Unexpected()
            : _lexer.Error(start, "Unexpected description, only GraphQL definitions support descriptions."));
    }

    private NameNode ParseName()
    {
        if (!Peek(TokenKind.Name))
        {
            throw Unexpected(TokenKind.Name);
        }

        var name = new NameNode(NameTable.Get(_lexer.Text)) { Start = _lexer.Start, End = _lexer.End };
        Advance();
        return name;
    }

    private readonly bool Peek(TokenKind kind) => _lexer.Kind == kind;

    private readonly bool PeekKeyword(ReadOnlySpan<byte> keyword) =>
        _lexer.Kind == TokenKind.Name && _lexer.Text.SequenceEqual(keyword);

    private void Advance()
    {
        _lexer.Advance();
        if (_lexer.Kind != TokenKind.EndOfFile && ++_tokens > _options.MaxTokens)
        {
            throw _lexer.OverLimit(nameof(ParserOptions.MaxTokens), $"Document contains more than {_options.MaxTokens} tokens");
        }
    }

    private void Expect(TokenKind kind)
    {
        if (!Skip(kind))
        {
            throw Unexpected(kind);
        }
    }

    private bool Skip(TokenKind kind)
    {
        if (_lexer.Kind != kind)
        {
            return false;
        }

        Advance();
        return true;
    }

    private void ExpectKeyword(ReadOnlySpan<byte> keyword)
    {
        if (!SkipKeyword(keyword))
        {
            throw _lexer.Error(
                _lexer.Start, $"Expected \"{Encoding.ASCII.GetString(keyword)}\", found {DescribeToken(_lexer)}.");
        }
    }

    private bool SkipKeyword(ReadOnlySpan<byte> keyword)
    {
        if (!PeekKeyword(keyword))
        {
            return false;
        }

        Advance();
        return true;
    }

    /// <summary>Enters one nesting level. Every rule that can nest calls it, because the stack is finite.</summary>
    private void Enter()
    {
        if (++_depth > _options.MaxNesting)
        {
            throw _lexer.OverLimit(nameof(ParserOptions.MaxNesting), $"Document is nested more than {_options.MaxNesting} levels deep");
        }
    }

    private void Leave() => _depth--;

    private readonly GraphQLSyntaxException Unexpected() =>
        _lexer.Error(_lexer.Start, $"Unexpected {DescribeToken(_lexer)}.");

    private readonly GraphQLSyntaxException Unexpected(TokenKind expected) =>
        _lexer.Error(_lexer.Start, $"Expected {expected.Describe()}, found {DescribeToken(_lexer)}.");

    private static string DescribeToken(in Lexer lexer)
    {
        const int LongestShown = 100;
        var value = lexer.Kind switch
        {
            TokenKind.Name or TokenKind.Int or TokenKind.Float => Encoding.ASCII.GetString(lexer.Text),
            TokenKind.String or TokenKind.BlockString => lexer.StringValue(),
            _ => null,
        };
        return value switch
        {
            null => lexer.Kind.Describe(),
            { Length: > LongestShown } => $"{lexer.Kind.Describe()} \"{value[..LongestShown]}…\"",
            _ => $"{lexer.Kind.Describe()} \"{value}\"",
        };
    }

    /// <summary>Holds a finished node until its list is complete, so that each list allocates exactly one array.</summary>
    private void Push(SyntaxNode node)
    {
        if (_pendingCount == _pending.Length)
        {
            var larger = ArrayPool<SyntaxNode>.Shared.Rent(_pendingCount * 2);
            _pending.CopyTo(larger, 0);
            Dispose();
            _pending = larger;
        }

        _pending[_pendingCount++] = node;
    }

    private T[] Pop<T>(int from)
        where T : SyntaxNode
    {
        var result = new T[_pendingCount - from];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = (T)_pending[from + i];
        }

        _pendingCount = from;
        return result;
    }
}
