using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Tests.Oracle;
using Integration.Graph.Engine.Tests.Support;
using Integration.Graph.Engine.Types;
using Integration.Graph.Engine.Validation;

namespace Integration.Graph.Engine.Tests.Validation;

public sealed class SuggestionTests(ReferenceImplementation oracle)
{
    private static readonly Schema Farm = SdlSchema.Build(Schemas.Farm);

    private static readonly string[] Documents =
    [
        "{ greting }", "{ hens }", "{ animal { eggs weight climb } }", "{ being { eggs } helpers { name weight } }", "{ farmer { animal helpr } }", "query ($a: Gaot, $b: Colours, $c: Strng) { greeting }",
        "{ hen(id: 1, ide: 2) { eggs(color: BLUE, size: 1) } }", "{ hen(id: 1) { eggs(colour: BLEU) } goat(key: {id: 1}) { climbs(on: ROOK) } }", "{ animals(where: {nam: {ek: \"x\"}, colors: 1}) { name } }", "{ greeting @tag(nam: \"x\") @trace(levels: 1) }",
        "{ animal { ... on Goatt { name } ...F } } fragment F on Hens { name }", "{ zzzzzzzzzzz }", "{ goat(key: {id: 1}) { climbs(on: \"ROCK\") } }",
    ];

    [Fact]
    public void Messages_are_those_of_the_reference_implementation()
    {
        var comparison = new ValidationComparison(oracle);
        var expected = comparison.Expected("farm", Documents);
        foreach (var (source, answer) in Documents.Zip(expected))
        {
            comparison.Found("farm", source).Errors!.Select(e => e.Message).Order()
                .ShouldBe(answer.Errors!.Select(e => e.Message).Order(), source);
        }
    }

    [Theory]
    [InlineData("{ greting }", "greeting", "Query.greeting")]
    [InlineData("query ($a: Gaot) { greeting }", "Goat", "Goat")]
    [InlineData("{ animal { eggs } }", "Hen", "Hen")]
    [InlineData("{ animal { eggs } }", "Goat", "Goat.eggs")]
    [InlineData("{ animals(where: {nam: null}) { name } }", "name", "AnimalFilter.name")]
    [InlineData("{ hen(id: 1) { eggs(colour: BLEU) } }", "BLUE", "Colour.BLUE")]
    [InlineData("{ animals(were: null) { name } }", "where", "Query.animals")]
    public void Suggestions_name_only_what_the_caller_sees(string source, string suggested, string hidden)
    {
        var document = Parser.Parse(source);
        Messages(document, null).ShouldContain($"\"{suggested}\"");
        Messages(document, (type, member) => hidden != (member is null ? type : $"{type}.{member}"))
            .ShouldNotContain($"\"{suggested}\"");
    }

    private static string Messages(DocumentNode document, Func<string, string?, bool>? isVisible) => string.Join(
        '\n', Validator.Validate(Farm, document, new ValidationOptions { IsVisible = isVisible }).Select(e => e.Message));
}
