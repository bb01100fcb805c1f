using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Tests.Generation;

/// <summary>
/// Generates valid documents over a schema, as lists of tokens: operations with variables, fragments that spread later ones,
/// directives, merged fields. The same random numbers give the same document.
/// </summary>
internal sealed class DocumentGenerator
{
    private readonly Schema _schema;
    private readonly Random _random;
    private readonly ValueGenerator _values;
    private readonly HashSet<string> _mergeable;
    private readonly List<Fragment> _fragments = [];
    private readonly Dictionary<string, VariableDefinition> _variables = [];
    private HashSet<string> _variablesHere = [];
    private HashSet<int> _spreadsHere = [];
    private int _aliases;
    private int _budget;

    private DocumentGenerator(Schema schema, Random random)
    {
        _schema = schema;
        _random = random;
        _values = new ValueGenerator(random, Variable);

        // A field needs no alias if all fields of its name have one type. It is then selected without arguments.
        _mergeable = [.. schema.Types.OfType<FieldsType>().SelectMany(t => t.Fields)
            .GroupBy(f => f.Name).Where(g => g.Select(f => f.Type.ToString()).Distinct().Count() == 1).Select(g => g.Key)];
    }

    public static List<string> Document(Schema schema, Random random) => new DocumentGenerator(schema, random).Document();

    private List<string> Document()
    {
        _budget = 10 + _random.Next(60);
        var composites = _schema.Types
            .Where(t => t is FieldsType or UnionType && t != _schema.Subscription && !Introspection.IsReserved(t.Name)).ToList();
        for (var i = _random.Next(4); i > 0; i--)
        {
            _fragments.Add(new Fragment($"F{_fragments.Count}", composites[_random.Next(composites.Count)]));
        }

        // Starts with the last fragment, because a fragment may only spread later ones.
        for (var i = _fragments.Count - 1; i >= 0; i--)
        {
            (_variablesHere, _spreadsHere) = ([], []);
            var fragment = _fragments[i];
            var directives = Directives("FRAGMENT_DEFINITION");
            fragment.Tokens = ["fragment", fragment.Name, "on", fragment.Type.Name, .. directives, .. Selections(fragment.Type, 2, i + 1)];
            (fragment.Variables, fragment.Spreads) = (_variablesHere, _spreadsHere);
        }

        var count = Chance(0.8) ? 1 : 2;
        var parts = new List<List<string>>();
        var reached = new HashSet<int>();
        for (var i = 0; i < count; i++)
        {
            parts.Add(Operation(count > 1 || Chance(0.5) ? $"Op{i}" : null, reached));
        }

        parts.AddRange(_fragments.Where((_, i) => reached.Contains(i)).Select(f => f.Tokens));
        return [.. parts.OrderBy(_ => _random.Next()).SelectMany(p => p)];
    }

    private List<string> Operation(string? name, HashSet<int> reached)
    {
        (_variablesHere, _spreadsHere) = ([], []);
        var (keyword, location, root) = _random.Next(8) switch
        {
            0 when _schema.Mutation is not null => ("mutation", "MUTATION", _schema.Mutation),
            1 when _schema.Subscription is not null => ("subscription", "SUBSCRIPTION", _schema.Subscription),
            _ => ("query", "QUERY", _schema.Query),
        };
        var directives = Directives(location);
        var selections = keyword == "subscription"
            ? ["{", .. Field(root, root.Fields[_random.Next(root.Fields.Count)], 3, _fragments.Count, conditions: false), "}"]
            : Selections(root, 4, 0);
        var mine = Reach(_spreadsHere);
        reached.UnionWith(mine);
        var variables = _variablesHere.Union(mine.SelectMany(i => _fragments[i].Variables)).Order().ToList();
        if (keyword == "query" && name is null && variables.Count == 0 && directives.Count == 0 && Chance(0.7))
        {
            return selections;
        }

        var definitions = variables.SelectMany(v => _variables[v].Tokens).ToList();
        return
        [
            keyword, .. name is null ? (string[])[] : [name], .. definitions.Count > 0 ? ["(", .. definitions, ")"] : definitions,
            .. directives, .. selections,
        ];
    }

