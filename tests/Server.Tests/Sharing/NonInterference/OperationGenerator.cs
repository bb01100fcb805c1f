using System.Globalization;
using System.Text;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Server.Tests.Sharing.NonInterference;

/// <summary>An operation, and how to follow its pages.</summary>
/// <param name="Document">The GraphQL document.</param>
/// <param name="Cursors">
/// Each paged connection: its response key, the variable of the cursor, and whether it pages forward.
/// </param>
internal sealed record GeneratedOperation(string Document, IReadOnlyList<(string Key, string Variable, bool Forward)> Cursors);

/// <summary>Generates operations from a role's schema. New fields, arguments and types are covered automatically.</summary>
/// <param name="view">The role's schema.</param>
/// <param name="full">The full schema, for selections under <c>@ifPermitted</c>.</param>
/// <param name="random">Source of randomness.</param>
/// <param name="values">Values for arguments.</param>
/// <param name="pageSize">The largest requested page.</param>
internal sealed class OperationGenerator(Engine.Types.Schema view, Engine.Types.Schema full, Random random, ArgumentPool values, int pageSize = 60)
{
    private readonly List<(string, string, bool)> _cursors = [];
    private readonly StringBuilder _fragments = new();
    private int _names;
    private int _room;
    private int _turn;

    public GeneratedOperation Query()
    {
        _cursors.Clear();
        _fragments.Clear();
        _names = 0;
        _room = 60;
        // Few root fields lead to persons; most are public.
        var roots = view.Query.Fields.Where(f => !values.IsLeftOut(f.Name)).ToList();
        var private_ = roots.Where(IsPaged).ToList();
        var body = new StringBuilder();
        // Selects each field that leads to persons in turn, so that a few documents cover all of them, and adds other fields.
        if (private_.Count > 0)
        {
            body.Append(Field(private_[_turn++ % private_.Count], 5, isRoot: true)).Append(' ');
        }

        for (var i = random.Next(private_.Count > 0 ? 0 : 1, 3); i > 0; i--)
        {
            body.Append(Field(Chance(0.7) && private_.Count > 0 ? Pick(private_) : Pick(roots), 5, isRoot: true)).Append(' ');
        }

        var variables = string.Concat(_cursors.Select(c => $", ${c.Item2}: String"));
        return new GeneratedOperation($"query Generated($yes: Boolean! = true, $no: Boolean! = false{variables}) {{ {body}... on Query @include(if: $yes) @skip(if: $no) {{ __typename }} }} {_fragments}", [.. _cursors]);
    }

    /// <summary>
    /// Returns a root field with everything below it, up to lists of 100 and a given depth. Excludes <c>edges</c>, which
    /// would read all <c>nodes</c> again.
    /// </summary>
    public string Everything(FieldDefinition root, int depth)
    {
        var arguments = IsPaged(root) ? "(first: 100)" : Arguments(root, always: false, 2);
        return $"{root.Name}{arguments}{All(root.Type.Named, depth)}";
    }

    /// <summary>Returns a mutation with a generated input and a selection of its whole payload.</summary>
    public string Mutation(FieldDefinition mutation) => $"mutation Generated {{ {mutation.Name}{Arguments(mutation, always: true, 3)}{All(mutation.Type.Named, 4)} }}";

    public string Subscription(FieldDefinition subscription) => $"subscription Generated {{ {subscription.Name}{All(subscription.Type.Named, 4)} }}";

    private string All(NamedType type, int depth) => type switch
    {
        FieldsType when depth == 0 => " { __typename }",
        InterfaceType contract => $" {{ __typename {string.Concat(contract.PossibleTypes.Select(t => $"... on {t.Name}{All(t, depth)} "))}}}",
        UnionType union => $" {{ __typename {string.Concat(union.Types.Select(t => $"... on {t.Name}{All(t, depth)} "))}}}",
        ObjectType fields => $" {{ {string.Join(' ', fields.Fields.Where(f => f.Name != "edges").Select(f => $"{f.Name}{(IsPaged(f) ? "(first: 100)" : Arguments(f, always: false, 2))}{All(f.Type.Named, depth - 1)}"))} }}",
        _ => "",
    };

    private string Field(FieldDefinition field, int depth, bool isRoot = false)
    {
        _room--;
        var isPagedRoot = isRoot && IsPaged(field);
        var key = isPagedRoot || Chance(0.25) ? $"k{_names++}" : field.Name;
        var arguments = isPagedRoot ? Paged(field, key) : Arguments(field, always: false, 3);
        // Two selections of one name must have the same arguments, so a selection with arguments gets an alias.
        if (key == field.Name && arguments.Length > 0)
        {
            key = $"k{_names++}";
        }

        var directive = random.Next(12) switch
        {
            0 => $" @include(if: {(Chance(0.7) ? "true" : "false")})",
            1 => Chance(0.7) ? " @skip(if: $no)" : " @include(if: $yes)",
            2 => " @ifPermitted",
            _ => "",
        };
        var selection = field.Type.Named is FieldsType or UnionType ? Selection(field.Type.Named, depth - 1, isPagedRoot) : "";
        return $"{(key == field.Name ? "" : key + ": ")}{field.Name}{arguments}{(isPagedRoot ? "" : directive)}{selection}";
    }

