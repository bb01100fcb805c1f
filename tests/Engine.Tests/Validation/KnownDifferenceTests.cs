using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Tests.Execution;
using Integration.Graph.Engine.Tests.Language;
using Integration.Graph.Engine.Tests.Oracle;
using Integration.Graph.Engine.Tests.Support;

namespace Integration.Graph.Engine.Tests.Validation;

public sealed class KnownDifferenceTests(ReferenceImplementation oracle, ITestOutputHelper output)
{
    /// <summary>
    /// A difference that no longer exists must be removed from the list. Otherwise it could hide another one.
    /// </summary>
    [Fact]
    public async Task Each_known_difference_still_is_one()
    {
        foreach (var difference in KnownDifferences.All)
        {
            var (found, expected) = difference.Of switch
            {
                "parse" => Parse(difference),
                "validate" => Validate(difference),
                "coerce" => Coerce(difference),
                _ => await ExecuteAsync(difference),
            };
            found.ShouldNotBe(expected, difference.Source);
            output.Report($"{difference.Source}\n  {difference.Reason}");
        }
    }

    private (string, string) Parse(KnownDifference difference)
    {
        var expected = oracle.Ask<TreeAnswer[]>(new { op = "parse", sources = new[] { difference.Source } })[0];
        LanguageComparison.Difference(difference.Source, expected, ParserOptions.Default).ShouldBeNull();
        return (Should.Throw<GraphQLSyntaxException>(() => Parser.Parse(difference.Source, ParserOptions.Default)).Message, expected.Error!.Message);
    }

    private (string, string) Validate(KnownDifference difference)
    {
        var comparison = new ValidationComparison(oracle);
        var expected = comparison.Expected(difference.Schema, [difference.Source])[0];
        comparison.Difference(difference.Schema, difference.Source, expected).ShouldBeNull();
        return (Rules(comparison.Found(difference.Schema, difference.Source)), Rules(expected));
    }

    private (string, string) Coerce(KnownDifference difference)
    {
        var request = new StubRequest(difference.Source, difference.Variables);
        var comparison = new ExecutionComparison(oracle, difference.Schema, Schemas.Ways);
        var expected = oracle.Ask<CoercionAnswer[]>(new { op = "coerce", schema = difference.Schema, requests = new[] { request } })[0];
        return (CoercionOracleTests.Found(comparison.Schema, request).Values!, expected.Values!);
    }

    private async Task<(string, string)> ExecuteAsync(KnownDifference difference)
    {
        var request = new StubRequest(difference.Source, difference.Variables);
        var comparison = new ExecutionComparison(oracle, difference.Schema, Schemas.Ways);
        var expected = comparison.Expected([request])[0];
        (await comparison.DifferenceAsync(request, expected, StubKind.Pure)).ShouldBeNull();
        var found = await comparison.FoundAsync(request, StubKind.Pure);
        return (string.Join('\n', found.Errors.Select(e => e.Path)), string.Join('\n', expected.Errors.Select(e => e.Path)));
    }

    private static string Rules(ValidationAnswer answer) => string.Join(' ', answer.Errors!.Select(e => e.Rule));
}
