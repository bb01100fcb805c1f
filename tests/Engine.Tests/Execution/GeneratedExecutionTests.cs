using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Tests.Generation;
using Integration.Graph.Engine.Tests.Oracle;
using Integration.Graph.Engine.Tests.Support;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Tests.Execution;

/// <summary>Generated operations, executed by both sides on stubs that return random values, nulls and errors.</summary>
public sealed class GeneratedExecutionTests(ReferenceImplementation oracle, ITestOutputHelper output)
{
    private const int ShownDifferences = 3;

    public static TheoryData<string> Names => [.. Schemas.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Generated_operations_are_executed_alike(string name)
    {
        output.Report($"SEED={Seed.Value}");
        var random = new Random(Seed.Value + name.Length);
        var comparison = new ExecutionComparison(oracle, name);
        var differences = new List<string>();
        int withData = 0, withErrors = 0, refused = 0, count = Seed.Count(2_000, 50_000) / Schemas.All.Count + 1;
        foreach (var batch in Enumerable.Range(0, count).Select(i => Generate(comparison.Schema, random, i)).Chunk(250))
        {
            var expected = comparison.Expected(batch.Select(g => g.Request));
            for (var i = 0; i < batch.Length; i++)
            {
                refused += expected[i].Data is null ? 1 : 0;
                withData += expected[i].Data is { Length: > 20 } ? 1 : 0;
                withErrors += expected[i].Errors.Length > 0 ? 1 : 0;
                var (request, tokens, kind) = batch[i];
                if (await comparison.DifferenceAsync(request, expected[i], kind) is { } difference && differences.Count < ShownDifferences)
                {
                    differences.Add(await Shrinker.ShrinkAsync(tokens, difference, async text =>
                    {
                        var shorter = request with { Source = text };
                        return comparison.AreValid([shorter])[0] && HasOperation(shorter)
                            ? await comparison.DifferenceAsync(shorter, comparison.Expected([shorter])[0], kind)
                            : null;
                    }));
                }
            }
        }

        output.Report($"{count} operations compared with graphql-js: {withData} with some data, {withErrors} with errors, {refused} refused because of their variables.");
        differences.ShouldBeEmpty($"SEED={Seed.Value}\n{string.Join("\n\n", differences)}");
        withData.ShouldBeGreaterThan(count / 2);
    }

    private static bool HasOperation(StubRequest request) =>
        Parser.Parse(request.Source).Definitions.OfType<OperationDefinitionNode>()
            .Any(o => o.Name?.Value == request.OperationName && o.Operation != OperationType.Subscription);

    private static (StubRequest Request, List<string> Tokens, StubKind Kind) Generate(Schema schema, Random random, int index)
    {
        while (true)
        {
            var tokens = DocumentGenerator.Document(schema, random);
            var source = string.Join(' ', tokens);
            var operations = Parser.Parse(source, ParserOptions.Trusted).Definitions.OfType<OperationDefinitionNode>().ToList();
            var operation = operations[random.Next(operations.Count)];

            // A subscription needs a source stream, which the stubs do not have.
            if (operation.Operation == OperationType.Subscription)
            {
                continue;
            }

            var json = new JsonGenerator(random, random.Next(10) == 0 ? 0.1 : 0);
            var variables = operation.VariableDefinitions
                .Where(v => InputCoercion.TypeFromAst(schema, v.Type) is NonNullType && v.DefaultValue is null || random.Next(3) > 0)
                .Select(v => $"\"{v.Variable.Name.Value}\": {json.Value(InputCoercion.TypeFromAst(schema, v.Type)!, 3)}");
            return (new StubRequest(source, $"{{{string.Join(", ", variables)}}}", operation.Name?.Value), tokens, (StubKind)(index % 3));
        }
    }
}