    private string Selection(NamedType type, int depth, bool isPagedRoot = false)
    {
        var body = new StringBuilder(" { ");
        if (isPagedRoot)
        {
            body.Append("pageInfo { hasNextPage hasPreviousPage startCursor endCursor } ");
        }

        if (type is InterfaceType or UnionType)
        {
            body.Append("__typename ");
            var possible = type is InterfaceType contract ? contract.PossibleTypes : ((UnionType)type).Types;
            for (var i = random.Next(1, 4); i > 0 && depth > 0; i--)
            {
                var one = Pick(possible);
                body.Append("... on ").Append(one.Name).Append(Aliased(one, depth)).Append(' ');
            }

            return body.Append('}').ToString();
        }

        var fields = (ObjectType)type;
        var chosen = 0;
        foreach (var field in fields.Fields)
        {
            var isLeaf = field.Type.Named is not (FieldsType or UnionType);
            var share = fields.Name.EndsWith("Connection", StringComparison.Ordinal) || fields.Name.EndsWith("Edge", StringComparison.Ordinal) ? 0.75 : isLeaf ? 0.5 : 0.4;
            if ((!isLeaf && depth <= 0) || _room < 0 || !Chance(share) || (isPagedRoot && field.Name == "pageInfo"))
            {
                continue;
            }

            body.Append(Field(field, depth)).Append(' ');
            chosen++;
        }

        if (Chance(0.15) && full.Type(fields.Name) is ObjectType whole && whole.Fields.Where(f => fields.Field(f.Name) is null && !f.Arguments.Any(a => a.IsRequired)).ToList() is { Count: > 0 } hidden)
        {
            var one = Pick(hidden);
            body.Append(one.Name).Append(" @ifPermitted").Append(one.Type.Named is FieldsType or UnionType ? " { __typename } " : " ");
        }

        if (Chance(0.15) && depth > 0)
        {
            body.Append(Chance(0.5) ? $"... on {fields.Name} @include(if: {(Chance(0.7) ? "true" : "false")}){Aliased(fields, depth)} " : Named(fields, depth));
        }

        if (chosen == 0)
        {
            body.Append("__typename ");
        }

        return body.Append('}').ToString();
    }

    /// <summary>Selects fields under unique aliases, so that they never conflict with others.</summary>
    private string Aliased(ObjectType type, int depth)
    {
        var fields = type.Fields.Where(f => f.Type.Named is not (FieldsType or UnionType) && f.Arguments.Count == 0).ToList();
        var body = string.Join(' ', Enumerable.Range(0, random.Next(1, 5)).Where(_ => fields.Count > 0).Select(_ => $"k{_names++}: {Pick(fields).Name}"));
        var links = type.Fields.Where(f => f.Type.Named is ObjectType && !f.Arguments.Any(a => a.IsRequired)).ToList();
        if (depth > 1 && links.Count > 0 && _room > 0)
        {
            var link = Pick(links);
            body += $" k{_names++}: {link.Name}{Selection(link.Type.Named, depth - 1)}";
        }

        return $" {{ __typename {body} }}";
    }

    private string Named(ObjectType type, int depth)
    {
        var name = $"F{_names++}";
        _fragments.Append("fragment ").Append(name).Append(" on ").Append(type.Name).Append(Aliased(type, depth)).Append(' ');
        return $"...{name} ";
    }

    private string Paged(FieldDefinition field, string key)
    {
        var forward = Chance(0.7);
        var variable = $"c{key}";
        _cursors.Add((key, variable, forward));
        var size = random.Next(1, Math.Min(pageSize, Chance(0.2) ? 60 : 6) + 1);
        var others = field.Arguments.Where(a => a.Name is not ("first" or "last" or "after" or "before") && (a.IsRequired || Chance(0.5)))
            .Select(a => $", {a.Name}: {values.Of(a.Type, a.Name, random, 3)}");
        return $"({(forward ? "first" : "last")}: {size}, {(forward ? "after" : "before")}: ${variable}{string.Concat(others)})";
    }

    private string Arguments(FieldDefinition field, bool always, int depth)
    {
        var given = new List<string>();
        if (IsPaged(field) && Chance(0.8))
        {
            given.Add($"{(Chance(0.7) ? "first" : "last")}: {random.Next(1, Math.Min(pageSize, 6) + 1)}");
        }

        foreach (var argument in field.Arguments.Where(a => a.Name is not ("first" or "last" or "after" or "before")))
        {
            if (argument.IsRequired || always || Chance(0.5))
            {
                given.Add($"{argument.Name}: {values.Of(argument.Type, argument.Name, random, depth)}");
            }
        }

        return given.Count == 0 ? "" : $"({string.Join(", ", given)})";
    }

    private static bool IsPaged(FieldDefinition field) => field.Type.Named.Name.EndsWith("Connection", StringComparison.Ordinal);

