using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Validation;

/// <summary>
/// Walks a document once for all rules and tracks the schema types at each node. The recursion depth is bounded by the
/// parser's limit, because the walker does not follow spreads.
/// </summary>
internal sealed class DocumentWalker(ValidationContext context, ValidationRule[] rules, ValidationRules.Dispatch dispatch)
{
    private DefinitionNode? _definition;

    public void Walk(DocumentNode document)
    {
        foreach (var i in dispatch.Document)
        {
            rules[i].VisitDocument(document);
        }

        foreach (var definition in document.Definitions)
        {
            _definition = definition;
            switch (definition)
            {
                case OperationDefinitionNode operation:
                    WalkOperation(operation);
                    break;
                case FragmentDefinitionNode fragment:
                    WalkFragment(fragment);
                    break;
            }
        }

        foreach (var i in dispatch.EndOfDocument)
        {
            rules[i].VisitEndOfDocument(document);
        }
    }

    private void WalkOperation(OperationDefinitionNode operation)
    {
        foreach (var i in dispatch.Operation)
        {
            rules[i].VisitOperation(operation);
        }

        foreach (var variable in operation.VariableDefinitions)
        {
            WalkVariableDefinition(variable);
        }

        var (root, location) = operation.Operation switch
        {
            OperationType.Query => (context.Schema.Query, "QUERY"),
            OperationType.Mutation => (context.Schema.Mutation, "MUTATION"),
            _ => (context.Schema.Subscription, "SUBSCRIPTION"),
        };
        WalkDirectives(operation.Directives, location);
        WalkSelectionSet(operation.SelectionSet, root, operation);
    }

    private void WalkFragment(FragmentDefinitionNode fragment)
    {
        foreach (var i in dispatch.Fragment)
        {
            rules[i].VisitFragment(fragment);
        }

        WalkNamedType(fragment.TypeCondition);
        WalkDirectives(fragment.Directives, "FRAGMENT_DEFINITION");
        WalkSelectionSet(fragment.SelectionSet, context.Schema.Type(fragment.TypeCondition.Name.Value), fragment);
    }

    private void WalkVariableDefinition(VariableDefinitionNode definition)
    {
        foreach (var i in dispatch.VariableDefinition)
        {
            rules[i].VisitVariableDefinition(definition);
        }

        var named = definition.Type.Named();
        WalkNamedType(named);
        if (definition.DefaultValue is { } value)
        {
            var type = definition.Type.Resolve(context.Schema);
            WalkValue(value, type is { IsInput: true } ? type : null);
        }

        WalkDirectives(definition.Directives, "VARIABLE_DEFINITION");
    }

    private void WalkSelectionSet(SelectionSetNode selectionSet, NamedType? type, SyntaxNode owner)
    {
        var outer = context.ParentType;
        var parent = type is FieldsType or UnionType ? type : null;
        context.ParentType = parent;
        foreach (var i in dispatch.SelectionSet)
        {
            rules[i].VisitSelectionSet(selectionSet, owner);
        }

        var selections = selectionSet.Selections;
        for (var s = 0; s < selections.Count; s++)
        {
            switch (selections[s])
            {
                case FieldNode field:
                    WalkField(field, parent);
                    break;
                case FragmentSpreadNode spread:
                    foreach (var i in dispatch.FragmentSpread)
                    {
                        rules[i].VisitFragmentSpread(spread);
                    }

                    WalkDirectives(spread.Directives, "FRAGMENT_SPREAD");
                    break;
                case InlineFragmentNode inline:
                    WalkInlineFragment(inline, type);
                    break;
            }
        }

        context.ParentType = outer;
    }

    private void WalkField(FieldNode field, NamedType? parent)
    {
        var outer = context.Field;
        var definition = context.FindField(parent, field.Name.Value);
        context.Field = definition;
        foreach (var i in dispatch.Field)
        {
            rules[i].VisitField(field);
        }

        if (field.Arguments.Count > 0)
        {
            WalkArguments(field.Arguments, definition?.Arguments);
        }

        WalkDirectives(field.Directives, "FIELD");
        if (field.SelectionSet is { } selectionSet)
        {
            WalkSelectionSet(selectionSet, definition?.Type.Named, field);
        }

        context.Field = outer;
    }

