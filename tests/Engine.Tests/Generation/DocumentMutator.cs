using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Tests.Generation;

/// <summary>Breaks documents slightly: changes single tokens, or whole groups in brackets, which are subtrees.</summary>
internal sealed class DocumentMutator
{
    private static readonly string[] Anything =
    [
        "{", "}", "(", ")", "[", "]", ":", "=", "$", "@", "!", "|", "&", "...", "on", "query", "mutation", "subscription",
        "fragment", "true", "false", "null", "1", "1.5", "2147483648", "\"text\"", "\"\"\"block\"\"\"", "type", "extend", "input", "{ }",
        "__typename", "__schema", "a0", "a1", "F0", "F1", "F2", "v0", "v1", "Op0", "Op1", "skip", "include", "if", "-0", "1e5", "\"", "01", "?",
    ];

    private readonly Random _random;
    private readonly string[] _names;

    public DocumentMutator(Schema schema, Random random)
    {
        _random = random;
        _names =
        [
            .. schema.Types.Select(t => t.Name), .. schema.Directives.Select(d => d.Name),
            .. schema.Types.OfType<FieldsType>().SelectMany(t => t.Fields).SelectMany(f => (string[])[f.Name, .. f.Arguments.Select(a => a.Name)]),
            .. schema.Types.OfType<InputObjectType>().SelectMany(t => t.Fields).Select(f => f.Name),
            .. schema.Types.OfType<EnumType>().SelectMany(t => t.Values).Select(v => v.Name),
        ];
    }

    public List<string> Mutate(IReadOnlyList<string> document)
    {
        var tokens = document.ToList();
        for (var i = 1 + _random.Next(3); i > 0 && tokens.Count > 0; i--)
        {
            MutateOnce(tokens);
        }

        return tokens;
    }

    private void MutateOnce(List<string> tokens)
    {
        var at = _random.Next(tokens.Count);
        switch (_random.Next(22))
        {
            case 0:
                tokens.RemoveAt(at);
                break;
            case 1:
                tokens.Insert(at, tokens[_random.Next(tokens.Count)]);
                break;
            case 2:
                tokens[at] = Anything[_random.Next(Anything.Length)];
                break;
            case 3:
                tokens.Insert(at, Anything[_random.Next(Anything.Length)]);
                break;
            case >= 4 and <= 8:
                Rename(tokens, _names[_random.Next(_names.Length)]);
                break;
            case >= 9 and <= 12:
                // A name from elsewhere in the document: fields merge, variables and fragments are mixed up, names become
                // duplicates.
                Rename(tokens, tokens[PositionOf(tokens, IsName)]);
                break;
            case 13:
                RemoveGroup(tokens);
                break;
            case 14 or 15:
                ReplaceGroup(tokens);
                break;
            case >= 16 and <= 18:
                Replace(tokens, t => char.IsAsciiDigit(t[0]) || t[0] == '"' || t is "true" or "false" or "null");
                break;
            default:
                CopySelections(tokens);
                break;
        }
    }

    private void Rename(List<string> tokens, string name) => tokens[PositionOf(tokens, IsName)] = name;

    private void Replace(List<string> tokens, Func<string, bool> what) =>
        tokens[PositionOf(tokens, what)] = Anything[_random.Next(Anything.Length)];

    private void RemoveGroup(List<string> tokens)
    {
        var start = PositionOf(tokens, IsOpening);
        tokens.RemoveRange(start, Tokens.EndOfGroup(tokens, start) - start);
    }

    private void ReplaceGroup(List<string> tokens)
    {
        var from = PositionOf(tokens, IsOpening);
        var group = tokens[from..Tokens.EndOfGroup(tokens, from)];
        var to = PositionOf(tokens, t => t == tokens[from]);
        tokens.RemoveRange(to, Tokens.EndOfGroup(tokens, to) - to);
        tokens.InsertRange(to, group);
    }

    /// <summary>Copies the content of one selection set into another, so that fields of both must merge.</summary>
    private void CopySelections(List<string> tokens)
    {
        var from = PositionOf(tokens, t => t == "{");
        var inside = tokens[Math.Min(from + 1, tokens.Count)..Math.Max(from + 1, Tokens.EndOfGroup(tokens, from) - 1)];
        var to = PositionOf(tokens, t => t == "{");
        tokens.InsertRange(to + 1, inside);
    }

    private int PositionOf(List<string> tokens, Func<string, bool> what)
    {
        var positions = Enumerable.Range(0, tokens.Count).Where(i => what(tokens[i])).ToList();
        return positions.Count == 0 ? _random.Next(tokens.Count) : positions[_random.Next(positions.Count)];
    }

    private static bool IsName(string token) => char.IsAsciiLetter(token[0]) || token[0] == '_';

    private static bool IsOpening(string token) => token is "{" or "(" or "[";
}
