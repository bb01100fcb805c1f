namespace Integration.Graph.Engine.Language;

/// <remarks>Specification: 2.3 Document to 2.8 Fragments, and 2.12 Directives.</remarks>
public ref partial struct Parser
{
    private OperationDefinitionNode ParseOperationDefinition(int start, StringValueNode? description)
    {
        var operation = ParseOperationType();
        var name = Peek(TokenKind.Name) ? ParseName() : null;
        return new OperationDefinitionNode
        {
            Description = description,
            Operation = operation,
            Name = name,
            VariableDefinitions = ParseVariableDefinitions(),
            Directives = ParseDirectives(isConstant: false),
            SelectionSet = ParseSelectionSet(),
            Start = start,
            End = _lexer.PreviousEnd,
        };
    }

    private OperationType ParseOperationType()
    {
        var keyword = _lexer;
        Expect(TokenKind.Name);
        return keyword.Text.SequenceEqual("query"u8) ? OperationType.Query
            : keyword.Text.SequenceEqual("mutation"u8) ? OperationType.Mutation
            : keyword.Text.SequenceEqual("subscription"u8) ? OperationType.Subscription
            : throw keyword.Error(keyword.Start, $"Unexpected {DescribeToken(keyword)}.");
    }

    private VariableDefinitionNode[] ParseVariableDefinitions()
    {
        if (!Skip(TokenKind.ParenthesisLeft))
        {
            return [];
        }

        var from = _pendingCount;
        do
        {
            Push(ParseVariableDefinition());
        }
        while (!Skip(TokenKind.ParenthesisRight));

        return Pop<VariableDefinitionNode>(from);
    }

    private VariableDefinitionNode ParseVariableDefinition()
    {
        var start = _lexer.Start;
        var description = ParseDescription();
        var variable = ParseVariable();
        Expect(TokenKind.Colon);
        return new VariableDefinitionNode
        {
            Description = description,
            Variable = variable,
            Type = ParseTypeReference(),
            DefaultValue = Skip(TokenKind.EqualsSign) ? ParseValueLiteral(isConstant: true) : null,
            Directives = ParseDirectives(isConstant: true),
            Start = start,
            End = _lexer.PreviousEnd,
        };
    }

    private SelectionSetNode ParseSelectionSet()
    {
        var start = _lexer.Start;
        Expect(TokenKind.BraceLeft);
        Enter();
        var from = _pendingCount;
        while (!Skip(TokenKind.BraceRight))
        {
            Push(Peek(TokenKind.Spread) ? ParseFragment() : ParseField());
        }

        Leave();
        return new SelectionSetNode(Pop<SelectionNode>(from)) { Start = start, End = _lexer.PreviousEnd };
    }

    private FieldNode ParseField()
    {
        var start = _lexer.Start;
        var name = ParseName();
        NameNode? alias = null;
        if (Skip(TokenKind.Colon))
        {
            alias = name;
            name = ParseName();
        }

        return new FieldNode
        {
            Alias = alias,
            Name = name,
            Arguments = ParseArguments(isConstant: false),
            Directives = ParseDirectives(isConstant: false),
            SelectionSet = Peek(TokenKind.BraceLeft) ? ParseSelectionSet() : null,
            Start = start,
            End = _lexer.PreviousEnd,
        };
    }

    private ArgumentNode[] ParseArguments(bool isConstant)
    {
        if (!Skip(TokenKind.ParenthesisLeft))
        {
            return [];
        }

        var from = _pendingCount;
        do
        {
            var start = _lexer.Start;
            var name = ParseName();
            Expect(TokenKind.Colon);
            Push(new ArgumentNode
            {
                Name = name,
                Value = ParseValueLiteral(isConstant),
                Start = start,
                End = _lexer.PreviousEnd,
            });
        }
        while (!Skip(TokenKind.ParenthesisRight));

        return Pop<ArgumentNode>(from);
    }

    /// <summary>Parses a fragment spread or an inline fragment; both begin with <c>...</c>.</summary>
    private SelectionNode ParseFragment()
    {
        var start = _lexer.Start;
        Expect(TokenKind.Spread);
        var hasTypeCondition = SkipKeyword("on"u8);
        if (!hasTypeCondition && Peek(TokenKind.Name))
        {
            return new FragmentSpreadNode
            {
                Name = ParseName(),
                Directives = ParseDirectives(isConstant: false),
                Start = start,
                End = _lexer.PreviousEnd,
            };
        }

        return new InlineFragmentNode
        {
            TypeCondition = hasTypeCondition ? ParseNamedType() : null,
            Directives = ParseDirectives(isConstant: false),
            SelectionSet = ParseSelectionSet(),
            Start = start,
            End = _lexer.PreviousEnd,
        };
    }

    private FragmentDefinitionNode ParseFragmentDefinition(int start, StringValueNode? description)
    {
        ExpectKeyword("fragment"u8);
        if (PeekKeyword("on"u8))
        {
            throw Unexpected();
        }

        var name = ParseName();
        ExpectKeyword("on"u8);
        return new FragmentDefinitionNode
        {
            Description = description,
            Name = name,
            TypeCondition = ParseNamedType(),
            Directives = ParseDirectives(isConstant: false),
            SelectionSet = ParseSelectionSet(),
            Start = start,
            End = _lexer.PreviousEnd,
        };
    }

    private DirectiveNode[] ParseDirectives(bool isConstant)
    {
        if (!Peek(TokenKind.At))
        {
            return [];
        }

        var from = _pendingCount;
        do
        {
            Push(ParseDirective(isConstant));
        }
        while (Peek(TokenKind.At));

        return Pop<DirectiveNode>(from);
    }

    private DirectiveNode ParseDirective(bool isConstant)
    {
        if (++_directives > _options.MaxDirectives)
        {
            throw _lexer.OverLimit(nameof(ParserOptions.MaxDirectives), $"Document contains more than {_options.MaxDirectives} directives");
        }

        var start = _lexer.Start;
        Expect(TokenKind.At);
        return new DirectiveNode
        {
            Name = ParseName(),
            Arguments = ParseArguments(isConstant),
            Start = start,
            End = _lexer.PreviousEnd,
        };
    }
}
