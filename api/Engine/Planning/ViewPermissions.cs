using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Planning;

/// <summary>
/// Compares a valid document with a view. Selections with <c>@ifPermitted</c> that the view lacks are omitted; everything
/// else that the view lacks is refused before any data is read.
/// </summary>
internal sealed class ViewPermissions
{
    private readonly SchemaView _view;
    private readonly DocumentNode _document;
    private readonly IReadOnlyDictionary<string, FragmentDefinitionNode> _fragments;
    private readonly MetaFields _meta;
    private readonly List<GraphQLError> _refusals = [];
    private readonly HashSet<(string, int)> _refused = [];

    // Cached, because each enclosing selection set checks it again: without the cache, n levels cost 2^n checks.
    private readonly Dictionary<(string Type, SelectionSetNode Set), bool> _permitted = [];

    public ViewPermissions(SchemaView view, DocumentNode document, IReadOnlyDictionary<string, FragmentDefinitionNode> fragments)
    {
        _view = view;
        _document = document;
        _fragments = fragments;
        _meta = MetaFields.Of(view.Full);
    }

    /// <summary>One error for each selection, argument, input field and variable that the view lacks.</summary>
    public IReadOnlyList<GraphQLError> Refusals(ObjectType root, OperationDefinitionNode operation)
    {
        Refuse(root, operation.SelectionSet, []);
        foreach (var definition in operation.VariableDefinitions)
        {
            RefuseInput(definition.Type);
        }

        return _refusals;
    }

    /// <summary>Walks the document against the full schema and records each selection that the view lacks.</summary>
    private void Refuse(NamedType parent, SelectionSetNode set, HashSet<string> visited)
    {
        foreach (var selection in set.Selections)
        {
            if (IsLeftOut(parent, selection))
            {
                continue;
            }

            switch (selection)
            {
                case FieldNode field:
                    var definition = _meta.Find(_view.Full, parent, field.Name.Value)!;
                    if (!IsMeta(field) && !_view.Has(parent.Name, field.Name.Value))
                    {
                        NoteRefusal(definition.Coordinate, field.Start);
                    }
                    else
                    {
                        RefuseArguments(definition, field);
                        if (field.SelectionSet is { } inner)
                        {
                            Refuse(definition.Type.Named, inner, visited);
                        }
                    }

                    break;
                case InlineFragmentNode inline:
                    RefuseFragment(inline.TypeCondition is null ? parent : _view.Full.Type(inline.TypeCondition.Name.Value)!, inline.SelectionSet, inline.Start, visited);
                    break;
                case FragmentSpreadNode spread when visited.Add(spread.Name.Value):
                    var fragment = _fragments[spread.Name.Value];
                    RefuseFragment(_view.Full.Type(fragment.TypeCondition.Name.Value)!, fragment.SelectionSet, spread.Start, visited);
                    break;
            }
        }
    }

    private void RefuseFragment(NamedType type, SelectionSetNode set, int position, HashSet<string> visited)
    {
        if (_view.Schema.Type(type.Name) is null)
        {
            NoteRefusal(type.Name, position);
        }
        else
        {
            Refuse(type, set, visited);
        }
    }

    private void RefuseArguments(FieldDefinition definition, FieldNode field)
    {
        foreach (var argument in field.Arguments)
        {
            var full = definition.Argument(argument.Name.Value)!;
            if (definition.DeclaringType is { } declaring
                && _view.Schema.Type(declaring.Name) is FieldsType visible
                && visible.Field(definition.Name) is { } seen
                && seen.Argument(argument.Name.Value) is null)
            {
                NoteRefusal($"{definition.Coordinate}({argument.Name.Value}:)", argument.Start);
                continue;
            }

            RefuseLiteral(full.Type.Named, argument.Value);
        }
    }

    private void RefuseLiteral(NamedType type, ValueNode value)
    {
        switch (value)
        {
            case ListValueNode list:
                foreach (var item in list.Values)
                {
                    RefuseLiteral(type, item);
                }

                break;
            case ObjectValueNode fields when type is InputObjectType input:
                foreach (var field in fields.Fields)
                {
                    if (!_view.Has(input.Name, field.Name.Value))
                    {
                        NoteRefusal($"{input.Name}.{field.Name.Value}", field.Start);
                    }
                    else
                    {
                        RefuseLiteral(input.Field(field.Name.Value)!.Type.Named, field.Value);
                    }
                }

                break;
        }
    }

    private void RefuseInput(TypeNode type)
    {
        while (type is not NamedTypeNode)
        {
            type = type is NonNullTypeNode nonNull ? nonNull.OfType : ((ListTypeNode)type).OfType;
        }

        var name = ((NamedTypeNode)type).Name;
        if (_view.Schema.Type(name.Value) is null)
        {
            NoteRefusal(name.Value, name.Start);
        }
    }

    private void NoteRefusal(string coordinate, int position)
    {
        if (!_refused.Add((coordinate, position)))
        {
            return;
        }

        var signedIn = _view.Name.Length > 0;
        _refusals.Add(new GraphQLError(signedIn
            ? $"The role {_view.Name} may not use `{coordinate}`."
            : $"`{coordinate}` can be used only with a token.")
        {
            Code = signedIn ? ErrorCodes.NotAuthorized : ErrorCodes.NotAuthenticated,
            Coordinate = coordinate,
            Locations = [_document.Location(position)],
        });
    }

    private static bool IsMeta(FieldNode field) => field.Name.Value.StartsWith("__", StringComparison.Ordinal);

    /// <summary>
    /// Whether the selection has <c>@ifPermitted</c> and the view lacks it. The view lacks a fragment if it lacks the
    /// fragment's type or one of the fields in it.
    /// </summary>
    public bool IsLeftOut(NamedType parent, SelectionNode selection) =>
        selection.Directives.Any(d => d.Name.Value == SchemaBuilder.IfPermitted) && !IsPermitted(parent, selection);

    private bool IsPermitted(NamedType parent, SelectionNode selection) => selection switch
    {
        FieldNode field => IsMeta(field) || _view.Has(parent.Name, field.Name.Value),
        InlineFragmentNode inline => IsPermitted(inline.TypeCondition?.Name.Value ?? parent.Name, inline.SelectionSet),
        FragmentSpreadNode spread => IsPermitted(_fragments[spread.Name.Value].TypeCondition.Name.Value, _fragments[spread.Name.Value].SelectionSet),
        _ => true,
    };

    private bool IsPermitted(string type, SelectionSetNode set)
    {
        if (!_permitted.TryGetValue((type, set), out var permitted))
        {
            _permitted[(type, set)] = permitted =
                _view.Schema.Type(type) is { } found && set.Selections.All(s => IsLeftOut(found, s) || IsPermitted(found, s));
        }

        return permitted;
    }
}
