using System.Text.RegularExpressions;

namespace Integration.Graph.Server.Tests.Sharing;

/// <summary>
/// A minimal SQL parser. For every column in a statement it finds the conditions under which the column's value matters:
/// those of the enclosing CASE, and those combined with it by AND.
/// </summary>
internal sealed partial class SqlTree
{
    private static readonly HashSet<string> Clauses =
    [
        ",", "SELECT", "FROM", "WHERE", "JOIN", "INNER", "LEFT", "ON", "ORDER", "BY", "GROUP", "HAVING", "LIMIT", "OFFSET",
        "AS", "ASC", "DESC", "DISTINCT", "UNION", "ALL", "NULLS", "LAST", "FIRST", ";",
    ];

    private static readonly HashSet<string> Ends = [")", "WHEN", "THEN", "ELSE", "END"];

    private readonly List<string> _tokens;
    private readonly List<Use> _uses = [];

    /// <summary>
    /// For each query in a FROM clause: maps its column names to the column that they pass on, or to null for computed
    /// columns.
    /// </summary>
    private readonly Dictionary<string, Dictionary<string, (string Alias, string Column)?>> _derived = [];
    private int _at;

    private SqlTree(List<string> tokens) => _tokens = tokens;

    /// <summary>A use of a column.</summary>
    /// <param name="Alias">Alias of its table in the statement.</param>
    /// <param name="Column">Name of the column.</param>
    /// <param name="Clause">The clause that contains it.</param>
    /// <param name="Guards">Conditions under which its value matters, as text without parentheses.</param>
    /// <param name="Around">The surrounding expression, for messages.</param>
    /// <param name="IsPassedOn">Whether a query in a FROM clause only passes it to the outer query. This is not output.</param>
    internal sealed record Use(string Alias, string Column, string Clause, IReadOnlyCollection<string> Guards, string Around, bool IsPassedOn)
    {
        /// <summary>The table; null if a query in a FROM clause has computed the column.</summary>
        public string? Table { get; init; }
    }

    /// <summary>Returns every use of a table's column in a statement.</summary>
    public static List<Use> Uses(string sql)
    {
        // Only one of the two databases uses quotation marks.
        var tree = new SqlTree([.. Token().Matches(sql).Select(match => match.Value.Trim('"'))]);
        var root = tree.Sequence();
        if (tree._at < tree._tokens.Count)
        {
            throw new InvalidOperationException($"The tests cannot read this SQL from token {tree._at} on: {sql}");
        }

        tree.Visit(root, [], "", derived: false);
        var tables = TableAlias().Matches(sql).DistinctBy(match => match.Groups[2].Value).ToDictionary(match => match.Groups[2].Value, match => match.Groups[1].Value);
        return [.. tree._uses.Select(use => tree.Resolve(use, tables)).OfType<Use>()];
    }

    private Use? Resolve(Use use, Dictionary<string, string> tables) => Source(use.Alias, use.Column, tables) is not var (alias, column) ? null : use with
    {
        Column = column,
        Table = tables.GetValueOrDefault(alias),
        Guards = [.. use.Guards.Select(guard => Resolve(guard.Split(' '), tables))],
    };

    /// <summary>Returns the condition with column names replaced by table columns.</summary>
    private string Resolve(string[] words, Dictionary<string, string> tables)
    {
        for (var i = 0; i + 2 < words.Length; i++)
        {
            if (words[i + 1] == "." && Source(words[i], words[i + 2], tables) is var (alias, column))
            {
                (words[i], words[i + 2]) = (alias, column);
            }
        }

        return string.Join(' ', words);
    }

    /// <summary>Returns the table column behind a name; null if a query in a FROM clause has computed it.</summary>
    private (string Alias, string Column)? Source(string alias, string column, Dictionary<string, string> tables)
    {
        while (!tables.ContainsKey(alias) && _derived.TryGetValue(alias, out var inner) && inner.TryGetValue(column, out var source))
        {
            if (source is null)
            {
                return null;
            }

            (alias, column) = source.Value;
        }

        return (alias, column);
    }

    private abstract record Node;

    private sealed record Word(string Text) : Node;

    private sealed record Flat(List<Node> Items) : Node;

    private sealed record All(List<Node> Items) : Node;

    private sealed record Any(List<Node> Items) : Node;

    private sealed record Group(List<Node> Items) : Node;

    private sealed record Choice(Node? Operand, List<(Node When, Node Then)> Branches, Node? Else) : Node;

    private string Next => _at < _tokens.Count ? _tokens[_at] : "";

    private bool Take(string token)
    {
        if (Next != token)
        {
            return false;
        }

        _at++;
        return true;
    }

    private List<Node> Sequence()
    {
        var items = new List<Node>();
        while (_at < _tokens.Count && !Ends.Contains(Next))
        {
            items.Add(Clauses.Contains(Next) ? new Word(_tokens[_at++]) : Or());
        }

        return items;
    }

    private Node Or()
    {
        var items = new List<Node> { And() };
        while (Take("OR"))
        {
            items.Add(And());
        }

        return items.Count == 1 ? items[0] : new Any(items);
    }

    private Node And()
    {
        var items = new List<Node> { Plain() };
        while (Take("AND"))
        {
            items.Add(Plain());
        }

        return items.Count == 1 ? items[0] : new All(items);
    }

    private Flat Plain()
    {
        var items = new List<Node>();
        while (_at < _tokens.Count && Next is not ("AND" or "OR") && !Ends.Contains(Next) && !Clauses.Contains(Next))
        {
            items.Add(Atom());
        }

        return new Flat(items);
    }

