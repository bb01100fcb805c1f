namespace Integration.Graph.Engine.Language;

/// <remarks>
/// Specification: 3 Type System. One function parses a definition and its extension. An extension begins with
/// <c>extend</c>, has no description, and must contain at least one part.
/// </remarks>
public ref partial struct Parser
{
    private static readonly HashSet<string> DirectiveLocationNames =
    [
        "QUERY", "MUTATION", "SUBSCRIPTION", "FIELD", "FRAGMENT_DEFINITION", "FRAGMENT_SPREAD", "INLINE_FRAGMENT",
        "VARIABLE_DEFINITION", "FRAGMENT_VARIABLE_DEFINITION", "SCHEMA", "SCALAR", "OBJECT", "FIELD_DEFINITION",
        "ARGUMENT_DEFINITION", "INTERFACE", "UNION", "ENUM", "ENUM_VALUE", "INPUT_OBJECT", "INPUT_FIELD_DEFINITION",
        "DIRECTIVE_DEFINITION",
    ];

    /// <summary>Parses the definition that the current keyword begins; null if the keyword begins none.</summary>
    private TypeSystemNode? ParseTypeSystemDefinition(int start, StringValueNode? description, bool isExtension)
    {
        if (!Peek(TokenKind.Name))
        {
            return null;
        }

        var keyword = _lexer.Text;
        return keyword.SequenceEqual("schema"u8) ? ParseSchemaDefinition(start, description, isExtension)
            : keyword.SequenceEqual("scalar"u8) ? ParseScalarTypeDefinition(start, description, isExtension)
            : keyword.SequenceEqual("type"u8) ? ParseObjectTypeDefinition(start, description, isExtension)
            : keyword.SequenceEqual("interface"u8) ? ParseInterfaceTypeDefinition(start, description, isExtension)
            : keyword.SequenceEqual("union"u8) ? ParseUnionTypeDefinition(start, description, isExtension)
            : keyword.SequenceEqual("enum"u8) ? ParseEnumTypeDefinition(start, description, isExtension)
            : keyword.SequenceEqual("input"u8) ? ParseInputObjectTypeDefinition(start, description, isExtension)
            : keyword.SequenceEqual("directive"u8) ? ParseDirectiveDefinition(start, description, isExtension)
            : null;
    }

    private SchemaDefinitionNode ParseSchemaDefinition(int start, StringValueNode? description, bool isExtension)
    {
        Advance();
        var directives = ParseDirectives(isConstant: true);
        OperationTypeDefinitionNode[] operationTypes = [];
        if (!isExtension || Peek(TokenKind.BraceLeft))
        {
            Expect(TokenKind.BraceLeft);
            var from = _pendingCount;
            do
            {
                Push(ParseOperationTypeDefinition());
            }
            while (!Skip(TokenKind.BraceRight));

            operationTypes = Pop<OperationTypeDefinitionNode>(from);
        }

        RequireSome(isExtension, directives.Length + operationTypes.Length);
        return new SchemaDefinitionNode
        {
            Description = description,
            IsExtension = isExtension,
            Directives = directives,
            OperationTypes = operationTypes,
            Start = start,
            End = _lexer.PreviousEnd,
        };
    }

    private OperationTypeDefinitionNode ParseOperationTypeDefinition()
    {
        var start = _lexer.Start;
        var operation = ParseOperationType();
        Expect(TokenKind.Colon);
        return new OperationTypeDefinitionNode
        {
            Operation = operation,
            Type = ParseNamedType(),
            Start = start,
            End = _lexer.PreviousEnd,
        };
    }

    private ScalarTypeDefinitionNode ParseScalarTypeDefinition(int start, StringValueNode? description, bool isExtension)
    {
        Advance();
        var name = ParseName();
        var directives = ParseDirectives(isConstant: true);
        RequireSome(isExtension, directives.Length);
        return new ScalarTypeDefinitionNode
        {
            Description = description,
            IsExtension = isExtension,
            Name = name,
            Directives = directives,
            Start = start,
            End = _lexer.PreviousEnd,
        };
    }

    private ObjectTypeDefinitionNode ParseObjectTypeDefinition(int start, StringValueNode? description, bool isExtension)
    {
        Advance();
        var name = ParseName();
        var interfaces = ParseImplementsInterfaces();
        var directives = ParseDirectives(isConstant: true);
        var fields = ParseFieldsDefinition();
        RequireSome(isExtension, interfaces.Length + directives.Length + fields.Length);
        return new ObjectTypeDefinitionNode
        {
            Description = description,
            IsExtension = isExtension,
            Name = name,
            Interfaces = interfaces,
            Directives = directives,
            Fields = fields,
            Start = start,
            End = _lexer.PreviousEnd,
        };
    }

    private InterfaceTypeDefinitionNode ParseInterfaceTypeDefinition(int start, StringValueNode? description, bool isExtension)
    {
        Advance();
        var name = ParseName();
        var interfaces = ParseImplementsInterfaces();
        var directives = ParseDirectives(isConstant: true);
        var fields = ParseFieldsDefinition();
        RequireSome(isExtension, interfaces.Length + directives.Length + fields.Length);
        return new InterfaceTypeDefinitionNode
        {
            Description = description,
            IsExtension = isExtension,
            Name = name,
            Interfaces = interfaces,
            Directives = directives,
            Fields = fields,
            Start = start,
            End = _lexer.PreviousEnd,
        };
    }

    private UnionTypeDefinitionNode ParseUnionTypeDefinition(int start, StringValueNode? description, bool isExtension)
    {
        Advance();
        var name = ParseName();
        var directives = ParseDirectives(isConstant: true);
        var types = Skip(TokenKind.EqualsSign) ? ParseDelimitedTypes(TokenKind.Pipe) : [];
        RequireSome(isExtension, directives.Length + types.Length);
        return new UnionTypeDefinitionNode
        {
            Description = description,
            IsExtension = isExtension,
            Name = name,
            Directives = directives,
            Types = types,
            Start = start,
            End = _lexer.PreviousEnd,
        };
    }

    private EnumTypeDefinitionNode ParseEnumTypeDefinition(int start, StringValueNode? description, bool isExtension)
    {
        Advance();
        var name = ParseName();
        var directives = ParseDirectives(isConstant: true);
        var values = ParseEnumValuesDefinition();
        RequireSome(isExtension, directives.Length + values.Length);
        return new EnumTypeDefinitionNode
        {
            Description = description,
            IsExtension = isExtension,
            Name = name,
            Directives = directives,
            Values = values,
            Start = start,
            End = _lexer.PreviousEnd,
        };
    }

    private InputObjectTypeDefinitionNode ParseInputObjectTypeDefinition(
        int start, StringValueNode? description, bool isExtension)
    {
        Advance();
        var name = ParseName();
        var directives = ParseDirectives(isConstant: true);
        var fields = ParseInputValueDefinitions(TokenKind.BraceLeft, TokenKind.BraceRight);
        RequireSome(isExtension, directives.Length + fields.Length);
        return new InputObjectTypeDefinitionNode
        {
            Description = description,
            IsExtension = isExtension,
            Name = name,
            Directives = directives,
            Fields = fields,
            Start = start,
            End = _lexer.PreviousEnd,
        };
    }

    private DirectiveDefinitionNode ParseDirectiveDefinition(int start, StringValueNode? description, bool isExtension)
    {
        Advance();
        Expect(TokenKind.At);
        var name = ParseName();
        var arguments = isExtension ? [] : ParseInputValueDefinitions(TokenKind.ParenthesisLeft, TokenKind.ParenthesisRight);
        var directives = ParseDirectives(isConstant: true);
        RequireSome(isExtension, directives.Length);
        var repeatable = !isExtension && SkipKeyword("repeatable"u8);
        return new DirectiveDefinitionNode
        {
            Description = description,
            IsExtension = isExtension,
            Name = name,
            Arguments = arguments,
            Directives = directives,
            Repeatable = repeatable,
            Locations = isExtension ? [] : ParseDirectiveLocations(),
            Start = start,
            End = _lexer.PreviousEnd,
        };
    }
}
