using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Tests.Generation;
using Integration.Graph.Engine.Tests.Oracle;
using Integration.Graph.Engine.Tests.Support;

namespace Integration.Graph.Engine.Tests.Language;

public sealed class LanguageOracleTests(ReferenceImplementation oracle, ITestOutputHelper output)
{
    private static readonly ParserOptions Unbounded =
        new() { MaxTokens = int.MaxValue, MaxNesting = 500, MaxDirectives = int.MaxValue };

    [Fact]
    public void Written_examples_are_read_and_written_alike() => Compare(LanguageExamples.Documents);

    /// <summary>
    /// Strings of a small alphabet between triple quotes: indents, blank lines, quotes and escapes in all orders.
    /// </summary>
    [Fact]
    public void Block_strings_of_a_small_alphabet_are_read_and_written_alike()
    {
        output.Report($"SEED={Seed.Value}");
        char[] alphabet = ['\n', ' ', '\t', 'a', '"', '\\'];
        var values = new List<string> { "" };
        for (var from = 0; values[from].Length < Seed.Count(4, 7); from++)
        {
            values.AddRange(alphabet.Select(letter => values[from] + letter));
        }

        // By default all values up to length 4, and random longer ones up to a total of 2,000.
        var random = new Random(Seed.Value);
        while (values.Count < 2_000)
        {
            values.Add(new string(random.GetItems(alphabet, 5 + random.Next(3))));
        }

        Compare([.. values.Select(v => $"{{a(b:\"\"\"{v}\"\"\")}}")]);
    }

    [Fact]
    public void Strings_of_a_small_alphabet_are_read_and_written_alike()
    {
        string[] alphabet = ["\\", "u", "{", "}", "D83D", "DE00", "0041", "n", "😀", "\""];
        var values = new List<string> { "" };
        for (var from = 0; values.Count < Seed.Count(2_000, 100_000); from++)
        {
            values.AddRange(alphabet.Select(letter => values[from] + letter));
        }

        Compare([.. values.Select(v => $"{{a(b:\"{v}\")}}")]);
    }

    [Fact]
    public void Numbers_of_a_small_alphabet_are_read_alike()
    {
        string[] alphabet = ["0", "1", "-", ".", "e", "E", "+", "x", "_"];
        var values = new List<string> { "" };
        for (var from = 0; values[from].Length < Seed.Count(3, 5); from++)
        {
            values.AddRange(alphabet.Select(letter => values[from] + letter));
        }

        Compare([.. values.Where(v => v.Length > 0).Select(v => $"{{a(b:{v})}}")]);
    }

    [Fact]
    public void Values_and_types_alone_are_read_alike()
    {
        string[] sources =
        [
            "1", "-1.5e3", "\"x\"", "\"\"\"\n  x\n\"\"\"", "true", "null", "A", "$a", "[]", "[1, $a]", "{}", "{a: [$b], c: {d: E}}", "", "1 2", "[1", "{a}", "{a: }", "@", "$", "!",
        ];
        foreach (var (source, expected) in sources.Zip(oracle.Ask<TreeAnswer[]>(new { op = "value", sources })))
        {
            Told(() => Parser.ParseValue(source)).ShouldBe((expected.Printed, expected.Error), source);
        }

        string[] types = ["Int", "[Int!]!", "[[A]]", "", "Int!!", "[Int", "[]", "$a", "Int Int"];
        foreach (var (source, expected) in types.Zip(oracle.Ask<TreeAnswer[]>(new { op = "type", sources = types })))
        {
            Told(() => Parser.ParseType(source)).ShouldBe((expected.Printed, expected.Error), source);
        }

        output.Report($"{sources.Length + types.Length} values and types compared with graphql-js.");
        Should.Throw<GraphQLSyntaxException>(() => Parser.ParseConstant("[1, {a: $b}]")).Message
            .ShouldBe("Syntax Error: Unexpected variable \"$b\" in constant value.");
    }

    /// <summary>Type definitions: complete, and with tokens removed, doubled or copied from elsewhere.</summary>
    [Fact]
    public void Spoilt_definitions_of_types_are_read_and_written_alike()
    {
        output.Report($"SEED={Seed.Value}");
        var random = new Random(Seed.Value);
        var definitions = Schemas.All.Values.Concat(LanguageExamples.Documents)
            .Select(Tokens.Split).Where(t => t.Count > 0).ToList();
        Compare([.. Enumerable.Range(0, Seed.Count(2_000, 50_000)).Select(_ =>
        {
            var tokens = definitions[random.Next(definitions.Count)];
            var start = random.Next(Math.Max(1, tokens.Count - 60));
            tokens = tokens[start..Math.Min(tokens.Count, start + 60)];
            for (var i = random.Next(3); i > 0 && tokens.Count > 1; i--)
            {
                var at = random.Next(tokens.Count);
                var other = definitions[random.Next(definitions.Count)];
                switch (random.Next(3))
                {
                    case 0:
                        tokens.RemoveAt(at);
                        break;
                    case 1:
                        tokens.Insert(at, other[random.Next(other.Count)]);
                        break;
                    default:
                        tokens[at] = other[random.Next(other.Count)];
                        break;
                }
            }

            return Tokens.Join(tokens, random);
        })]);
    }

    private static (string? Printed, SyntaxErrorAnswer? Error) Told(Func<SyntaxNode> parse)
    {
        try
        {
            return (Printer.Print(parse()), null);
        }
        catch (GraphQLSyntaxException exception)
        {
            return (null, new SyntaxErrorAnswer(exception.Message, exception.Location.Line, exception.Location.Column));
        }
    }

    private void Compare(string[] sources)
    {
        var differences = new List<string>();
        foreach (var batch in sources.Chunk(5_000))
        {
            var trees = oracle.Ask<TreeAnswer[]>(new { op = "parse", sources = batch });
            var stripped = oracle.Ask<TreeAnswer[]>(new { op = "strip", sources = batch });
            for (var i = 0; i < batch.Length; i++)
            {
                var difference = LanguageComparison.Difference(batch[i], trees[i], Unbounded)
                    ?? LanguageComparison.StripDifference(batch[i], stripped[i]);
                if (difference is not null)
                {
                    differences.Add(difference);
                }
            }
        }

        output.Report($"{sources.Length} documents compared with graphql-js: tree or error, printed, stripped.");
        differences.ShouldBeEmpty(string.Join("\n\n", differences.Take(5)));
    }
}
