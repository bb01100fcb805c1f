using System.Text.Json;
using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Tests.Generation;
using Integration.Graph.Engine.Tests.Oracle;
using Integration.Graph.Engine.Tests.Support;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Tests.Execution;

/// <summary>
/// CoerceVariableValues() of the specification. Compares the value, or the number and locations of the errors.
/// </summary>
public sealed class CoercionOracleTests(ReferenceImplementation oracle, ITestOutputHelper output)
{
    public static TheoryData<string> Names => [.. Schemas.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Generated_variables_are_coerced_alike(string name)
    {
        output.Report($"SEED={Seed.Value}");
        var random = new Random(Seed.Value + name.Length);
        var schema = SdlSchema.Build(Schemas.All[name]);
        var types = schema.Types.Where(t => t.IsInput && !Introspection.IsReserved(t.Name)).ToList();
        Compare(name, schema, [.. Enumerable.Range(0, Seed.Count(2_000, 50_000) / Schemas.All.Count + 1).Select(_ => Generate(types, random))]);
    }

    [Fact]
    public void Variables_by_hand_are_coerced_alike() =>
        Compare("ways", SdlSchema.Build(Schemas.Ways), [.. CoercionCases.Ways.Select(c => new StubRequest($"query ({c.Definitions}) {{ __typename }}", c.Json))]);

    private void Compare(string name, Schema schema, StubRequest[] requests)
    {
        oracle.Ask<SchemaAnswer>(new { op = "schema", name, sdl = Schemas.All.GetValueOrDefault(name, Schemas.Ways) });
        var differences = new List<string>();
        var refused = 0;
        foreach (var batch in requests.Chunk(1_000))
        {
            var answers = oracle.Ask<CoercionAnswer[]>(new { op = "coerce", schema = name, requests = batch });
            foreach (var (request, expected) in batch.Zip(answers))
            {
                refused += expected.Errors is null ? 0 : 1;
                var found = Found(schema, request);
                if (Tell(expected) != Tell(found))
                {
                    differences.Add($"# schema {name}\n{request.Source}\n{request.Variables}\n-- expected\n{Tell(expected, true)}\n-- but was\n{Tell(found, true)}");
                }
            }
        }

        output.Report($"{requests.Length} sets of variables compared with graphql-js: {refused} refused.");
        differences.ShouldBeEmpty($"SEED={Seed.Value}\n{string.Join("\n\n", differences.OrderBy(d => d.Length).Take(5))}");
    }

    /// <summary>Coerces a request's variables in the engine.</summary>
    internal static CoercionAnswer Found(Schema schema, StubRequest request)
    {
        var document = Parser.Parse(request.Source, ParserOptions.Trusted);
        var operation = document.Definitions.OfType<OperationDefinitionNode>().Single();
        var errors = new List<GraphQLError>();
        var values = InputCoercion.CoerceVariableValues(schema, document, operation.VariableDefinitions, JsonElement.Parse(request.Variables), errors);
        return errors.Count > 0
            ? new CoercionAnswer(null, [.. errors.Select(ExecutionComparison.Failure)])
            : new CoercionAnswer(StubResolvers.Text(values), null);
    }

    private static string Tell(CoercionAnswer answer, bool messages = false) =>
        answer.Values ?? string.Join('\n', answer.Errors!.Select(e => (messages ? e : e with { Message = "" }).ToString()));

    private static StubRequest Generate(List<NamedType> types, Random random)
    {
        var definitions = new List<string>();
        var values = new List<string>();
        var literals = new ValueGenerator(random, (_, _, _) => throw new InvalidOperationException("A constant has no variables."));
        for (var i = random.Next(3); i >= 0; i--)
        {
            var type = Wrapped(types[random.Next(types.Count)], random);
            definitions.Add($"$v{i}: {type}{(random.Next(4) == 0 ? $" = {string.Join(' ', literals.Constant(type))}" : "")}");
            if (random.Next(8) > 0)
            {
                values.Add($"\"v{i}\": {new JsonGenerator(random, random.Next(2) * 0.08).Value(type, 4)}");
            }
        }

        return new StubRequest($"query ({string.Join(", ", definitions)}) {{ __typename }}", $"{{{string.Join(", ", values)}}}");
    }

    private static GraphQLType Wrapped(NamedType type, Random random)
    {
        GraphQLType NonNull(GraphQLType inner) => random.Next(3) == 0 ? new NonNullType(inner) : inner;
        var result = NonNull(type);
        for (var i = random.Next(4) - 1; i > 0; i--)
        {
            result = NonNull(new ListType(result));
        }

        return result;
    }
}
