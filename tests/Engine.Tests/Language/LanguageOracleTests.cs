using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Tests.Oracle;

namespace Integration.Graph.Engine.Tests.Language;

public sealed class LanguageOracleTests(ReferenceImplementation oracle, ITestOutputHelper output)
{
    private static readonly ParserOptions Unbounded =
        new() { MaxTokens = int.MaxValue, MaxDepth = 500, MaxDirectives = int.MaxValue };

    [Fact]
    public void Written_examples_are_read_and_written_alike() => Compare(LanguageExamples.Documents);

    /// <summary>Every string of a small alphabet between triple quotes: indents, blank lines, quotes and escapes in all orders.</summary>
    [Fact]
    public void Block_strings_of_a_small_alphabet_are_read_and_written_alike()
    {
        string[] alphabet = ["\n", " ", "\t", "a", "\"", "\\"];
        var values = new List<string> { "" };
        for (var from = 0; values[from].Length < 5; from++)
        {
            values.AddRange(alphabet.Select(letter => values[from] + letter));
        }

        Compare([.. values.Select(v => $"{{a(b:\"\"\"{v}\"\"\")}}")]);
    }

    [Fact]
    public void Strings_of_a_small_alphabet_are_read_and_written_alike()
    {
        string[] alphabet = ["\\", "u", "{", "}", "D83D", "DE00", "0041", "n", "😀", "\""];
        var values = new List<string> { "" };
        for (var from = 0; values.Count < 11_000; from++)
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
        for (var from = 0; values[from].Length < 4; from++)
        {
            values.AddRange(alphabet.Select(letter => values[from] + letter));
        }

        Compare([.. values.Where(v => v.Length > 0).Select(v => $"{{a(b:{v})}}")]);
    }

    private void Compare(string[] sources)
    {
        var differences = new List<string>();
        foreach (var batch in sources.Chunk(5_000))
        {
            var answers = oracle.Ask<TreeAnswer[]>(new { op = "parse", sources = batch });
            foreach (var (source, expected) in batch.Zip(answers))
            {
                if (LanguageComparison.Difference(source, expected, Unbounded) is { } difference)
                {
                    differences.Add(difference);
                }
            }
        }

        output.WriteLine($"{sources.Length} documents compared with graphql-js.");
        differences.ShouldBeEmpty(string.Join("\n\n", differences.Take(5)));
    }
}
