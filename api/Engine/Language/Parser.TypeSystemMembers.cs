namespace Integration.Graph.Engine.Language;

/// <remarks>Members of the definitions of specification chapter 3.</remarks>
public ref partial struct Parser
{
    /// <summary>Throws if an extension has no parts.</summary>
    private readonly void RequireSome(bool isExtension, int parts)
    {
        if (isExtension && parts == 0)
        {
            throw Unexpected();
        }
    }

    private NamedTypeNode[] ParseImplementsInterfaces() =>
        SkipKeyword("implements"u8) ? ParseDelimitedTypes(TokenKind.Ampersand) : [];

    private NamedTypeNode[] ParseDelimitedTypes(TokenKind delimiter)
    {
        Skip(delimiter);
        var from = _pendingCount;
        do
        {
            Push(ParseNamedType());
        }
        while (Skip(delimiter));

        return Pop<NamedTypeNode>(from);
    }

    private FieldDefinitionNode[] ParseFieldsDefinition()
    {
        if (!Skip(TokenKind.BraceLeft))
        {
            return [];
        }

        var from = _pendingCount;
        do
        {
            Push(ParseFieldDefinition());
        }
        while (!Skip(TokenKind.BraceRight));

        return Pop<FieldDefinitionNode>(from);
    }

    private FieldDefinitionNode ParseFieldDefinition()
    {
        var start = _lexer.Start;
        var description = ParseDescription();
        var name = ParseName();
        var arguments = ParseInputValueDefinitions(TokenKind.ParenthesisLeft, TokenKind.ParenthesisRight);
        Expect(TokenKind.Colon);
        return new FieldDefinitionNode
        {
            Description = description,
            Name = name,
            Arguments = arguments,
            Type = ParseTypeReference(),
            Directives = ParseDirectives(isConstant: true),
            Start = start,
            End = _lexer.PreviousEnd,
        };
    }

    private InputValueDefinitionNode[] ParseInputValueDefinitions(TokenKind open, TokenKind close)
    {
        if (!Skip(open))
        {
            return [];
        }

        var from = _pendingCount;
        do
        {
            Push(ParseInputValueDefinition());
        }
        while (!Skip(close));

        return Pop<InputValueDefinitionNode>(from);
    }

    private InputValueDefinitionNode ParseInputValueDefinition()
    {
        var start = _lexer.Start;
        var description = ParseDescription();
        var name = ParseName();
        Expect(TokenKind.Colon);
        return new InputValueDefinitionNode
        {
            Description = description,
            Name = name,
            Type = ParseTypeReference(),
            DefaultValue = Skip(TokenKind.EqualsSign) ? ParseValueLiteral(isConstant: true) : null,
            Directives = ParseDirectives(isConstant: true),
            Start = start,
            End = _lexer.PreviousEnd,
        };
    }

    private EnumValueDefinitionNode[] ParseEnumValuesDefinition()
    {
        if (!Skip(TokenKind.BraceLeft))
        {
            return [];
        }

        var from = _pendingCount;
        do
        {
            Push(ParseEnumValueDefinition());
        }
        while (!Skip(TokenKind.BraceRight));

        return Pop<EnumValueDefinitionNode>(from);
    }

    private EnumValueDefinitionNode ParseEnumValueDefinition()
    {
        var start = _lexer.Start;
        var description = ParseDescription();
        if (PeekKeyword("true"u8) || PeekKeyword("false"u8) || PeekKeyword("null"u8))
        {
            throw _lexer.Error(
                _lexer.Start, $"{DescribeToken(_lexer)} is reserved and cannot be used for an enum value.");
        }

        return new EnumValueDefinitionNode
        {
            Description = description,
            Name = ParseName(),
            Directives = ParseDirectives(isConstant: true),
            Start = start,
            End = _lexer.PreviousEnd,
        };
    }

    private NameNode[] ParseDirectiveLocations()
    {
        ExpectKeyword("on"u8);
        Skip(TokenKind.Pipe);
        var from = _pendingCount;
        do
        {
            var before = _lexer;
            var name = ParseName();
            if (!DirectiveLocationNames.Contains(name.Value))
            {
                throw before.Error(name.Start, $"Unexpected {DescribeToken(before)}.");
            }

            Push(name);
        }
        while (Skip(TokenKind.Pipe));

        return Pop<NameNode>(from);
    }
}
