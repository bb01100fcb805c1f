using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Tests.Language;
using Integration.Graph.Engine.Tests.Oracle;
using Integration.Graph.Engine.Tests.Support;
using Integration.Graph.Engine.Tests.Validation;

namespace Integration.Graph.Engine.Tests.Generation;

/// <summary>Generated documents, parsed and validated by the engine and by the reference implementation.</summary>
public sealed class GeneratedDocumentTests(ReferenceImplementation oracle, ITestOutputHelper output)
{
    private const int ShownDifferences = 3;

    private readonly ValidationComparison _comparison = new(oracle);

    public static TheoryData<string> Names => [.. Schemas.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Valid_documents_are_found_valid(string schema)
    {
        var random = RandomFor(schema);
        var documents = Enumerable.Range(0, Count())
            .Select(_ => DocumentGenerator.Document(_comparison.Schema(schema), random)).ToList();
        var (valid, firstInvalid) = await CompareAsync(schema, documents, random);
        valid.ShouldBe(documents.Count, $"The generator produced an invalid document. SEED={Seed.Value}\n{firstInvalid}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Spoilt_documents_are_judged_alike(string schema)
    {
        var random = RandomFor(schema);
        var mutator = new DocumentMutator(_comparison.Schema(schema), random);
        var documents = Enumerable.Range(0, Count())
            .Select(_ => mutator.Mutate(DocumentGenerator.Document(_comparison.Schema(schema), random))).ToList();
        await CompareAsync(schema, documents, random);
    }

    private static int Count() => Seed.Count(2_000, 50_000) / Schemas.All.Count + 1;

    private Random RandomFor(string schema)
    {
        output.Report($"SEED={Seed.Value}");
        return new Random(Seed.Value + schema.Length);
    }

    /// <summary>Returns how many documents the reference implementation found valid, and the first invalid one.</summary>
    private async Task<(int Valid, string? FirstInvalid)> CompareAsync(string schema, List<List<string>> documents, Random random)
    {
        var differences = new List<string>();
        int valid = 0, unreadable = 0;
        string? firstInvalid = null;
        foreach (var batch in documents.Chunk(500))
        {
            var sources = batch.Select(d => Tokens.Join(d, random)).ToList();
            var trees = oracle.Ask<TreeAnswer[]>(new { op = "parse", sources });
            var stripped = oracle.Ask<TreeAnswer[]>(new { op = "strip", sources });
            var answers = _comparison.Expected(schema, sources);
            for (var i = 0; i < batch.Length; i++)
            {
                valid += answers[i].Errors is { Length: 0 } ? 1 : 0;
                unreadable += answers[i].Error is null ? 0 : 1;
                firstInvalid ??= answers[i].Errors is [var error, ..] ? $"{sources[i]}\n{error}" : answers[i].Error?.ToString();
                var difference = LanguageComparison.Difference(sources[i], trees[i], ParserOptions.Trusted)
                    ?? LanguageComparison.StripDifference(sources[i], stripped[i])
                    ?? _comparison.Difference(schema, sources[i], answers[i]);
                if (difference is not null && differences.Count < ShownDifferences)
                {
                    differences.Add(await Shrinker.ShrinkAsync(batch[i], difference, text => Task.FromResult(Differ(schema, text))));
                }
            }
        }

        output.Report($"{documents.Count} documents compared with graphql-js (tree or error, printed, stripped, validated): {valid} valid, {unreadable} with syntax errors.");
        differences.ShouldBeEmpty($"SEED={Seed.Value}\n{string.Join("\n\n", differences)}");
        return (valid, firstInvalid);
    }

    private string? Differ(string schema, string source) =>
        LanguageComparison.Difference(
            source, oracle.Ask<TreeAnswer[]>(new { op = "parse", sources = new[] { source } })[0], ParserOptions.Trusted)
        ?? LanguageComparison.StripDifference(source, oracle.Ask<TreeAnswer[]>(new { op = "strip", sources = new[] { source } })[0])
        ?? _comparison.Difference(schema, source, _comparison.Expected(schema, [source])[0]);
}
