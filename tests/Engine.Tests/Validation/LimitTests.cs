using System.Diagnostics;
using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Tests.Support;
using Integration.Graph.Engine.Types;
using Integration.Graph.Engine.Validation;

namespace Integration.Graph.Engine.Tests.Validation;

/// <summary>Grammatically correct documents that request too much. Each quickly gets an error that names the limit.</summary>
public sealed class LimitTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);
    private static readonly Schema Shapes = SdlSchema.Build(Schemas.Shapes);
    private static readonly ParserOptions Large = new() { MaxTokens = 1_000_000, MaxDirectives = 100_000 };

    [Fact]
    public void Depth_is_counted_through_fragments()
    {
        const string Fragments = "fragment F on Query { self { self { self { self { self { ...G } } } } } } fragment G on Query { self { self { self { self { self { __typename } } } } } }";
        Errors("{ self { self { self { self { ...F } } } } } " + Fragments).ShouldBeEmpty();
        var error = Errors("{ self { self { self { self { self { self { ...F } } } } } } } " + Fragments).ShouldHaveSingleItem();
        error.Rule.ShouldBe("MaxDepth");
        error.Message.ShouldBe("The operation is nested 16 fields deep, more than the limit of 15 (MaxDepth).");
        error.Locations.ShouldBe([new SourceLocation(1, 1)]);
    }

    /// <summary>
    /// Introspection and inline fragments do not count as depth, but the code that follows them has a limited stack.
    /// </summary>
    [Theory]
    [InlineData("{ __type(name: \"Query\") { ...F } }", "__Type", "ofType { ", "name")]
    [InlineData("{ self { ...F } }", "Query", "... { ", "__typename")]
    public void Nesting_is_counted_through_fragments_whatever_nests(string operation, string type, string level, string leaf)
    {
        string Document(int sets) =>
            $"{operation} fragment F on {type} {{ {Repeat(level, 99)}...G{Repeat(" }", 99)} }} fragment G on {type} {{ {Repeat(level, sets - 103)}{leaf}{Repeat(" }", sets - 103)} }}";

        Errors(Document(200)).ShouldBeEmpty();
        Errors(Document(201)).ShouldHaveSingleItem().Message.ShouldBe("The operation is nested 201 selection sets deep, more than the limit of 200 (MaxNesting).");
    }

    [Fact]
    public void The_usual_introspection_query_is_within_the_limits() => Errors(IntrospectionQuery.Text).ShouldBeEmpty();

    [Fact]
    public void Aliases_are_bounded()
    {
        var fields = string.Join(' ', Enumerable.Range(0, 101).Select(i => $"a{i}: __typename"));
        Errors($"{{ {fields["a0: __typename".Length..]} }}").ShouldBeEmpty();
        Errors($"{{ {fields} }}").ShouldHaveSingleItem().Message.ShouldBe("Document has more than 100 aliases (MaxAliases).");
    }

    [Fact]
    public void Errors_are_bounded()
    {
        var errors = Errors($"{{ {string.Join(' ', Enumerable.Range(0, 2_000).Select(i => $"nope{i}"))} }}");
        errors.Count.ShouldBe(101);
        errors[^1].Message.ShouldBe("More than 100 validation errors (MaxErrors). Validation aborted.");
    }

    [Fact]
    public void Fragments_are_bounded()
    {
        var fragments = string.Join(' ', Enumerable.Range(0, 501).Select(i => $"fragment F{i} on Query {{ __typename ...F{i + 1} }}"));
        Errors("{ ...F0 } " + fragments).ShouldHaveSingleItem().Message.ShouldBe("Document has more than 500 fragments (MaxFragments).");
    }

    [Fact]
    public void A_long_chain_of_fragments_does_not_overflow_the_stack()
    {
        const int Length = 40_000;
        var fragments = string.Join(' ', Enumerable.Range(0, Length).Select(i => $"fragment F{i} on Query {{ self {{ ...F{(i + 1) % Length} }} }}"));
        var options = new ValidationOptions { MaxFragments = int.MaxValue, MaxWork = int.MaxValue, MaxDepth = int.MaxValue };
        IReadOnlyList<ValidationError> errors = [];
        var small = new Thread(() => errors = Errors("{ __schema { ...F0 } ...F0 } " + fragments, options), maxStackSize: 1024 * 1024);
        small.Start();
        small.Join();
        errors[^1].Message.ShouldBe("Fragments are nested too deeply (MaxNesting). Validation aborted.");
    }

    /// <summary>Each fragment spreads the next one twice, so following all spreads would take 2^50 steps.</summary>
    [Fact]
    public void A_web_of_fragments_is_not_followed_along_every_path()
    {
        var fragments = string.Join(' ', Enumerable.Range(0, 50).Select(i =>
            $"fragment F{i} on Query {{ {(i < 49 ? $"a: self {{ ...F{i + 1} }} b: self {{ ...F{i + 1} }}" : "__typename")} }}"));
        var options = new ValidationOptions { MaxDepth = 100 };
        Timed(() => Errors("{ ...F0 } " + fragments, options)).ShouldBeEmpty();
    }

    [Fact]
    public void A_web_of_conflicting_fragments_ends_with_the_limit_of_work()
    {
        var fragments = string.Join(' ', Enumerable.Range(0, 300).Select(i =>
            $"fragment F{i} on Query {{ x{i % 7}: self {{ {string.Join(' ', Enumerable.Range(0, 10).Select(j => $"...F{(i * 7 + j * 13 + 1) % 300}"))} }} a: {(i % 2 == 0 ? "self { a: circle { area } }" : "circle { a: area }")} }}"));
        var errors = Timed(() => Errors("{ ...F0 ...F1 ...F2 } " + fragments, new ValidationOptions { MaxAliases = 10_000 }));
        errors.ShouldContain(e => e.Rule == "MaxWork" || e.Rule == "MaxErrors");
    }

    [Fact]
    public void Many_fields_of_one_name_take_no_quadratic_time()
    {
        var fields = string.Concat(Enumerable.Repeat("circle { area } ", 30_000));
        Timed(() => Errors($"{{ {fields} }}")).ShouldBeEmpty();
    }

    [Fact]
    public void Many_conflicting_fields_end_with_a_limit()
    {
        var fields = string.Concat(Enumerable.Range(0, 3_000).Select(i => $"circle {{ x: area(unit: {(i % 2 == 0 ? "RED" : "GREEN")}) }} "));
        var errors = Timed(() => Errors($"{{ {fields} }}", new ValidationOptions { MaxAliases = int.MaxValue }));
        errors[^1].Rule.ShouldBeOneOf("MaxWork", "MaxErrors");
    }

    [Theory]
    [InlineData("{ list(of: [", "{equals: 1} ", 20_000, "]) { area } }")]
    [InlineData("{ shape(where: {", "a: {} ", 20_000, "}) { area } }")]
    [InlineData("{ circle { area(", "unit: RED ", 20_000, ") } }")]
    [InlineData("query (", "$a: Int ", 20_000, ") { circle { area } }")]
    [InlineData("{ circle { area ", "@skip(if: true) ", 20_000, "} }")]
    [InlineData("{ circle { ", "... on Circle { area } ", 10_000, "} }")]
    [InlineData("{ circle { ", "...F ", 20_000, "} } fragment F on Circle { area label }")]
    [InlineData("", "query { circle { area } } ", 5_000, "")]
    public void Repetition_is_validated_in_bounded_time(string start, string repeated, int times, string end) =>
        Timed(() => Errors(start + string.Concat(Enumerable.Repeat(repeated, times)) + end)).Count.ShouldBeLessThan(102);

    private static IReadOnlyList<ValidationError> Errors(string source, ValidationOptions? options = null) =>
        Validator.Validate(Shapes, Parser.Parse(source, Large), options);

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    private static T Timed<T>(Func<T> action)
    {
        var start = Stopwatch.GetTimestamp();
        var result = action();
        Stopwatch.GetElapsedTime(start).ShouldBeLessThan(Soon);
        return result;
    }
}
