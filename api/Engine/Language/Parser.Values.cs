using System.Text;

namespace Integration.Graph.Engine.Language;

/// <remarks>Specification: 2.9 Input Values, 2.10 Variables, 2.11 Type References.</remarks>
public ref partial struct Parser
{
    private ValueNode ParseValueLiteral(bool isConstant)
    {
        var start = _lexer.Start;
        switch (_lexer.Kind)
        {
            case TokenKind.BracketLeft:
                return ParseList(isConstant);
            case TokenKind.BraceLeft:
                return ParseObject(isConstant);
            case TokenKind.Int:
                var integer = Encoding.ASCII.GetString(_lexer.Text);
                Advance();
                return new IntValueNode(integer) { Start = start, End = _lexer.PreviousEnd };
            case TokenKind.Float:
                var number = Encoding.ASCII.GetString(_lexer.Text);
                Advance();
                return new FloatValueNode(number) { Start = start, End = _lexer.PreviousEnd };
            case TokenKind.String or TokenKind.BlockString:
                return ParseStringLiteral();
            case TokenKind.Name:
                return ParseNamedValue();
            case TokenKind.Dollar when isConstant:
                throw VariableInConstant();
            case TokenKind.Dollar:
                return ParseVariable();
            default:
                throw Unexpected();
        }
    }

    private ValueNode ParseNamedValue()
    {
        var start = _lexer.Start;
        var text = _lexer.Text;
        var isTrue = text.SequenceEqual("true"u8);
        var isFalse = text.SequenceEqual("false"u8);
        var isNull = text.SequenceEqual("null"u8);
        Advance();
        return isTrue || isFalse ? new BooleanValueNode(isTrue) { Start = start, End = _lexer.PreviousEnd }
            : isNull ? new NullValueNode { Start = start, End = _lexer.PreviousEnd }
            : new EnumValueNode(NameTable.Get(text)) { Start = start, End = _lexer.PreviousEnd };
    }

    private ListValueNode ParseList(bool isConstant)
    {
        var start = _lexer.Start;
        Expect(TokenKind.BracketLeft);
        Enter();
        var from = _pendingCount;
        while (!Skip(TokenKind.BracketRight))
        {
            Push(ParseValueLiteral(isConstant));
        }

        Leave();
        return new ListValueNode(Pop<ValueNode>(from)) { Start = start, End = _lexer.PreviousEnd };
    }

    private ObjectValueNode ParseObject(bool isConstant)
    {
        var start = _lexer.Start;
        Expect(TokenKind.BraceLeft);
        Enter();
        var from = _pendingCount;
        while (!Skip(TokenKind.BraceRight))
        {
            var fieldStart = _lexer.Start;
            var name = ParseName();
            Expect(TokenKind.Colon);
            Push(new ObjectFieldNode
            {
                Name = name,
                Value = ParseValueLiteral(isConstant),
                Start = fieldStart,
                End = _lexer.PreviousEnd,
            });
        }

        Leave();
        return new ObjectValueNode(Pop<ObjectFieldNode>(from)) { Start = start, End = _lexer.PreviousEnd };
    }

    private StringValueNode ParseStringLiteral()
    {
        var start = _lexer.Start;
        var isBlock = Peek(TokenKind.BlockString);
        var value = _lexer.StringValue();
        Advance();
        return new StringValueNode(value, isBlock) { Start = start, End = _lexer.PreviousEnd };
    }

    private StringValueNode? ParseDescription() =>
        Peek(TokenKind.String) || Peek(TokenKind.BlockString) ? ParseStringLiteral() : null;

    private VariableNode ParseVariable()
    {
        var start = _lexer.Start;
        Expect(TokenKind.Dollar);
        return new VariableNode { Name = ParseName(), Start = start, End = _lexer.PreviousEnd };
    }

    private GraphQLSyntaxException VariableInConstant()
    {
        var dollar = _lexer;
        Advance();
        return dollar.Error(dollar.Start, Peek(TokenKind.Name)
            ? $"Unexpected variable \"${Encoding.ASCII.GetString(_lexer.Text)}\" in constant value."
            : $"Unexpected {DescribeToken(dollar)}.");
    }

    private TypeNode ParseTypeReference()
    {
        var start = _lexer.Start;
        TypeNode type;
        if (Skip(TokenKind.BracketLeft))
        {
            Enter();
            var inner = ParseTypeReference();
            Expect(TokenKind.BracketRight);
            Leave();
            type = new ListTypeNode(inner) { Start = start, End = _lexer.PreviousEnd };
        }
        else
        {
            type = ParseNamedType();
        }

        return Skip(TokenKind.Bang) ? new NonNullTypeNode(type) { Start = start, End = _lexer.PreviousEnd } : type;
    }

    private NamedTypeNode ParseNamedType()
    {
        var name = ParseName();
        return new NamedTypeNode(name) { Start = name.Start, End = name.End };
    }
}
