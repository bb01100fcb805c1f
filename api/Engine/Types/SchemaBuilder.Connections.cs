using System.Reflection;
using Integration.Graph.Engine.Planning.Rows;

namespace Integration.Graph.Engine.Types;

/// <summary>Connections, and the inputs by which they are filtered and ordered.</summary>
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
            new("first", BuiltInScalars.Int) { Description = $"How many from the front; {_paging.Default} if neither first nor last is given, {_paging.Most} at most." },
            new("after", BuiltInScalars.String) { Description = "Only what follows this cursor." },
            new("last", BuiltInScalars.Int) { Description = $"How many from the back; {_paging.Most} at most." },
            new("before", BuiltInScalars.String) { Description = "Only what comes before this cursor." },
        ];
        if (member.IsDefined(typeof(UseFilteringAttribute)))
        {
            arguments.Add(new("where", FilterInput(entity)) { Description = "Only those for which this holds. A withheld value counts as null." });
        }

        if (member.GetCustomAttribute<UseSortingAttribute>() is { } sorting)
        {
            arguments.Add(new("order", new ListType(new NonNullType(SortInput(entity))))
            {
                Description = "By the first, then by the next; null comes last. Without it, or among equals, by id.",
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

        var edge = new ObjectType(title + "Edge") { Description = "A row of a connection, with its place." };
        edge.SetFields(
        [
            new("cursor", new NonNullType(BuiltInScalars.String))
            {
                Description = "The row's place, for `after` and `before`.",
                Binding = new PureBinding((e, _, context) => ((Edge)e).Page.Cursor(((Edge)e).Index, context)),
            },
            new("node", new NonNullType(node))
            {
                Description = "The row.",
                Binding = new PureBinding((e, _, _) => ((Edge)e).Page.Rows[((Edge)e).Index]),
            },
        ]);
        var connection = new ObjectType(title + "Connection") { Description = "Rows, page by page." };
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
                Description = "Where this page stands.",
                Binding = new PureBinding((page, _, _) => page),
            },
            .. Counts(isTracked),
        ]);
        Register(edge);
        Register(connection);
        return connection;
    }

    /// <summary>How many rows there are. Where rows are tracked, a total over a filter can say something about a single row.</summary>
    private List<FieldDefinition> Counts(bool isTracked) => isTracked
        ?
        [
            new("totalCount", BuiltInScalars.Int)
            {
                Description = $"The number of rows for this caller on all pages. Null if `where` names a personal field and more than {_paging.Most} rows match: such a total could reveal the value of a single person.",
                Binding = new MethodBinding(async (page, _, context) => await ((Page)page!).CountAsync(context)),
            },
            new("countAtLeast", new NonNullType(BuiltInScalars.Int))
            {
                Description = $"The same as `totalCount`, or {_paging.Most + 1} where that is null: there are at least so many.",
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

        _pageInfo = new ObjectType("PageInfo") { Description = "Where a page stands among all." };
        _pageInfo.SetFields(
        [
            new("hasNextPage", new NonNullType(BuiltInScalars.Boolean)) { Description = "Whether rows follow.", Binding = new PureBinding((p, _, c) => ((Page)p).HasNext(c)) },
            new("hasPreviousPage", new NonNullType(BuiltInScalars.Boolean)) { Description = "Whether rows come before.", Binding = new PureBinding((p, _, c) => ((Page)p).HasPrevious(c)) },
            new("startCursor", BuiltInScalars.String) { Description = "The first row's cursor; null for an empty page.", Binding = new PureBinding((p, _, c) => ((Page)p).Rows.Count == 0 ? null : ((Page)p).Cursor(0, c)) },
            new("endCursor", BuiltInScalars.String) { Description = "The last row's cursor; null for an empty page.", Binding = new PureBinding((p, _, c) => ((Page)p).Rows.Count == 0 ? null : ((Page)p).Cursor(((Page)p).Rows.Count - 1, c)) },
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
                new("and", list) { Description = "All of these hold." },
                new("or", list) { Description = "At least one of these holds." },
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

    /// <summary>Of a set that is kept as one number, in which the nth value of the enum has the nth bit.</summary>
    private InputObjectType ListOperations(NamedType type)
    {
        var name = type.Name + "ListFilterInput";
        if (_byName.TryGetValue(name, out var known))
        {
            return (InputObjectType)known;
        }

        var result = new InputObjectType(name) { Description = $"Conditions on several `{type.Name}`." };
        result.SetFields([new InputValueDefinition("contains", type) { Description = "This is one of them." }]);
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
                ? "Conditions on a text, all of which must hold. Capitals, accents and what parts words make no difference; æ, ø and å do."
                : $"Conditions on a value of type `{type.Name}`, all of which must hold.",
        };
        var list = new ListType(type);
        List<InputValueDefinition> operations =
        [
            new("eq", type) { Description = "Equal; `null` asks for no value." },
            new("neq", type) { Description = "Not equal; no value is not equal to any value." },
        ];
        if (type.Name != "Boolean")
        {
            operations.AddRange(
            [
                new("in", list) { Description = "One of these." },
                new("nin", list) { Description = "None of these." },
            ]);
        }

        if (type.Name is "Int" or "Float" or "Date" or "DateTime")
        {
            operations.AddRange(
            [
                new("gt", type) { Description = "Greater." },
                new("gte", type) { Description = "Greater or equal." },
                new("lt", type) { Description = "Less." },
                new("lte", type) { Description = "Less or equal." },
            ]);
        }

        if (type.Name == "String")
        {
            operations.AddRange(
            [
                new("startsWith", type) { Description = "Begins with this text; no character in it is a wildcard." },
                new("contains", type) { Description = "Has this text in it; no character in it is a wildcard." },
            ]);
        }

        if (isText)
        {
            operations.Add(new("search", type) { Description = "Each word of this begins a word of the text, in whatever order; of more than eight words the first eight count." });
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
            { Description = "Which way to order; null comes last either way." };
            Register(_sortEnum);
        }

        var result = new InputObjectType(name + "SortInput") { Description = $"One member of `{name}` to order by.", IsOneOf = true };
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