    private Node Atom()
    {
        if (Take("("))
        {
            var inner = Sequence();
            Expect(")");
            return new Group(inner);
        }

        if (Next == "BETWEEN")
        {
            throw new InvalidOperationException("The tests cannot read BETWEEN: its AND is not a conjunction.");
        }

        return Take("CASE") ? Case() : new Word(_tokens[_at++]);
    }

    private Choice Case()
    {
        var operand = Next == "WHEN" ? null : Or();
        var branches = new List<(Node, Node)>();
        while (Take("WHEN"))
        {
            var when = Or();
            Expect("THEN");
            branches.Add((when, Or()));
        }

        var otherwise = Take("ELSE") ? Or() : null;
        Expect("END");
        return new Choice(operand, branches, otherwise);
    }

    private void Expect(string token)
    {
        if (!Take(token))
        {
            throw new InvalidOperationException($"The tests expect {token} and find '{Next}' in: {string.Join(' ', _tokens)}");
        }
    }

    private void Visit(Node node, HashSet<string> guards, string clause, bool derived)
    {
        switch (node)
        {
            case Flat flat:
                Columns(flat, guards, clause, derived);
                foreach (var item in flat.Items)
                {
                    Visit(item, guards, clause, derived);
                }

                break;
            case Group group:
                Visit(group.Items, guards, clause, derived: clause == "FROM");
                break;
            case Any any:
                foreach (var item in any.Items)
                {
                    Visit(item, guards, clause, derived);
                }

                break;
            case All all:
                foreach (var item in all.Items)
                {
                    Visit(item, [.. guards, .. all.Items.Where(other => other != item).SelectMany(Conjuncts)], clause, derived);
                }

                break;
            case Choice choice:
                if (choice.Operand is { } operand)
                {
                    Visit(operand, guards, clause, derived);
                }

                foreach (var (when, then) in choice.Branches)
                {
                    Visit(when, guards, clause, derived);
                    Visit(then, choice.Operand is null ? [.. guards, .. Conjuncts(when)] : guards, clause, derived);
                }

                if (choice.Else is { } otherwise)
                {
                    Visit(otherwise, guards, clause, derived);
                }

                break;
        }
    }

    private void Visit(List<Node> sequence, HashSet<string> guards, string clause, bool derived)
    {
        for (var i = 0; i < sequence.Count; i++)
        {
            if (sequence[i] is Word { Text: "SELECT" or "FROM" or "JOIN" or "WHERE" or "ON" or "ORDER" } word)
            {
                clause = word.Text == "JOIN" ? "FROM" : word.Text;
            }

            if (clause == "FROM" && sequence[i] is Flat { Items: [Group { Items: [Word { Text: "SELECT" }, ..] inner }] } && i + 2 < sequence.Count)
            {
                _derived[Text(sequence[i + 2])] = PassedOn(inner);
            }

            Visit(sequence[i], guards, clause, derived);
        }
    }

    private static Dictionary<string, (string, string)?> PassedOn(List<Node> query)
    {
        var columns = new Dictionary<string, (string, string)?>();
        for (var i = 0; i < query.Count && query[i] is not Word { Text: "FROM" }; i++)
        {
            var source = query[i] is Flat { Items: [Word alias, Word { Text: "." }, Word column] } ? (alias.Text, column.Text) : ((string, string)?)null;
            if (query[i] is not Word && i + 2 < query.Count && query[i + 1] is Word { Text: "AS" })
            {
                columns[Text(query[i += 2])] = source;
            }
            else if (source is { } same)
            {
                columns[same.Item2] = source;
            }
        }

        return columns;
    }

    private void Columns(Flat flat, HashSet<string> guards, string clause, bool derived)
    {
        for (var i = 0; i + 2 < flat.Items.Count; i++)
        {
            if (flat.Items[i] is Word alias && flat.Items[i + 1] is Word { Text: "." } && flat.Items[i + 2] is Word column)
            {
                _uses.Add(new Use(alias.Text, column.Text, clause, guards, Text(flat), derived && clause == "SELECT" && flat.Items.Count == 3));
            }
        }
    }

    /// <summary>Returns the terms that must be true for the condition to be true.</summary>
    private static IEnumerable<string> Conjuncts(Node node) => node switch
    {
        All all => all.Items.SelectMany(Conjuncts),
        Flat { Items: [Group { Items: [var inner] }] } => Conjuncts(inner),
        Flat flat => [Text(flat)],
        _ => [],
    };

    private static string Text(Node node) => node switch
    {
        Word word => word.Text,
        Flat flat => string.Join(' ', flat.Items.Select(Text)),
        Group group => string.Join(' ', group.Items.Select(Text)),
        Any any => "(" + string.Join(" OR ", any.Items.Select(Text)) + ")",
        All all => "(" + string.Join(" AND ", all.Items.Select(Text)) + ")",
        _ => "CASE",
    };

    [GeneratedRegex("""'(?:[^']|'')*'|"[^"]*"|[@$:]?[A-Za-z_][A-Za-z_0-9]*|[0-9.]+|<>|<=|>=|::|\|\||[^\s]""")]
    private static partial Regex Token();

    [GeneratedRegex("""(?:FROM|JOIN) "?(\w+)"?(?:\([^)]*\))? AS "?(\w+)"?""")]
    private static partial Regex TableAlias();
}