    private HashSet<int> Reach(IEnumerable<int> from)
    {
        var reached = new HashSet<int>();
        var pending = new Stack<int>(from);
        while (pending.TryPop(out var next))
        {
            if (reached.Add(next))
            {
                foreach (var spread in _fragments[next].Spreads)
                {
                    pending.Push(spread);
                }
            }
        }

        return reached;
    }

    private List<string> Selections(NamedType type, int depth, int firstFragment)
    {
        var tokens = new List<string> { "{" };
        var count = Chance(0.02) ? 0 : 1 + _random.Next(4);
        for (var i = 0; i < count; i++)
        {
            tokens.AddRange(Selection(type, depth, firstFragment));
        }

        return [.. tokens, "}"];
    }

    private List<string> Selection(NamedType type, int depth, int firstFragment)
    {
        _budget--;
        if (Chance(0.2) && Overlapping(type, firstFragment) is { Count: > 0 } fitting)
        {
            var index = fitting[_random.Next(fitting.Count)];
            _spreadsHere.Add(index);
            return ["...", _fragments[index].Name, .. Directives("FRAGMENT_SPREAD")];
        }

        if (depth > 0 && _budget > 0 && Chance(type is FieldsType ? 0.15 : 0.8))
        {
            var possible = _schema.PossibleTypes(type);
            var inner = Chance(0.3) ? type : possible[_random.Next(possible.Count)];
            string[] condition = inner == type && Chance(0.5) ? [] : ["on", inner.Name];
            return ["...", .. condition, .. Directives("INLINE_FRAGMENT"), .. Selections(inner, depth - 1, firstFragment)];
        }

        if (type is not FieldsType withFields || Chance(0.1))
        {
            return Chance(0.5) ? ["__typename"] : [Alias(), ":", "__typename", .. Directives("FIELD")];
        }

        if (type == _schema.Query && Chance(0.03))
        {
            return _random.Next(3) == 0
                ? ["__schema", "{", "queryType", "{", "name", "fields", "(", "includeDeprecated", ":", "true", ")", "{", "name", "}", "}", "}"]
                : Type();
        }

        var candidates = depth > 0 && _budget > 0
            ? withFields.Fields
            : [.. withFields.Fields.Where(f => f.Type.Named is ScalarType or EnumType)];
        candidates = [.. candidates.Where(f => f.Name != "possibleTypes")];
        return candidates.Count == 0
            ? ["__typename"]
            : Field(withFields, candidates[_random.Next(candidates.Count)], depth - 1, firstFragment, conditions: true);
    }

    /// <summary>
    /// Introspection of a type. Excludes the list of the schema's types, because their order is not specified.
    /// </summary>
    private List<string> Type()
    {
        var name = _schema.Types.ElementAt(_random.Next(_schema.Types.Count)).Name;
        return [Alias(), ":", "__type", "(", "name", ":", $"\"{name}\"", ")", .. Selections(_schema.Type("__Type")!, 2, _fragments.Count)];
    }

    private List<string> Field(FieldsType parent, FieldDefinition field, int depth, int firstFragment, bool conditions)
    {
        var arguments = Arguments(field.Arguments);
        List<string> tokens = arguments.Count == 0 && _mergeable.Contains(field.Name) && parent.Fields.Contains(field) && Chance(0.6)
            ? [field.Name]
            : [Alias(), ":", field.Name, .. arguments];
        if (conditions)
        {
            tokens.AddRange(Directives("FIELD"));
        }

        return field.Type.Named is FieldsType or UnionType
            ? [.. tokens, .. Selections(field.Type.Named, depth, firstFragment)]
            : tokens;
    }

