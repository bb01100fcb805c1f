using Integration.Graph.Engine.Tests.Oracle;
using Integration.Graph.Engine.Tests.Support;

namespace Integration.Graph.Engine.Tests.Execution;

/// <summary>Hand-written operations, on each kind of resolver.</summary>
public sealed class ExecutionOracleTests(ReferenceImplementation oracle, ITestOutputHelper output)
{
    [Fact]
    public Task Fields_are_collected_alike() => CompareAsync(ExecutionCases.Collecting);

    [Fact]
    public Task Values_are_completed_and_nulls_propagate_alike() => CompareAsync(ExecutionCases.Completing);

    [Fact]
    public Task Mutations_are_executed_alike() => CompareAsync(ExecutionCases.Changing);

    [Fact]
    public Task Arguments_are_coerced_alike() => CompareAsync(ExecutionCases.Arguments);

    /// <summary>A root field of a mutation is called after all fields below the previous one.</summary>
    [Theory]
    [InlineData("mutation { b: someSecond { some { someNumber } } a: someFirst { someList { some { someNumber } } } c: someThird { someNumber } }")]
    [InlineData("mutation { someNumber ...F someFirst { some { some { someNumber } } } } fragment F on Mutation { someThird { someList { someNumber } } someNumber }")]
    public async Task Fields_of_a_mutation_are_called_in_the_same_order(string source)
    {
        var comparison = new ExecutionComparison(oracle, "ways", Schemas.Ways);
        var expected = comparison.Expected([new(source)])[0].Calls;
        expected.ShouldContain(" . ");
        (await comparison.FoundAsync(new(source), StubKind.Method)).Calls.ShouldBe(expected);
    }

    private async Task CompareAsync(StubRequest[] requests)
    {
        var comparison = new ExecutionComparison(oracle, "ways", Schemas.Ways);
        comparison.AreValid(requests).ShouldAllBe(valid => valid);
        var differences = new List<string>();
        foreach (var (request, expected) in requests.Zip(comparison.Expected(requests)))
        {
            foreach (var kind in Enum.GetValues<StubKind>())
            {
                if (await comparison.DifferenceAsync(request, expected, kind) is { } difference)
                {
                    differences.Add(difference);
                }
            }
        }

        output.Report($"{requests.Length} operations compared with graphql-js.");
        differences.ShouldBeEmpty(string.Join("\n\n", differences));
    }
}
