using System.Reflection;
using Integration.Graph.Engine.Types.Resolvers;

namespace Integration.Graph.Engine.Types;

/// <summary>Connections, and the input types that filter and sort them.</summary>
/// <remarks>Source: GraphQL Cursor Connections Specification; HotChocolate's names for filters and sorting.</remarks>
public sealed partial class SchemaBuilder
{
    private EnumType? _sortEnum;
    private ObjectType? _pageInfo;

    private FieldDefinition ConnectionField(string name, MemberInfo member, Type entity, FieldBinding binding)
    {
        var node = OutputType(entity);
        List<InputValueDefinition> arguments =
        [
            new("first", BuiltInScalars.Int) { Description = $"Number of rows from the start, at most {_paging.Most}. The default is {_paging.Default} if neither `first` nor `last` is given." },
            new("after", BuiltInScalars.String) { Description = "Returns only rows after this cursor." },
            new("last", BuiltInScalars.Int) { Description = $"Number of rows from the end, at most {_paging.Most}." },
            new("before", BuiltInScalars.String) { Description = "Returns only rows before this cursor." },
        ];
        if (member.IsDefined(typeof(UseFilteringAttribute)))
        {
            arguments.Add(new("where", FilterInput(entity)) { Description = "Returns only rows that match these conditions. A withheld value counts as null." });
        }

        if (member.GetCustomAttribute<UseSortingAttribute>() is { } sorting)
        {
            arguments.Add(new("order", new ListType(new NonNullType(SortInput(entity))))
            {
                Description = "Sorts by the first entry, then by the next. Null comes last. Rows that compare equal, and lists without an order, are sorted by id.",
                DefaultValue = sorting.Default is { } order ? Language.Parser.ParseValue(order) : null,
            });
        }

        return new FieldDefinition(name, Connection(name, node, _policy.Views.Any(view => _policy.Tracker(view, entity) is not null)))
        {
            Description = XmlDocumentation.Of(member),
            Arguments = arguments,
            Binding = binding,
            Paging = _paging,
        };
    }

    private ObjectType Connection(string field, NamedType node, bool isTracked)
    {
        var title = NamingConventions.PascalCase(field);
        if (_byName.TryGetValue(title + "Connection", out var known))
        {
            return (ObjectType)known;
        }

        var edge = new ObjectType(title + "Edge") { Description = "A row of a connection, with its cursor.", IsGenerated = true };
        edge.SetFields(
        [
            new("cursor", new NonNullType(BuiltInScalars.String))
            {
                Description = "The position of the row, for `after` and `before`.",
                Binding = new PureBinding((e, _, context) => ((Edge)e).Page.Cursor(((Edge)e).Index, context)),
            },
            new("node", new NonNullType(node))
            {
                Description = "The row.",
                Binding = new PureBinding((e, _, _) => ((Edge)e).Page.Rows[((Edge)e).Index]),
            },
        ]);
        var connection = new ObjectType(title + "Connection") { Description = "A page of rows.", IsGenerated = true };
        connection.SetFields(
        [
            new("nodes", new NonNullType(new ListType(new NonNullType(node))))
            {
                Description = "The rows of this page.",
                IsSizedByParent = true,
                Binding = new PureBinding((page, _, _) => ((Page)page).Rows),
            },
            new("edges", new NonNullType(new ListType(new NonNullType(edge))))
            {
                Description = "The rows of this page, each with its cursor.",
                IsSizedByParent = true,
                Binding = new PureBinding((page, _, _) => Enumerable.Range(0, ((Page)page).Rows.Count).Select(i => new Edge((Page)page, i)).ToArray()),
            },
            new("pageInfo", new NonNullType(PageInfoType()))
            {
                Description = "The position of this page among all rows.",
                Binding = new PureBinding((page, _, _) => page),
            },
            .. Counts(isTracked),
        ]);
        Register(edge);
        Register(connection);
        return connection;
    }

