using System.Text.Json;
using Integration.Graph.Engine.Tests.Execution;
using Integration.Graph.Engine.Tests.Generation;
using Integration.Graph.Engine.Tests.Oracle;
using Integration.Graph.Engine.Tests.Support;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Tests.Types;

/// <summary>Introspection results and printed schemas.</summary>
public sealed class IntrospectionOracleTests(ReferenceImplementation oracle, ITestOutputHelper output)
{
    public static TheoryData<string> Names => [.. Schemas.All.Keys, "server"];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_schema_tells_of_itself_what_the_reference_implementation_tells(string name)
    {
        var sdl = Schemas.All.TryGetValue(name, out var known) ? known : Schemas.Server();
        var comparison = new ExecutionComparison(oracle, name, sdl);
        var types = comparison.Schema.Types.Select(t => t.Name).Append("Missing").ToList();
        StubRequest[] requests =
        [
            new(IntrospectionQuery.Text),
            new("{ __schema { types { name fields { name args { name } } inputFields { name } enumValues { name } } directives { name args { name } } } }"),
            new("{ __schema { types { name fields(includeDeprecated: false) { name } } directives(includeDeprecated: false) { name } } }"),
            .. types.Select(type => new StubRequest(
                "query ($name: String!, $all: Boolean!) { __type(name: $name) { __typename kind name fields(includeDeprecated: $all) { name } inputFields(includeDeprecated: $all) { name } enumValues(includeDeprecated: $all) { name } } }",
                $$"""{"name": "{{type}}", "all": {{(type.Length % 2 == 0 ? "true" : "false")}}}""")),
        ];
        foreach (var (request, expected) in requests.Zip(comparison.Expected(requests)))
        {
            var found = await comparison.FoundAsync(request, StubKind.Pure);
            found.Errors.ShouldBeEmpty();
            Sorted(JsonElement.Parse(found.Data!)).ShouldBe(Sorted(JsonElement.Parse(expected.Data!)), request.Source);
        }

        output.Report($"{requests.Length} introspection queries of {types.Count} types compared with graphql-js.");
    }

    [Fact]
    public void The_servers_schema_is_printed_as_the_reference_implementation_prints_it()
    {
        var answer = oracle.Ask<SchemaAnswer>(new { op = "schema", name = "server", sdl = Schemas.Server() });
        SchemaPrinter.Print(SdlSchema.Build(Schemas.Server())).ShouldBe(answer.Printed);
        answer.Problems.ShouldBeEmpty();
    }

    /// <summary>Schemas with random descriptions, defaults and deprecations.</summary>
    [Fact]
    public async Task Varied_schemas_are_printed_and_introspected_alike()
    {
        output.Report($"SEED={Seed.Value}");
        var random = new Random(Seed.Value);
        var count = Seed.Count(100, 5_000);
        for (var i = 0; i < count; i++)
        {
            var sdl = SchemaVariation.Of(Schemas.All.Values.ElementAt(i % Schemas.All.Count), random);
            var comparison = new ExecutionComparison(oracle, "varied", sdl);
            SchemaPrinter.Print(comparison.Schema).ShouldBe(comparison.Printed, $"SEED={Seed.Value}\n{sdl}");
            var request = new StubRequest(IntrospectionQuery.Text);
            var found = await comparison.FoundAsync(request, StubKind.Pure);
            Sorted(JsonElement.Parse(found.Data!)).ShouldBe(Sorted(JsonElement.Parse(comparison.Expected([request])[0].Data!)), $"SEED={Seed.Value}\n{sdl}");
        }

        output.Report($"{count} schemas compared with graphql-js: printed, introspected.");
    }

    /// <summary>Sorts types and members, because their order is not significant.</summary>
    private static string Sorted(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(",\n", json.EnumerateObject().Select(p => $"{p.Name}:{(p.Name is "types" or "possibleTypes" ? InOrder(p.Value) : Sorted(p.Value))}"))}}}",
        JsonValueKind.Array => $"[{string.Join(',', json.EnumerateArray().Select(Sorted))}]",
        JsonValueKind.String => JsonSerializer.Serialize(json.GetString()),
        _ => json.GetRawText(),
    };

    private static string InOrder(JsonElement json) => json.ValueKind == JsonValueKind.Array
        ? string.Join(",\n", json.EnumerateArray().Select(Sorted).Order(StringComparer.Ordinal))
        : Sorted(json);
}