    private bool Chance(double share) => random.NextDouble() < share;

    private T Pick<T>(IReadOnlyList<T> among) => among[random.Next(among.Count)];
}

/// <summary>Values for arguments: values of the worlds, and some others.</summary>
/// <param name="texts">Returns texts for the argument, input field or enclosing object with the given name.</param>
/// <param name="ids">Returns all ids of a world that fit the argument or input field with the given name.</param>
/// <param name="leftOut">Root fields to exclude.</param>
internal sealed class ArgumentPool(Func<string, IReadOnlyList<string>> texts, Func<string, IReadOnlyList<string>> ids, params string[] leftOut)
{
    public bool IsLeftOut(string rootField) => leftOut.Contains(rootField);

    /// <summary>Returns a literal of the type.</summary>
    /// <param name="type">The type of the argument.</param>
    /// <param name="hint">The name of the argument, or of the object that contains it.</param>
    /// <param name="random">Source of randomness.</param>
    /// <param name="depth">How many more objects may be nested.</param>
    public string Of(GraphQLType type, string hint, Random random, int depth)
    {
        if (type is not NonNullType && random.Next(14) == 0)
        {
            return "null";
        }

        return type.Nullable switch
        {
            ListType list => $"[{string.Join(", ", Enumerable.Range(0, random.Next(1, 4)).Select(_ => Of(list.OfType, hint, random, depth - 1)))}]",
            InputObjectType input => Object(input, hint, random, depth),
            EnumType values => values.Values[random.Next(values.Values.Count)].Name,
            NamedType { Name: "Boolean" } => random.Next(2) == 0 ? "true" : "false",
            NamedType { Name: "Int" } => random.Next(hint == "age" ? 71 : 4).ToString(CultureInfo.InvariantCulture),
            NamedType { Name: "Float" } => "1.5",
            NamedType { Name: "ID" } => $"\"{ids(hint)[random.Next(ids(hint).Count)]}\"",
            NamedType { Name: "Date" } => $"\"{new DateOnly(2026, 1, 20).AddDays(random.Next(70)):yyyy-MM-dd}\"",
            NamedType { Name: "DateTime" } => $"\"{SharingWorld.Now.AddDays(-random.Next(40)):yyyy-MM-ddTHH:mm:ssZ}\"",
            _ => $"\"{texts(hint)[random.Next(texts(hint).Count)]}\"",
        };
    }

    private string Object(InputObjectType input, string hint, Random random, int depth)
    {
        var fields = input.Fields.Where(f => depth > 0 || f.Type.Named is not InputObjectType || f.IsRequired).ToList();
        if (input.IsOneOf)
        {
            var one = fields[random.Next(fields.Count)];
            return $"{{ {one.Name}: {Of(new NonNullType(one.Type.Nullable), one.Name, random, depth - 1)} }}";
        }

        if (depth > 2 && random.Next(3) == 0 && Isolating(input, random) is { } isolating)
        {
            return isolating;
        }

        var isOperations = input.Name.EndsWith("OperationFilterInput", StringComparison.Ordinal);
        var share = isOperations ? 1.2 / fields.Count : input.Name.EndsWith("FilterInput", StringComparison.Ordinal) ? 0.4 : 0.8;
        var given = fields.Where(f => f.IsRequired || random.NextDouble() < share).ToList();
        if (given.Count == 0 && fields.Count > 0)
        {
            given.Add(fields[random.Next(fields.Count)]);
        }
        // Inside operations and wrappers, the name of the filtered member decides which values make sense.
        return $"{{ {string.Join(", ", given.Select(f => $"{f.Name}: {Of(isOperations && f.Name is not ("eq" or "neq") ? new NonNullType(f.Type.Nullable) : f.Type, isOperations || f.Name is "code" or "and" or "or" ? hint : f.Name, random, depth - 1)}"))} }}";
    }

    /// <summary>
    /// A filter of an attacker for one value of one person. One branch matches if the value passes a condition; the other
    /// matches rows whatever the value is.
    /// </summary>
    private string? Isolating(InputObjectType filter, Random random)
    {
        if (filter.Field("reference") is null || filter.Field("or") is null)
        {
            return null;
        }

        var references = texts("reference");
        var person = Reference();
        var conditions = filter.Fields.Where(f => f.Name is not ("reference" or "and" or "or")).ToList();
        var condition = conditions[random.Next(conditions.Count)];
        var value = $"{condition.Name}: {Of(new NonNullType(condition.Type.Nullable), condition.Name, random, 2)}";
        var others = random.Next(3) switch
        {
            0 => $"neq: \"{person}\"",
            1 => $"eq: \"{Reference()}\"",
            _ => $"in: [{string.Join(", ", Enumerable.Range(0, random.Next(1, 5)).Select(_ => $"\"{Reference()}\""))}]",
        };
        return $"{{ or: [{{ and: [{{ reference: {{ eq: \"{person}\" }} }}, {{ {value} }}] }}, {{ reference: {{ {others} }} }}] }}";

        string Reference() => references[random.Next(references.Count)];
    }
}