    /// <summary>The fields for totals. If rows are tracked, the total of a filtered list can reveal a value of one row.</summary>
    private List<FieldDefinition> Counts(bool isTracked) => isTracked
        ?
        [
            new("totalCount", BuiltInScalars.Int)
            {
                Description = $"The number of rows for this caller on all pages. Null if `where` names a personal field and more than {_paging.Most} rows match: such a total could reveal the value of a single row.",
                Binding = new MethodBinding(async (page, _, context) => await ((Page)page!).CountAsync(context)),
            },
            new("countAtLeast", new NonNullType(BuiltInScalars.Int))
            {
                Description = $"The value of `totalCount`, or {_paging.Most + 1} if it is null: at least this many rows match.",
                Binding = new MethodBinding(async (page, _, context) => await ((Page)page!).CountAtLeastAsync(context)),
            },
        ]
        :
        [
            new("totalCount", new NonNullType(BuiltInScalars.Int))
            {
                Description = "The number of rows for this caller on all pages.",
                Binding = new MethodBinding(async (page, _, context) => await ((Page)page!).CountAtLeastAsync(context)),
            },
        ];

    private ObjectType PageInfoType()
    {
        if (_pageInfo is not null)
        {
            return _pageInfo;
        }

        _pageInfo = new ObjectType("PageInfo") { Description = "The position of a page among all rows.", IsGenerated = true };
        _pageInfo.SetFields(
        [
            new("hasNextPage", new NonNullType(BuiltInScalars.Boolean)) { Description = "Whether there are rows after this page.", Binding = new PureBinding((p, _, c) => ((Page)p).HasNext(c)) },
            new("hasPreviousPage", new NonNullType(BuiltInScalars.Boolean)) { Description = "Whether there are rows before this page.", Binding = new PureBinding((p, _, c) => ((Page)p).HasPrevious(c)) },
            new("startCursor", BuiltInScalars.String) { Description = "The cursor of the first row; null for an empty page.", Binding = new PureBinding((p, _, c) => ((Page)p).Rows.Count == 0 ? null : ((Page)p).Cursor(0, c)) },
            new("endCursor", BuiltInScalars.String) { Description = "The cursor of the last row; null for an empty page.", Binding = new PureBinding((p, _, c) => ((Page)p).Rows.Count == 0 ? null : ((Page)p).Cursor(((Page)p).Rows.Count - 1, c)) },
        ]);
        Register(_pageInfo);
        return _pageInfo;
    }

    private InputObjectType FilterInput(Type entity)
    {
        var name = OutputType(entity).Name;
        if (_byName.TryGetValue(name + "FilterInput", out var known))
        {
            return (InputObjectType)known;
        }

        var result = new InputObjectType(name + "FilterInput") { Description = $"Conditions on `{name}`, all of which must hold." };
        Register(result);
        _later.Add(() =>
        {
            var list = new ListType(new NonNullType(result));
            result.SetFields(
            [
                new("and", list) { Description = "All of these conditions hold." },
                new("or", list) { Description = "At least one of these conditions holds." },
                .. Members<FilterableAttribute>(entity).Select(m => new InputValueDefinition(m.Field.Name, m.Field.Text is null ? MemberFilter(m.Field, m.Attribute.Path) : Operations(BuiltInScalars.String, isText: true))
                {
                    Description = m.Field.Description,
                    Member = new MemberReference(name, m.Field.Name),
                }),
            ]);
        });
        return result;
    }

    private InputObjectType MemberFilter(FieldDefinition field, string? path)
    {
        if (path is null)
        {
            return field.Type.Nullable is ListType ? ListOperations(field.Type.Named) : Operations(field.Type.Named);
        }

        var type = (ObjectType)field.Type.Named;
        var name = type.Name + "FilterInput";
        if (_byName.TryGetValue(name, out var known))
        {
            return (InputObjectType)known;
        }

        var result = new InputObjectType(name) { Description = $"Conditions on `{type.Name}`." };
        Register(result);
        _later.Add(() => result.SetFields([new InputValueDefinition(path, Operations(type.Field(path)!.Type.Named)) { Description = type.Field(path)!.Description }]));
        return result;
    }

