using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Tests.Oracle;
using Integration.Graph.Engine.Tests.Support;
using Integration.Graph.Engine.Validation;

namespace Integration.Graph.Engine.Tests.Validation;

public sealed class ValidationOracleTests(ReferenceImplementation oracle, ITestOutputHelper output)
{
    private static readonly string[] Limits = ["MaxAliases", "MaxDepth"];

    public static TheoryData<string> Rules => [.. RuleCases.Farm.Keys];

    [Fact]
    public void The_rules_are_those_of_the_reference_implementation()
    {
        var expected = oracle.Ask<string[]>(new { op = "rules" });
        ValidationRules.All.Except(Limits).ShouldBe(expected);
        RuleCases.Farm.Keys.Order().ShouldBe(expected.Order());
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_finds_what_the_reference_implementation_finds(string rule)
    {
        var comparison = new ValidationComparison(oracle);
        var sources = RuleCases.Farm[rule];
        var expected = comparison.Expected("farm", sources);
        // The farm has every kind of operation. The next test covers a schema that lacks two.
        if (rule != "KnownOperationTypes")
        {
            expected.ShouldContain(e => e.Errors!.Any(x => x.Rule == rule), "No case breaks the rule.");
        }

        expected.ShouldContain(e => e.Errors!.All(x => x.Rule != rule), "No case follows the rule.");
        Compare(comparison, "farm", sources, expected);
    }

    [Theory]
    [InlineData("mutation { x }", "mutation")]
    [InlineData("subscription S { x }", "subscription")]
    public void A_kind_of_operation_that_the_schema_lacks_is_refused(string source, string kind)
    {
        var comparison = new ValidationComparison(oracle);
        var expected = comparison.Expected("shapes", [source]);
        expected[0].Errors!.ShouldContain(e => e.Rule == "KnownOperationTypes");

        Validator.Validate(comparison.Schema("shapes"), Parser.Parse(source)).Where(e => e.Rule == "KnownOperationTypes")
            .ShouldHaveSingleItem().Message.ShouldBe($"The {kind} operation is not supported by the schema.");
        Compare(comparison, "shapes", [source], expected);
    }

    [Fact]
    public void What_the_specification_shows_is_judged_alike()
    {
        var comparison = new ValidationComparison(oracle);
        foreach (var (section, sources) in SpecificationCases.Farm)
        {
            var expected = comparison.Expected("farm", sources);
            expected.Select(e => e.Errors is []).ShouldBe(
                sources.Select(s => s.StartsWith("# valid", StringComparison.Ordinal)), $"The cases of {section} are not valid or invalid as marked.");
            Compare(comparison, "farm", sources, expected);
        }
    }

    [Fact]
    public void Cases_against_the_shapes_are_judged_alike()
    {
        var comparison = new ValidationComparison(oracle);
        Compare(comparison, "shapes", RuleCases.Shapes, comparison.Expected("shapes", RuleCases.Shapes));
    }

    [Fact]
    public void What_once_was_judged_differently_is_judged_alike()
    {
        var comparison = new ValidationComparison(oracle);
        foreach (var group in RuleCases.FoundByChance.GroupBy(c => c.Schema, c => c.Source))
        {
            Compare(comparison, group.Key, [.. group], comparison.Expected(group.Key, group));
        }
    }

    private void Compare(ValidationComparison comparison, string schema, string[] sources, ValidationAnswer[] expected)
    {
        var differences = sources.Zip(expected, (s, e) => comparison.Difference(schema, s, e)).OfType<string>().ToList();
        output.Report($"{sources.Length} documents compared with graphql-js.");
        differences.ShouldBeEmpty(string.Join("\n\n", differences));
    }
}