    private List<string> Arguments(IReadOnlyList<InputValueDefinition> definitions)
    {
        var tokens = new List<string>();
        foreach (var argument in definitions.OrderBy(_ => _random.Next()))
        {
            if (argument.IsRequired || Chance(0.4))
            {
                tokens.AddRange([argument.Name, ":", .. _values.Value(argument.Type, 3, argument.DefaultValue is not null)]);
            }
        }

        return tokens.Count == 0 ? tokens : ["(", .. tokens, ")"];
    }

    private List<string> Directives(string location)
    {
        if (location is "FIELD" or "FRAGMENT_SPREAD" or "INLINE_FRAGMENT" && Chance(0.08))
        {
            return Chance(0.3) ? [.. Condition("skip"), .. Condition("include")] : Condition(Chance(0.5) ? "skip" : "include");
        }

        if (!Chance(0.12))
        {
            return [];
        }

        var possible = _schema.Directives.Where(d => d.Locations.Contains(location)).ToList();
        if (possible.Count == 0)
        {
            return [];
        }

        var directive = possible[_random.Next(possible.Count)];
        var times = directive.IsRepeatable && Chance(0.3) ? 2 : 1;
        return [.. Enumerable.Range(0, times).SelectMany(_ => (List<string>)["@", directive.Name, .. Arguments(directive.Arguments)])];
    }

    /// <summary>
    /// A condition on one of three variables, so that conditions share variables. One of the variables may be null.
    /// </summary>
    private List<string> Condition(string directive)
    {
        var name = $"flag{_random.Next(3)}";
        _variables.TryAdd(name, new VariableDefinition(name == "flag2"
            ? ["$", name, ":", "Boolean", "=", "true"]
            : ["$", name, ":", "Boolean", "!"]));
        _variablesHere.Add(name);
        return ["@", directive, "(", "if", ":", "$", name, ")"];
    }

    private List<int> Overlapping(NamedType type, int firstFragment)
    {
        var possible = _schema.PossibleTypes(type);
        return [.. Enumerable.Range(firstFragment, Math.Max(0, _fragments.Count - firstFragment))
            .Where(i => _schema.PossibleTypes(_fragments[i].Type).Any(possible.Contains))];
    }

    /// <summary>
    /// Declares a variable that is allowed where a type is expected: of that type, of a stricter type, or with a default.
    /// </summary>
    private string Variable(GraphQLType type, bool hasDefault, bool mayBeNullable)
    {
        var name = $"v{_variables.Count}";
        var declared = type.ToString()!;
        string[] byDefault = [];
        if (!mayBeNullable)
        {
            declared = $"{type.Nullable}!";
        }
        else if (type is NonNullType nonNull && Chance(0.3))
        {
            declared = nonNull.OfType.ToString()!;
            if (!hasDefault || Chance(0.3))
            {
                byDefault = ["=", .. _values.Constant(type)];
            }
        }
        else if (type is not NonNullType)
        {
            declared += Chance(0.3) ? "!" : "";
            byDefault = Chance(0.2) ? ["=", .. _values.Constant(Chance(0.8) || declared.EndsWith('!') ? new NonNullType(type) : type)] : [];
        }

        _variables[name] = new VariableDefinition(["$", name, ":", .. Tokens.Split(declared), .. byDefault, .. VariableDirectives()]);
        _variablesHere.Add(name);
        return name;
    }

    private string[] VariableDirectives() =>
        _schema.Directive("tag") is not null && Chance(0.05) ? ["@", "tag", "(", "name", ":", "\"x\"", ")"] : [];

    private string Alias() => $"a{_aliases++}";

    private bool Chance(double probability) => _random.NextDouble() < probability;

    private sealed class Fragment(string name, NamedType type)
    {
        public string Name { get; } = name;

        public NamedType Type { get; } = type;

        public List<string> Tokens { get; set; } = [];

        public HashSet<string> Variables { get; set; } = [];

        public HashSet<int> Spreads { get; set; } = [];
    }

    private sealed record VariableDefinition(string[] Tokens);
}