    private void WalkInlineFragment(InlineFragmentNode fragment, NamedType? enclosing)
    {
        var type = fragment.TypeCondition is { } condition ? context.Schema.Type(condition.Name.Value) : enclosing;
        foreach (var i in dispatch.InlineFragment)
        {
            rules[i].VisitInlineFragment(fragment, type);
        }

        if (fragment.TypeCondition is not null)
        {
            WalkNamedType(fragment.TypeCondition);
        }

        WalkDirectives(fragment.Directives, "INLINE_FRAGMENT");
        WalkSelectionSet(fragment.SelectionSet, type, fragment);
    }

    private void WalkDirectives(IReadOnlyList<DirectiveNode> directives, string location)
    {
        if (directives.Count == 0)
        {
            return;
        }

        foreach (var i in dispatch.Directives)
        {
            rules[i].VisitDirectives(directives, location);
        }

        for (var d = 0; d < directives.Count; d++)
        {
            if (directives[d].Arguments.Count > 0)
            {
                // The arguments of an unknown directive are read as the field's arguments, as in the reference implementation.
                var definition = context.Schema.Directive(directives[d].Name.Value);
                WalkArguments(directives[d].Arguments, definition is null ? context.Field?.Arguments : definition.Arguments);
            }
        }
    }

    private void WalkArguments(IReadOnlyList<ArgumentNode> arguments, IReadOnlyList<InputValueDefinition>? definitions)
    {
        foreach (var i in dispatch.Arguments)
        {
            rules[i].VisitArguments(arguments);
        }

        for (var a = 0; a < arguments.Count; a++)
        {
            var definition = Find(definitions, arguments[a].Name.Value);
            if (arguments[a].Value is VariableNode variable)
            {
                Use(variable, definition?.Type, null, definition?.DefaultValue is not null);
            }
            else
            {
                WalkValue(arguments[a].Value, definition?.Type);
            }
        }
    }

    private static InputValueDefinition? Find(IReadOnlyList<InputValueDefinition>? definitions, string name)
    {
        for (var i = 0; i < definitions?.Count; i++)
        {
            if (definitions[i].Name == name)
            {
                return definitions[i];
            }
        }

        return null;
    }

    private void WalkValue(ValueNode value, GraphQLType? expected)
    {
        foreach (var i in dispatch.Value)
        {
            rules[i].VisitValue(value, expected);
        }

        WalkInside(value, expected);
    }

    private void WalkInside(ValueNode value, GraphQLType? expected)
    {
        switch (value)
        {
            case ListValueNode list:
                var itemType = (expected?.Nullable as ListType)?.OfType;
                foreach (var item in list.Values)
                {
                    WalkPart(item, itemType, expected, hasDefault: false);
                }

                break;
            case ObjectValueNode record:
                foreach (var i in dispatch.ObjectValue)
                {
                    rules[i].VisitObjectValue(record);
                }

                var type = expected?.Named as InputObjectType;
                foreach (var field in record.Fields)
                {
                    var definition = type?.Field(field.Name.Value);
                    WalkPart(field.Value, definition?.Type, expected, definition?.DefaultValue is not null);
                }

                break;
        }
    }

    private void WalkPart(ValueNode value, GraphQLType? expected, GraphQLType? around, bool hasDefault)
    {
        if (value is VariableNode variable)
        {
            Use(variable, expected, around, hasDefault);
        }
        else
        {
            WalkInside(value, expected);
        }
    }

    private void Use(VariableNode variable, GraphQLType? expected, GraphQLType? around, bool hasDefault) =>
        context.AddVariableUsage(_definition!, new VariableUsage(variable, expected, around, hasDefault));

    private void WalkNamedType(NamedTypeNode type)
    {
        foreach (var i in dispatch.NamedType)
        {
            rules[i].VisitNamedType(type);
        }
    }
}