    /// <summary>Conditions on a set that is stored as one number; the nth enum value has the nth bit.</summary>
    private InputObjectType ListOperations(NamedType type)
    {
        var name = type.Name + "ListFilterInput";
        if (_byName.TryGetValue(name, out var known))
        {
            return (InputObjectType)known;
        }

        var result = new InputObjectType(name) { Description = $"Conditions on a list of `{type.Name}`." };
        result.SetFields([new InputValueDefinition("contains", type) { Description = "The list contains this value." }]);
        Register(result);
        return result;
    }

    private InputObjectType Operations(NamedType type, bool isText = false)
    {
        var name = (isText ? "Text" : type.Name) + "OperationFilterInput";
        if (_byName.TryGetValue(name, out var known))
        {
            return (InputObjectType)known;
        }

        var result = new InputObjectType(name)
        {
            Description = isText
                ? "Conditions on a text, all of which must hold. Case, accents and word separators make no difference; æ, ø and å do."
                : $"Conditions on a value of type `{type.Name}`, all of which must hold.",
        };
        var list = new ListType(type);
        List<InputValueDefinition> operations =
        [
            new("eq", type) { Description = "Equal to this value; `null` matches rows without a value." },
            new("neq", type) { Description = "Not equal to this value. Rows without a value match, unless this value is `null`." },
        ];
        if (type.Name != "Boolean")
        {
            operations.AddRange(
            [
                new("in", list) { Description = "Equal to one of these values." },
                new("nin", list) { Description = "Equal to none of these values." },
            ]);
        }

        if (type.Name is "Int" or "Float" or "Date" or "DateTime")
        {
            operations.AddRange(
            [
                new("gt", type) { Description = "Greater than this value." },
                new("gte", type) { Description = "Greater than or equal to this value." },
                new("lt", type) { Description = "Less than this value." },
                new("lte", type) { Description = "Less than or equal to this value." },
            ]);
        }

        if (type.Name == "String")
        {
            operations.AddRange(
            [
                new("startsWith", type) { Description = "Starts with this text. There are no wildcard characters." },
                new("contains", type) { Description = "Contains this text. There are no wildcard characters." },
            ]);
        }

        if (isText)
        {
            operations.Add(new("search", type) { Description = "Each given word must be the beginning of a word of the text, in any order. Only the first eight words are used." });
        }

        result.SetFields(operations);
        Register(result);
        return result;
    }

    private InputObjectType SortInput(Type entity)
    {
        var name = OutputType(entity).Name;
        if (_byName.TryGetValue(name + "SortInput", out var known))
        {
            return (InputObjectType)known;
        }

        if (_sortEnum is null)
        {
            _sortEnum = new EnumType("SortEnumType",
            [
                new EnumValueDefinition("ASC") { Description = "Smallest first.", Value = SortDirection.Ascending },
                new EnumValueDefinition("DESC") { Description = "Largest first.", Value = SortDirection.Descending },
            ])
            { Description = "Sort direction. Null comes last in both directions." };
            Register(_sortEnum);
        }

        var result = new InputObjectType(name + "SortInput") { Description = $"One field of `{name}` to sort by.", IsOneOf = true };
        Register(result);
        _later.Add(() => result.SetFields(
        [
            .. Members<SortableAttribute>(entity).Select(m => new InputValueDefinition(m.Field.Name, _sortEnum)
            {
                Description = m.Field.Description,
                Member = new MemberReference(name, m.Field.Name),
            }),
        ]));
        return result;
    }

    private IEnumerable<(FieldDefinition Field, TAttribute Attribute)> Members<TAttribute>(Type entity)
        where TAttribute : Attribute
    {
        var type = (ObjectType)OutputType(entity);
        foreach (var member in _declarations[entity].GetMembers(Declared).OrderBy(m => m.MetadataToken))
        {
            if (member.GetCustomAttribute<TAttribute>() is { } attribute)
            {
                yield return (type.Field(NameOf(member, NamingConventions.Field(member.Name)))!, attribute);
            }
        }
    }
}
